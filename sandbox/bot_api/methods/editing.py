"""Changing and taking back what was sent."""

import time
from typing import Any

from sandbox.bot_api import messages, people
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.formatted_text import text_of
from sandbox.bot_api.markup import inline_of, markup_of
from sandbox.bot_api.params import Params
from sandbox.bot_api.world import World

RECALL_SECONDS = 48 * 3600
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> dict[str, Any]:
    old = _own_message(world, params)
    kept = {name: value for name, value in old.items() if name not in {"text", "entities", "reply_markup"}}
    if "text" not in old:
        raise BadRequest("there is no text in the message to edit")
    return _change(world, old, {**kept, **text_of(params), **inline_of(markup_of(params))})


def edit_message_reply_markup(world: World, params: Params) -> dict[str, Any]:
    old = _own_message(world, params)
    kept = {name: value for name, value in old.items() if name != "reply_markup"}
    return _change(world, old, {**kept, **inline_of(markup_of(params))})


def delete_message(world: World, params: Params) -> bool:
    chat_id = people.resolve(world.store, params.text("chat_id"))
    message = messages.get(world, chat_id, params.integer("message_id"))
    if message is None:
        raise BadRequest("message to delete not found")
    if time.time() - message["date"] > RECALL_SECONDS:
        raise BadRequest("message can't be deleted for everyone")
    return messages.remove(world, chat_id, message["message_id"])


def delete_messages(world: World, params: Params) -> bool:
    """Those that are not there are skipped, as in Telegram."""
    chat_id = people.resolve(world.store, params.text("chat_id"))
    wanted = params.structure("message_ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 100:
        raise BadRequest("message identifiers are not specified")
    for message_id in wanted:
        messages.remove(world, chat_id, int(message_id))
    return True


def _own_message(world: World, params: Params) -> dict[str, Any]:
    chat_id = people.resolve(world.store, params.text("chat_id"))
    people.check_reachable(world.store, chat_id)
    message = messages.get(world, chat_id, params.integer("message_id"))
    if message is None:
        raise BadRequest("message to edit not found")
    if message["from"]["id"] != world.bot_id:
        raise BadRequest("message can't be edited")
    return message


def _change(world: World, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    before = {name: value for name, value in old.items() if name != "edit_date"}
    if before == {name: value for name, value in new.items() if name != "edit_date"}:
        raise BadRequest(SAME)
    changed = {**new, "edit_date": int(time.time())}
    messages.replace(world, changed)
    return changed
