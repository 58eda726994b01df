"""The fake portraits keep every promise that PostgreSQL's keep."""

import pytest

from relove_core.ids import UserId, VersionId
from relove_core.profiles.portrait import Portrait, Provenance, VersionAuthor
from relove_core.testing.builders import an_update, cause_of
from relove_core.testing.clock import NOON
from relove_core.testing.memory_portraits import MemoryPortraits
from relove_core.users.model import User
from tests.contracts.memory import WatchedMemory
from tests.contracts.portraits import PortraitsContract, Wall
from tests.contracts.world import take_and_claim


class MemoryWall:
    def __init__(self) -> None:
        self.world = WatchedMemory()
        self._asked = 0
        self.portraits = MemoryPortraits(self.world.state)

    async def hang(self, user_id: UserId, text: str, *, is_enough: bool = True) -> VersionId:
        self.world.state.users.setdefault(user_id, User(id=user_id, registration_date=NOON, last_seen_date=NOON))
        portrait = Portrait(summary=text, is_enough=is_enough)
        async with self.world.begin() as tx:
            version = await tx.profiles.append(user_id, portrait, Provenance(author=VersionAuthor.ROTATION), at=NOON)
        return version.id

    async def forget(self, user_id: UserId) -> None:
        self._asked += 1
        claimed = await take_and_claim(self.world, an_update(self._asked, user_id=user_id))
        async with self.world.begin() as tx:
            await tx.forgetting.forget(cause_of(claimed), user_id)


class TestMemoryPortraits(PortraitsContract):
    @pytest.fixture
    async def wall(self) -> Wall:
        return MemoryWall()
