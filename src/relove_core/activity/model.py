"""One thing a person did, without what they said."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from relove_core.ids import ChatId


class ActivityKind(StrEnum):
    MESSAGE = "message"
    COMMAND = "command"
    BUTTON = "button"
    EDIT = "edit"
    MEDIA = "media"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """``details`` holds ids and names of commands and buttons, never what a person wrote."""

    update_id: int
    chat_id: ChatId
    kind: ActivityKind
    details: Mapping[str, str | int]
