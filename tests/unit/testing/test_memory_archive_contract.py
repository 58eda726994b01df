"""The archive in memory is one that the contract knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from relove_core.ids import UserId
from relove_core.testing.memory_archive import MemoryArchive
from tests.contracts.archive import ArchiveContract, ArchiveWorld


@dataclass(frozen=True, slots=True)
class InMemory:
    archive: MemoryArchive = field(default_factory=MemoryArchive)

    async def write(self, user_id: UserId, *moments: datetime) -> None:
        self.archive.live += [(user_id, moment) for moment in moments]

    async def forget(self, user_id: UserId) -> None:
        self.archive.forgotten.add(user_id)

    async def live(self, user_id: UserId) -> Sequence[datetime]:
        return sorted(moment for person, moment in self.archive.live if person == user_id)

    async def archived(self, user_id: UserId) -> Sequence[datetime]:
        return sorted(moment for person, moment in self.archive.archived if person == user_id)


class TestMemoryArchive(ArchiveContract):
    @pytest.fixture
    def archives(self) -> ArchiveWorld:
        return InMemory()
