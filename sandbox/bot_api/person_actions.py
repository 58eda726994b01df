"""What a person does on the chat page, turned into what Telegram would tell the bot."""

import secrets
import time
from typing import Any

from sandbox.bot_api import files, messages, people, updates
from sandbox.bot_api.errors import BadRequest, Forbidden
from sandbox.bot_api.formatted_text import MAX_CAPTION, MAX_TEXT
from sandbox.bot_api.html_entities import utf16
from sandbox.bot_api.params import Upload
from sandbox.bot_api.text_entities import found_in
from sandbox.bot_api.world import World


def say(world: World, person_id: int, chat_id: int, text: str) -> dict[str, Any]:
    return _post(world, person_id, chat_id, _text(text))


def show(
    world: World, person_id: int, chat_id: int, kind: str, upload: Upload, about: dict[str, str]
) -> dict[str, Any]:
    """A photo, a document, a voice message or a sticker."""
    if not upload.data:
        raise BadRequest("file must be non-empty")
    with world.store.transaction():
        return _post(world, person_id, chat_id, _media(world, kind, upload, about))


def edit(world: World, person_id: int, chat_id: int, message_id: int, text: str) -> dict[str, Any]:
    old = messages.get(world, chat_id, message_id)
    if old is None or old["from"]["id"] != person_id or "text" not in old:
        raise BadRequest("message can't be edited")
    kept = {name: value for name, value in old.items() if name not in {"text", "entities"}}
    changed = {**kept, "edit_date": int(time.time()), **_text(text)}
    with world.store.transaction():
        messages.replace(world, changed)
        updates.put(world, "edited_message", chat_id, changed)
    return changed


def press(world: World, person_id: int, chat_id: int, message_id: int, data: str) -> str:
    """Press a button under a message; gives the id by which the answer will come."""
    person = _member(world, person_id, chat_id)
    message = messages.get(world, chat_id, message_id)
    rows = (message or {}).get("reply_markup", {}).get("inline_keyboard", [])
    if not any(button.get("callback_data") == data for row in rows for button in row):
        raise BadRequest("there is no such button any more")
    callback_id = str(secrets.randbelow(2**62))
    query = {
        "id": callback_id,
        "from": people.user(person),
        "message": message,
        "chat_instance": str(chat_id * 7919),
        "data": data,
    }
    with world.store.transaction():
        world.store.run(
            "INSERT INTO callbacks VALUES (?, ?, ?, ?, ?, 0)", callback_id, chat_id, message_id, person_id, time.time()
        )
        updates.put(world, "callback_query", chat_id, query)
    return callback_id


def block(world: World, person_id: int, *, is_blocking: bool) -> None:
    """Block or unblock the bot, which Telegram reports as a change of the bot's own membership."""
    person = _member(world, person_id, person_id)
    if bool(person["is_blocking"]) == is_blocking:
        return
    kicked, member = {"status": "kicked", "until_date": 0}, {"status": "member"}
    old, new = (member, kicked) if is_blocking else (kicked, member)
    with world.store.transaction():
        people.save(world.store, {"id": person_id, "is_blocking": is_blocking})
        change = {
            "chat": people.chat(world.store, person_id),
            "from": people.user(person),
            "date": int(time.time()),
            "old_chat_member": {"user": world.bot(), **old},
            "new_chat_member": {"user": world.bot(), **new},
        }
        updates.put(world, "my_chat_member", person_id, change)
        world.store.after_commit(lambda: world.events.tell("people"))


def _member(world: World, person_id: int, chat_id: int) -> Any:
    person = people.find(world.store, person_id)
    if person is None:
        raise BadRequest("there is no such person")
    is_member = chat_id == person_id or world.store.row(
        "SELECT 1 FROM members WHERE chat_id = ? AND person_id = ?", chat_id, person_id
    )
    if not is_member:
        raise Forbidden("this person is not in the chat")
    return person


def _text(text: str) -> dict[str, Any]:
    text = text.strip()
    if not text:
        raise BadRequest("message text is empty")
    if utf16(text) > MAX_TEXT:
        raise BadRequest("message is too long")
    entities = found_in(text)
    return {"text": text, **({"entities": entities} if entities else {})}


def _media(world: World, kind: str, upload: Upload, about: dict[str, str]) -> dict[str, Any]:
    caption = about.get("caption", "").strip()
    if utf16(caption) > MAX_CAPTION:
        raise BadRequest("message caption is too long")
    if kind not in files.FOLDERS:
        raise BadRequest("unknown kind of file")
    stored = files.keep(world.store, upload, kind)
    shapes = {
        "photo": files.as_photo(stored),
        "document": files.as_document(stored),
        "voice": files.as_voice(stored, _seconds(about)),
        "sticker": files.as_sticker(stored, about.get("emoji", "🙂")),
    }
    return {**shapes[kind], **({"caption": caption} if caption else {})}


def _seconds(about: dict[str, str]) -> int:
    duration = about.get("duration", "1")
    return max(1, int(duration)) if duration.isdecimal() else 1


def _post(world: World, person_id: int, chat_id: int, content: dict[str, Any]) -> dict[str, Any]:
    person = _member(world, person_id, chat_id)
    if person["is_blocking"] and chat_id == person_id:
        raise Forbidden("this person has blocked the bot")
    with world.store.transaction():
        if chat_id == person_id and not person["is_started"]:
            people.save(world.store, {"id": person_id, "is_started": True})
            world.store.after_commit(lambda: world.events.tell("people"))
        message = messages.add(world, chat_id, people.user(person), content, time.time())
        messages.mark_read(world.store, person_id, chat_id, message["message_id"])
        updates.put(world, "message", chat_id, message)
    return message
