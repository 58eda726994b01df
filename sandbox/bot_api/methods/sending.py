"""sendMessage, sendPhoto and their kin: what a person gets to see."""

import time
from collections.abc import Callable
from typing import Any

from sandbox.bot_api import files, messages, people
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.formatted_text import caption_of, text_of
from sandbox.bot_api.json_text import dump
from sandbox.bot_api.markup import inline_of, markup_of
from sandbox.bot_api.params import Params
from sandbox.bot_api.world import World

Media = Callable[[files.StoredFile], dict[str, Any]]


def send_message(world: World, params: Params) -> dict[str, Any]:
    chat_id = _open_chat(world, params)
    return _send(world, params, chat_id, text_of(params))


def send_photo(world: World, params: Params) -> dict[str, Any]:
    return _send_media(world, params, "photo", files.as_photo)


def send_document(world: World, params: Params) -> dict[str, Any]:
    return _send_media(world, params, "document", files.as_document)


def send_voice(world: World, params: Params) -> dict[str, Any]:
    return _send_media(world, params, "voice", files.as_voice)


def send_chat_action(world: World, params: Params) -> bool:
    chat_id = _open_chat(world, params)
    action = params.text("action") or ""
    if action != "typing" and not action.startswith(("upload_", "record_", "choose_", "find_")):
        raise BadRequest("wrong parameter action in request")
    world.store.after_commit(lambda: world.events.tell("typing", chat_id=chat_id, action=action))
    return True


def _open_chat(world: World, params: Params) -> int:
    chat_id = people.resolve(world.store, params.text("chat_id"))
    people.check_reachable(world.store, chat_id)
    return chat_id


def _send_media(world: World, params: Params, kind: str, shape: Media) -> dict[str, Any]:
    chat_id = _open_chat(world, params)
    caption = caption_of(params)
    stored = files.from_params(world.store, params, kind)
    return _send(world, params, chat_id, {**shape(stored), **caption})


def _send(world: World, params: Params, chat_id: int, content: dict[str, Any]) -> dict[str, Any]:
    markup = markup_of(params)
    extra: dict[str, Any] = {}
    if params.flag("protect_content"):
        extra["has_protected_content"] = True
    reply = _replied(world, params, chat_id)
    if reply is not None:
        extra["reply_to_message"] = reply
    message = messages.add(world, chat_id, world.bot(), {**content, **extra, **inline_of(markup)}, time.time())
    if markup and not markup.get("inline_keyboard"):
        _change_keyboard(world, chat_id, markup)
    return message


def _replied(world: World, params: Params, chat_id: int) -> dict[str, Any] | None:
    wanted = params.structure("reply_parameters") or {}
    message_id = wanted.get("message_id") or params.integer("reply_to_message_id")
    if not message_id:
        return None
    found = messages.get(world, chat_id, int(message_id))
    if found is None and not wanted.get("allow_sending_without_reply"):
        raise BadRequest("message to be replied not found")
    return found and {name: value for name, value in found.items() if name != "reply_to_message"}


def _change_keyboard(world: World, chat_id: int, markup: dict[str, Any]) -> None:
    """The keyboard instead of the phone's own belongs to the chat, not to the message."""
    kept = None if markup.get("remove_keyboard") else markup
    world.store.run("UPDATE chats SET keyboard = ? WHERE id = ?", kept and dump(kept), chat_id)
    world.store.after_commit(lambda: world.events.tell("keyboard", chat_id=chat_id, keyboard=kept))
