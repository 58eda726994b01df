"""The fakes keep the promises about portraits and rotation, too."""

import pytest

from tests.contracts.memory import WatchedMemory
from tests.contracts.profiles import DeedsContract, ErasedMeanwhileContract, ProfileRepositoryContract
from tests.contracts.rotation import DueContract, LeaseContract
from tests.contracts.runs import AskedRunContract, RunContract
from tests.contracts.world import World


@pytest.fixture
def world() -> World:
    return WatchedMemory()


class TestMemoryDue(DueContract):
    pass


class TestMemoryLeases(LeaseContract):
    pass


class TestMemoryRuns(RunContract):
    pass


class TestMemoryAskedRuns(AskedRunContract):
    pass


class TestMemoryProfiles(ProfileRepositoryContract):
    pass


class TestMemoryDeeds(DeedsContract):
    pass


class TestMemoryErasedMeanwhile(ErasedMeanwhileContract):
    pass
