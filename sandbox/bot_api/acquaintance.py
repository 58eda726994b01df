"""Whoever turns up in an injected update becomes known, so that the bot can answer."""

import time
from typing import Any

from sandbox.bot_api import people
from sandbox.bot_api.store import Store

LARGEST_ID = 2**52


def meet(store: Store, update: Any) -> int:
    """Learn the chat, the person and the pressed button; gives the chat's id, 0 where there is none."""
    content = next((value for value in _contents(update) if isinstance(value, dict)), {})
    message = _object(content, "message")
    chat = _object(content, "chat") or _object(message, "chat")
    sender = _object(content, "from")
    chat_id = chat.get("id", sender.get("id"))
    if not isinstance(chat_id, int) or abs(chat_id) > LARGEST_ID:
        return 0
    if chat_id < 0:
        store.run("INSERT INTO chats (id, type) VALUES (?, 'supergroup') ON CONFLICT DO NOTHING", chat_id)
    elif chat.get("type") == "private":
        _meet_person(store, chat_id, sender, content)
    _count(store, chat_id, content if "chat" in content else message)
    if isinstance(content.get("id"), str) and "data" in content:
        _expect_answer(store, chat_id, content["id"], message.get("message_id"))
    return chat_id


def _contents(update: Any) -> list[Any]:
    return [value for name, value in update.items() if name != "update_id"] if isinstance(update, dict) else []


def _object(content: dict[str, Any], name: str) -> dict[str, Any]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}


def _meet_person(store: Store, person_id: int, sender: dict[str, Any], content: dict[str, Any]) -> None:
    """They are not put into the list of people to play: a test may bring thousands."""
    if people.find(store, person_id) is None:
        name = str(sender.get("first_name") or "Без имени").encode("utf-8", "replace").decode()
        people.save(store, {"id": person_id, "first_name": name})
        store.run("UPDATE people SET is_listed = 0 WHERE id = ?", person_id)
    is_blocking = _object(content, "new_chat_member").get("status") == "kicked"
    people.save(store, {"id": person_id, "is_started": True, "is_blocking": is_blocking})


def _count(store: Store, chat_id: int, message: dict[str, Any]) -> None:
    """The bot's next message in this chat gets a higher number."""
    number = message.get("message_id")
    if isinstance(number, int) and 0 < number <= LARGEST_ID:
        store.run("UPDATE chats SET last_message_id = max(last_message_id, ?) WHERE id = ?", number, chat_id)


def _expect_answer(store: Store, chat_id: int, callback_id: str, message_id: Any) -> None:
    store.run(
        "INSERT OR REPLACE INTO callbacks VALUES (?, ?, ?, ?, ?, 0)",
        callback_id.encode("utf-8", "replace").decode(),
        chat_id,
        message_id if isinstance(message_id, int) and abs(message_id) <= LARGEST_ID else 0,
        max(chat_id, 0),
        time.time(),
    )
