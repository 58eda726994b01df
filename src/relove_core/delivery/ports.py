"""The inbox, the outbox, and what a use case may do with both in its own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from relove_core.delivery.model import Cause, Claim, Incoming, Lane, Outgoing
from relove_core.delivery.outcomes import Attempt
from relove_core.ids import BotId


class Inbox(Protocol):
    """Each call is one atomic act of its own."""

    async def take_in(self, updates: Sequence[Incoming]) -> tuple[int, ...]:
        """Keep a batch; an update that is known already changes nothing.

        When it returns, nothing can be lost but the updates whose numbers it returns: they cannot be stored at all.
        """
        ...

    async def claim(self, bot_id: BotId, lane: Lane) -> Claim | None:
        """Take the lane of this kind that has been due the longest, or whose holder has gone; ``None`` if none is.

        What it holds comes in the order of ``update_id``.
        """
        ...

    async def renew(self, claim: Claim) -> bool:
        """Prolong the lease; False if someone else has the lane by now."""
        ...

    async def postpone(self, claim: Claim, *, until: datetime | None, failed: Sequence[int] = ()) -> None:
        """Give the lane back with its updates still pending, not to be claimed before ``until`` (``None``: at once).

        ``failed`` updates have one failure more.
        """
        ...


class Deliveries(Protocol):
    """On a transaction."""

    async def finish(self, cause: Cause, answers: Sequence[Outgoing] = (), *, set_aside: bool = False) -> None:
        """These updates are dealt with, and these are the answers, in order. Gives the lane back.

        With ``set_aside`` the updates are kept as they came, for an engineer to look at.

        Raises:
            LeaseLost: the lane is not ours any more.
        """
        ...

    async def tell(self, cause: Cause, message: Outgoing) -> None:
        """Put a message beside the cause, which stays pending; a second time, nothing."""
        ...

    async def announce(self, bot_id: BotId, key: str, messages: Sequence[Outgoing]) -> None:
        """Put messages that no update has caused; a key that was used before puts nothing."""
        ...

    async def hold_back(self, cause: Cause) -> None:
        """Cancel what waits to be sent to the chat of the cause as dialogue or less urgent.

        What is on its way there may arrive; if it does not, it is not tried again.
        """
        ...


class DeliveryTx(Protocol):
    @property
    def deliveries(self) -> Deliveries: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A message in the sender's hands, not to leave before ``send_at`` (database time, ``wait`` from the claim)."""

    id: int
    fence: int
    message: Outgoing
    attempts: int
    """Attempts of which Telegram may have seen something, this one included."""
    unknowns: int
    """How often its fate was unknown before."""
    as_plain_text: bool
    was_cut: bool
    """Its last attempt was cut off: whether it arrived, nobody knows."""
    is_stale: bool
    """It was held back after an attempt had begun: not to be sent again."""
    wait: timedelta


class Outbox(Protocol):
    """Each call is one atomic act of its own."""

    async def claim(self, bot_id: BotId) -> Posting | None:
        """Take the most urgent message whose chat is free, with its place in the budget; ``None`` if there is none.

        While a message of the dialogue rests, what comes after it in its chat waits with it, and what is more urgent
        does not. An urgent one, which may rest for a day, keeps nobody waiting.
        """
        ...

    async def move(self, bot_id: BotId, posting: Posting) -> timedelta:
        """Give up its place in the budget, which was missed, for the next free one; how long to wait for that."""
        ...

    async def settle(self, bot_id: BotId, posting: Posting, attempt: Attempt) -> None:
        """Write down what became of it (``state_after``) and free the chat; nothing if the fence has moved on.

        What goes again after an unknown fate rests before (``rest_after``); what became stale is cancelled instead.
        Once Telegram has taken a message, whatever rests in its chat is due, and the rest cut short is not counted.
        """
        ...
