"""An engine on a database of one's own, and a clock that stands still."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.opening import opened_engine


@dataclass(slots=True)
class StandingClock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def pass_(self, time: timedelta) -> None:
        self.moment += time


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with opened_engine(database_url, pool_size=3) as engine:
        yield engine


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime.now(UTC))
