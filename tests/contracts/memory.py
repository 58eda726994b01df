"""The fakes, as the contracts see them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from relove_core.activity.model import ActivityKind
from relove_core.ids import UserId
from relove_core.testing.memory_state import KeptMessage, KeptUpdate
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
        return [(a.kind, dict(a.details)) for who, a in self.state.activities.values() if who == user_id]

    async def clicked(self) -> Sequence[int]:
        return [kept.clicks for _, kept in sorted(self.state.links.items())]

    async def rated(self) -> Sequence[UserId]:
        return list(self.state.rates)
