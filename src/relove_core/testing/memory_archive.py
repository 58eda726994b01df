"""The log and its archive, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from relove_core.activity.archive import Moved, Page
from relove_core.ids import UserId


@dataclass(slots=True)
class MemoryArchive:
    """Rows are a person and a moment. ``forgotten``: who is just being forgotten."""

    live: list[tuple[UserId, datetime]] = field(default_factory=list)
    archived: list[tuple[UserId, datetime]] = field(default_factory=list)
    forgotten: set[UserId] = field(default_factory=set)

    async def seek(self, *, after: UserId, before: datetime, more_than: int, most: int) -> Page:
        everybody = sorted({user_id for user_id, _ in self.live if user_id > after})
        page = everybody[:most]
        due = tuple(p for p in page if self._old(p, before) and self._count(p) > more_than)
        return Page(due=due, upto=page[-1] if len(page) < len(everybody) else None)

    async def move(self, people: Sequence[UserId], *, before: datetime, most: int) -> Moved:
        known = [p for p in people if p not in self.forgotten]
        old = sorted((row for p in known for row in self._old(p, before)), key=lambda row: row[1])
        for row in old[:most]:
            self.live.remove(row)
            self.archived.append(row)
        having = {user_id for user_id, _ in old}
        return Moved(rows=len(old[:most]), people=tuple(p for p in people if p in having))

    def _old(self, user_id: UserId, before: datetime) -> list[tuple[UserId, datetime]]:
        return [row for row in self.live if row[0] == user_id and row[1] < before]

    def _count(self, user_id: UserId) -> int:
        return sum(row[0] == user_id for row in (*self.live, *self.archived))
