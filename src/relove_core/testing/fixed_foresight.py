"""A foresight that knows what it is told."""

from relove_core.ids import UserId
from relove_core.profiles.foresight import Foreseen, Whom
from relove_core.profiles.freshness import Freshness


class FixedForesight:
    """The same for everybody, up to the most that are counted."""

    def __init__(self, people: int) -> None:
        self._people = people

    async def foresee(self, whom: Whom | UserId, freshness: Freshness, *, most: int | None = None) -> Foreseen:
        del whom, freshness
        return Foreseen(people=self._people if most is None else min(self._people, most))
