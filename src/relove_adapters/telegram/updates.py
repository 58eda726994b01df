"""What an update is, read from its raw bytes: nothing in it is trusted, not even its shape."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from relove_core.delivery.model import Incoming, Lane
from relove_core.errors import InvalidInput
from relove_core.ids import BotId, ChatId
from relove_core.safety.detector import detect_safely
from relove_core.users.stop_words import is_stop

#: The kinds of updates that the bot asks Telegram for.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
NO_CHAT = ChatId(0)
"""The chat of updates that belong to none that we know of."""

_MOST = 2**62
_CALLBACK_ID = re.compile(r"[!-~]{1,64}")
"""Anything else cannot be sent back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateReader:
    """``menu``: the labels of the keyboard below the input field; they are commands, not texts."""

    bot_id: BotId
    menu: frozenset[str]

    def read(self, update: Mapping[str, Any], raw: bytes) -> Incoming:
        """What intake must know of an update.

        Raises:
            InvalidInput: it has no number, so it cannot be kept.
        """
        update_id = number_of(update)
        if update_id is None:
            raise InvalidInput("update_id: a whole number from 0")
        kind, event = body(update)
        is_private = kind in ("message", "edited_message") and _is_private(event)
        words = words_of(event) if is_private else None
        text = _string(event, "text") if is_private else None
        is_message = text is not None and kind == "message"
        is_stop_word = is_message and text is not None and is_stop(text)
        is_control = is_stop_word or (words is not None and detect_safely(words) is not None)
        return Incoming(
            bot_id=self.bot_id,
            update_id=update_id,
            chat_id=_chat_of(event),
            lane=Lane.CONTROL if is_control else Lane.TALK,
            raw=raw,
            may_be_joined=is_message
            and text is not None
            and not is_control
            and not text.startswith("/")
            and text not in self.menu
            and "forward_origin" not in event,
        )


def words_of(event: Mapping[str, Any]) -> str | None:
    """What a person wrote: a text, or the caption of something else."""
    text = _string(event, "text")
    return _string(event, "caption") if text is None else text


def number_of(update: Mapping[str, Any]) -> int | None:
    """Its ``update_id``; ``None`` if it is not one that can be kept."""
    found = update.get("update_id")
    return found if type(found) is int and 0 <= found < _MOST else None


def body(update: Mapping[str, Any]) -> tuple[str | None, Mapping[str, Any]]:
    """The kind of an update and what it is about; ``None`` for kinds that we did not ask for."""
    for kind in KINDS:
        event = update.get(kind)
        if isinstance(event, Mapping):
            return kind, event
    return None, {}


def callback_id(update: Mapping[str, Any]) -> str | None:
    """The query that a pressed button waits to see answered."""
    kind, event = body(update)
    found = event.get("id") if kind == "callback_query" else None
    return found if isinstance(found, str) and _CALLBACK_ID.fullmatch(found) else None


def decode(raw: bytes) -> dict[str, Any]:
    """An update as it was kept, its texts made fit for storage: no NUL, no half of a surrogate pair.

    Raises:
        ValueError, InvalidInput: it is no JSON, or no object, or too deep.
    """
    try:
        decoded = _scrub(json.loads(raw))
    except RecursionError as e:
        raise InvalidInput("update: nested too deep") from e
    if not isinstance(decoded, dict):
        raise InvalidInput("update: a JSON object")
    return decoded


def encode(update: Mapping[str, Any]) -> bytes:
    """The bytes of an update that came within a larger answer."""
    return json.dumps(update, separators=(",", ":")).encode("ascii")


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_scrub(item) for item in value]
    if isinstance(value, dict):
        return {_scrub(key): _scrub(item) for key, item in value.items()}
    return value


def _chat_of(event: Mapping[str, Any]) -> ChatId:
    message = event.get("message")
    for holder in (event.get("chat"), message.get("chat") if isinstance(message, Mapping) else None, event.get("from")):
        found = holder.get("id") if isinstance(holder, Mapping) else None
        if type(found) is int and -_MOST < found < _MOST:
            return ChatId(found)
    return NO_CHAT


def _is_private(event: Mapping[str, Any]) -> bool:
    chat = event.get("chat")
    return isinstance(chat, Mapping) and chat.get("type") == "private"


def _string(event: Mapping[str, Any], name: str) -> str | None:
    found = event.get(name)
    return found if isinstance(found, str) else None
