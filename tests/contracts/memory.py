"""The fakes, as the contracts see them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from relove_core.activity.model import ActivityKind
from relove_core.ids import UserId
from relove_core.testing.memory_state import KeptMessage, KeptUpdate, MemoryState
from relove_core.testing.memory_world import MemoryWorld


class WatchedMemory(MemoryWorld):
    async def pass_(self, time: timedelta) -> None:
        self.clock.pass_(time)

    async def now(self) -> datetime:
        return self.clock.now()

    async def updates(self) -> Sequence[KeptUpdate]:
        return sorted(self.state.updates.values(), key=lambda u: u.update_id)

    async def messages(self) -> Sequence[KeptMessage]:
        return sorted(self.state.messages.values(), key=lambda m: m.id)

    async def slots(self) -> Sequence[datetime]:
        return sorted(c.slot_at for c in self.state.chats.values() if c.slot_at is not None)

    async def activities(self, user_id: UserId) -> Sequence[tuple[ActivityKind, dict[str, str | int]]]:
        theirs = (kept.activity for kept in self.state.activities.values() if kept.user_id == user_id)
        return [(activity.kind, dict(activity.details)) for activity in theirs]

    async def make_admin(self, user_id: UserId) -> None:
        self.state.users[user_id] = replace(self.state.users[user_id], is_admin=True)

    async def traces(self, user_id: UserId) -> frozenset[str]:
        number = re.compile(rf"\b{user_id}\b")
        tables = ((name, getattr(self.state, name)) for name in MemoryState.__slots__)
        return frozenset(name for name, rows in tables if any(number.search(repr(row)) for row in rows.items()))

    async def clicked(self) -> Sequence[int]:
        return [kept.clicks for _, kept in sorted(self.state.links.items())]

    async def rated(self) -> Sequence[UserId]:
        return list(self.state.rates)
