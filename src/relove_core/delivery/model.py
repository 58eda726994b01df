"""An update on its way in, a message on its way out, and what ties them together."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from relove_core.delivery.actions import Action
from relove_core.delivery.menu import Labels
from relove_core.errors import Conflict
from relove_core.ids import BotId, ChatId, UserId
from relove_core.markup import Html


class Lane(StrEnum):
    """A queue of one chat. Lanes of a chat are worked at the same time; each one is worked in order."""

    CONTROL = "control"
    """What may not wait for an answer that is being made: stop words."""

    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One update as it came, and the little that intake must know of it."""

    bot_id: BotId
    update_id: int
    chat_id: ChatId
    lane: Lane
    raw: bytes
    may_be_joined: bool = False
    """A plain text: waits a moment for the next one, so that both are answered together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """One update that waits in a lane, as it was claimed."""

    update_id: int
    raw: bytes
    may_be_joined: bool
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A lane in our hands until the lease ends; the fence tells whether it still is."""

    bot_id: BotId
    chat_id: ChatId
    lane: Lane
    fence: int
    pending: tuple[Pending, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The updates that one piece of work deals with, all of one lane."""

    bot_id: BotId
    chat_id: ChatId
    lane: Lane
    fence: int
    update_ids: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.update_ids:
            raise ValueError("a cause has at least one update")


class LeaseLost(Conflict):
    """Someone else holds the lane by now: what was worked out here must not be written."""

    code = "delivery.lease_lost"


class Priority(IntEnum):
    """Who goes first when there is more to send than Telegram takes."""

    CRISIS = 0
    OPERATOR = 10
    DIALOGUE = 20
    REMINDER = 30
    BROADCAST = 40


CAPTION_CHARS = 1024


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class LinkButton:
    """Opens ``url`` in a browser; the bot hears nothing of it."""

    label: str
    url: str


class Attachment(StrEnum):
    """A file that goes with a message: made when it is sent, so that it is kept nowhere."""

    DATA = "data"
    """Everything that is kept about the person of the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to one chat."""

    chat_id: ChatId
    user_id: UserId | None
    html: Html
    buttons: tuple[tuple[Button | LinkButton, ...], ...] = ()
    menu: Labels = ()
    """The buttons to show below the input field from now on; none leaves them as they are."""
    priority: Priority = Priority.DIALOGUE
    attachment: Attachment | None = None
    """The text is then what stands under the file: 1,024 characters at most. Source: Bot API, sendDocument."""

    def __post_init__(self) -> None:
        if self.attachment is not None and (self.user_id is None or len(self.html) > CAPTION_CHARS):
            raise ValueError("a file is about somebody, and its caption is short")
