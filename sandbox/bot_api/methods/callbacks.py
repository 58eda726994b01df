"""Answers to pressed buttons."""

import time

from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.html_entities import utf16
from sandbox.bot_api.params import Params
from sandbox.bot_api.world import World

#: Telegram does not publish how long a press waits; a minute is on the strict side of what is reported.
LIFETIME_SECONDS = 60
MAX_ANSWER = 200


def answer_callback_query(world: World, params: Params) -> bool:
    callback_id = params.text("callback_query_id") or ""
    text = params.text("text") or ""
    if utf16(text) > MAX_ANSWER:
        raise BadRequest("MESSAGE_TOO_LONG")
    found = world.store.row("SELECT * FROM callbacks WHERE id = ? AND is_answered = 0", callback_id)
    if found is None or time.time() - found["pressed"] > LIFETIME_SECONDS:
        raise BadRequest("query is too old and response timeout expired or query ID is invalid")
    world.store.run("UPDATE callbacks SET is_answered = 1 WHERE id = ?", callback_id)
    answer = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
    world.store.after_commit(
        lambda: world.events.tell("answer", chat_id=found["chat_id"], callback_id=callback_id, **answer)
    )
    return True
