"""An engine on a database of one's own, and a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.opening import opened_engine
from tests.integration.worker.clocks import StandingClock


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with opened_engine(database_url, pool_size=3) as engine:
        yield engine


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime.now(UTC))
