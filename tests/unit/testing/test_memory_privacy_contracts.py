"""The fakes forget as PostgreSQL does."""

import pytest

from tests.contracts.memory import WatchedMemory
from tests.contracts.privacy import ErasuresContract, ForgettingContract
from tests.contracts.world import World


@pytest.fixture
def world() -> World:
    return WatchedMemory()


class TestMemoryForgetting(ForgettingContract):
    pass


class TestMemoryErasures(ErasuresContract):
    pass
