"""Telegram's limits as arithmetic; PostgreSQL keeps the state (``relove_adapters/postgres/budgets.py``)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TELEGRAM_PER_SECOND = 30
"""Source: Telegram Bots FAQ, "My bot is hitting limits"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast messages may leave.

    ``per_second`` is one below Telegram's limit of 30, so that jitter on the wire stays inside it.
    Source: Telegram Bots FAQ, "My bot is hitting limits".
    """

    per_second: int = 29
    per_chat: timedelta = timedelta(seconds=1)

    def __post_init__(self) -> None:
        if self.per_second <= 0 or self.per_chat < timedelta(0):
            raise ValueError("a pace is positive")

    @property
    def tolerance(self) -> timedelta | None:
        """How late a message may leave: one that is later takes another slot. ``None``: as late as it likes.

        31 messages are in one second only where the first of them left a whole gap later than its slot; more than
        half of that is kept for the wire. A pace above Telegram's limit (tests, another server) keeps no limit.
        """
        return self.gap * 0.45 if self.per_second <= TELEGRAM_PER_SECOND else None

    @property
    def gap(self) -> timedelta:
        """The least time between two messages of the whole bot."""
        return timedelta(seconds=1 / self.per_second)


def next_slot(last: datetime, now: datetime, *, gap: timedelta) -> datetime:
    """When the next message may leave.

    One grid for the whole bot: slots are ``gap`` apart, and time that passed unused is not caught up
    (a burst would break the limit).

    Args:
        last: the slot taken before this one, aware.
        now: aware, database time.
    """
    return max(last + gap, now)
