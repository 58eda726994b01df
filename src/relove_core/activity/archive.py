"""What of the log belongs into the archive, and how far a walk through its people has come."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from relove_core.clock import require_aware
from relove_core.ids import UserId

NOBODY = UserId(0)
"""Before everybody: the ids of people are positive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRule:
    """Every ``every``: of who has more than ``rows`` rows, those older than ``age``. Source: the product's limits.

    A person's rows are those in the log and those in the archive together: else a walk that is cut in the middle of
    somebody would take them for one with few rows, and leave the rest of their old ones.
    """

    age: timedelta = timedelta(days=90)
    rows: int = 1000
    every: timedelta = timedelta(days=7)

    def __post_init__(self) -> None:
        if self.age <= timedelta(0) or self.every <= timedelta(0) or self.rows < 0:
            raise ValueError("an age and a period are positive, a number of rows is not negative")

    def cutoff(self, now: datetime) -> datetime:
        """A row from before this moment is old. In UTC: a day has 24 hours, also where clocks are changed."""
        require_aware(now=now)
        return now.astimezone(UTC) - self.age


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some people, in the order of their ids. ``due``: who of them has something to move; ``upto``: the last one."""

    due: tuple[UserId, ...] = ()
    upto: UserId | None = None
    """``None``: there is nobody after them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """``people``: who of those in hand had something to move, and so may have more."""

    rows: int = 0
    people: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Through everybody in the log. Who has begun anew after ``after`` has missed nothing."""

    after: UserId = NOBODY
    upto: UserId | None = None
    in_hand: tuple[UserId, ...] = ()
    people: int = 0
    rows: int = 0
    is_over: bool = False

    def found(self, page: Page) -> "Walk":
        people = self.people + len(page.due)
        return replace(self, in_hand=page.due, upto=page.upto, people=people)._settled()

    def moved(self, moved: Moved, *, of: int) -> "Walk":
        """``of``: how many of those in hand it was tried for."""
        left = (*moved.people, *self.in_hand[of:])
        return replace(self, in_hand=left, rows=self.rows + moved.rows)._settled()

    def _settled(self) -> "Walk":
        if self.in_hand:
            return self
        return replace(self, after=self.upto or self.after, upto=None, is_over=self.upto is None)
