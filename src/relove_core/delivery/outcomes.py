"""What became of an attempt to send, and what follows from it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from relove_core.delivery.model import Priority
from relove_core.delivery.rests import is_tried_again


class Outcome(StrEnum):
    """What Telegram's answer, or its absence, means."""

    SENT = "sent"
    NOT_REACHED = "not_reached"
    """Connection refused, no such host, no TLS: nothing has left."""
    TOO_FAST = "too_fast"
    BLOCKED = "blocked"
    """Blocked, deactivated, or no such chat: nothing will ever arrive."""
    MARKUP_REFUSED = "markup_refused"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """The request left and no answer came: it may have arrived."""
    UNAUTHORISED = "unauthorised"


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The outcome of one attempt, with what Telegram said beside it."""

    outcome: Outcome
    message_id: int | None = None
    retry_after: timedelta = timedelta(0)


def state_after(outcome: Outcome, *, priority: Priority, unknowns: int, as_plain_text: bool) -> OutboxState:
    """Where a message goes after an attempt.

    Args:
        unknowns: how often its fate was unknown, this time included.
        as_plain_text: whether it already went without markup.
    """
    match outcome:
        case Outcome.SENT:
            return OutboxState.SENT
        case Outcome.NOT_REACHED | Outcome.TOO_FAST | Outcome.UNAUTHORISED:
            return OutboxState.PENDING
        case Outcome.BLOCKED:
            return OutboxState.BLOCKED
        case Outcome.MARKUP_REFUSED:
            return OutboxState.FAILED if as_plain_text else OutboxState.PENDING
        case Outcome.REFUSED:
            return OutboxState.FAILED
        case Outcome.UNKNOWN:
            return OutboxState.PENDING if is_tried_again(priority, unknowns) else OutboxState.UNCERTAIN
