"""What a refresh would come to, before it is asked for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from relove_core.ids import UserId
from relove_core.profiles.freshness import Freshness


class Whom(StrEnum):
    ALL = "all"
    """Everybody seen lately."""
    DUE = "due"
    """Those of them whose portrait has grown old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Each of those who would be passed over is counted once, by the first reason that holds, in this order."""

    people: int
    inactive: int = 0
    no_consent: int = 0
    held: int = 0

    @property
    def skipped(self) -> int:
        return self.inactive + self.no_consent + self.held

    @property
    def refreshed(self) -> int:
        return self.people - self.skipped


class Foresight(Protocol):
    async def foresee(self, whom: Whom | UserId, freshness: Freshness, *, most: int | None = None) -> Foreseen:
        """Counts and changes nothing; looks at ``most`` people at the most. One who is not there is nobody."""
        ...
