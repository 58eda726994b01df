"""What a worker works with: a database of one's own, a clock that stands still, a model and Telegram over HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.opening import opened_engine
from tests.bot_process import Telegram, local_bot_api
from tests.integration.worker.clocks import StandingClock
from tests.integration.worker.portrayed import Rows, rows_of
from tests.model_api import ModelApi, local_model_api


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with opened_engine(database_url, pool_size=3) as engine:
        yield engine


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime.now(UTC))


@pytest.fixture
async def rows(database_url: str) -> AsyncIterator[Rows]:
    async with rows_of(database_url) as rows:
        yield rows


@pytest.fixture
async def model() -> AsyncIterator[ModelApi]:
    async with local_model_api() as api:
        yield api


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    async with local_bot_api(tmp_path / "bot_api") as telegram:
        yield telegram
