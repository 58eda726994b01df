"""Messages as they are kept: Telegram's own shape, numbered within their chat."""

import json
from typing import Any

from sandbox.bot_api import people
from sandbox.bot_api.json_text import dump
from sandbox.bot_api.store import Store
from sandbox.bot_api.world import World


def add(world: World, chat_id: int, sender: dict[str, Any], content: dict[str, Any], now: float) -> dict[str, Any]:
    """Write a message down and show it to the pages."""
    store = world.store
    row = store.row("UPDATE chats SET last_message_id = last_message_id + 1 WHERE id = ? RETURNING *", chat_id)
    message = {
        "message_id": row["last_message_id"] if row is not None else 0,
        "from": sender,
        "chat": people.chat(store, chat_id),
        "date": int(now),
        **content,
    }
    store.run(
        "INSERT INTO messages VALUES (?, ?, ?, ?, ?)", chat_id, message["message_id"], sender["id"], now, dump(message)
    )
    store.after_commit(lambda: world.events.tell("message", chat_id=chat_id, message=message))
    return message


def get(world: World, chat_id: int, message_id: int) -> dict[str, Any] | None:
    row = world.store.row("SELECT body FROM messages WHERE chat_id = ? AND message_id = ?", chat_id, message_id)
    return None if row is None else dict(json.loads(row["body"]))


def replace(world: World, message: dict[str, Any]) -> None:
    chat_id, message_id = message["chat"]["id"], message["message_id"]
    world.store.run(
        "UPDATE messages SET body = ? WHERE chat_id = ? AND message_id = ?", dump(message), chat_id, message_id
    )
    world.store.after_commit(lambda: world.events.tell("edited", chat_id=chat_id, message=message))


def remove(world: World, chat_id: int, message_id: int) -> bool:
    found = world.store.run("DELETE FROM messages WHERE chat_id = ? AND message_id = ?", chat_id, message_id)
    world.store.after_commit(lambda: world.events.tell("deleted", chat_id=chat_id, message_id=message_id))
    return found.rowcount > 0


def latest(world: World, chat_id: int, *, before: int, limit: int) -> list[dict[str, Any]]:
    """The last messages before the given number, oldest first."""
    rows = world.store.rows(
        "SELECT body FROM messages WHERE chat_id = ? AND message_id < ? ORDER BY message_id DESC LIMIT ?",
        chat_id,
        before,
        limit,
    )
    return [json.loads(row["body"]) for row in reversed(rows)]


def mark_read(store: Store, person_id: int, chat_id: int, message_id: int) -> None:
    store.run(
        "INSERT INTO reads VALUES (?, ?, ?) ON CONFLICT (person_id, chat_id)"
        " DO UPDATE SET message_id = max(message_id, excluded.message_id)",
        person_id,
        chat_id,
        message_id,
    )


def unread(store: Store, person_id: int, chat_id: int) -> int:
    return store.number(
        "SELECT count(*) FROM messages WHERE chat_id = ?1 AND sender_id != ?2 AND message_id >"
        " coalesce((SELECT message_id FROM reads WHERE person_id = ?2 AND chat_id = ?1), 0)",
        chat_id,
        person_id,
    )
