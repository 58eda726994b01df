"""The engine of an app, from its start to its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg  # type: ignore[import-untyped]  # ships no types
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import make_engine
from relove_core.transactions import StorageUnavailable

#: All that a statement can end with. SQLAlchemy does not wrap what asyncpg raises where no connection can be made.
TROUBLE = (StorageUnavailable, SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)

#: A server that hangs must not keep an app from stopping.
FAREWELL_S = 1.0


@asynccontextmanager
async def opened_engine(url: str, *, pool_size: int) -> AsyncIterator[AsyncEngine]:
    """An engine whose connections are closed at the end, politely if the server answers."""
    engine = make_engine(url, pool_size=pool_size)
    try:
        yield engine
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                await engine.dispose()
