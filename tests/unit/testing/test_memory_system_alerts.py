"""The fakes keep the promises about alerts of the product."""

import pytest

from tests.contracts.memory import WatchedMemory
from tests.contracts.system_alerts import SystemAlertRepositoryContract
from tests.contracts.world import World


@pytest.fixture
def world() -> World:
    return WatchedMemory()


class TestMemorySystemAlerts(SystemAlertRepositoryContract):
    pass
