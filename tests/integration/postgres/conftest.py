"""A database as the contracts see it: one for all of them, emptied for each."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.budgets import ensure_send_budget
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.tables import metadata
from relove_core.testing.builders import BOT
from tests.integration.postgres.world import PostgresWorld
from tests.servers import TestDatabases
from tests.servers import _run as run


@pytest.fixture(scope="session")
def contracts_url(databases: TestDatabases) -> Iterator[str]:
    name = run(databases.fresh)
    yield databases.url_of(name)
    run(lambda: databases.drop(name))


@pytest.fixture
async def engine(contracts_url: str) -> AsyncIterator[AsyncEngine]:
    async with opened_engine(contracts_url, pool_size=8) as engine:
        async with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                await connection.execute(text(f'DELETE FROM "{table.name}"'))
        yield engine


@pytest.fixture
async def world(engine: AsyncEngine) -> PostgresWorld:
    await ensure_send_budget(engine, BOT)
    return PostgresWorld(engine)
