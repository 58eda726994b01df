"""The fakes keep the promises about alerts and levels, too."""

from dataclasses import replace

import pytest

from relove_core.ids import UserId
from tests.contracts.alerts import AlertRepositoryContract
from tests.contracts.memory import WatchedMemory
from tests.contracts.safety import SafetyRepositoryContract
from tests.contracts.world import World


@pytest.fixture
def world() -> World:
    return WatchedMemory()


class TestMemoryAlerts(AlertRepositoryContract):
    async def make_admin(self, world: World, user_id: UserId) -> None:
        assert isinstance(world, WatchedMemory)
        world.state.users[user_id] = replace(world.state.users[user_id], is_admin=True)


class TestMemorySafety(SafetyRepositoryContract):
    pass
