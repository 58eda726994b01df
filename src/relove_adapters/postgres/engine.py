"""The connection to PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from relove_adapters.postgres.errors import translated


def make_engine(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """An engine for ``postgresql://…``; ``acting`` and ``changing`` lend its connections.

    A connection that broke while it waited in the pool is noticed at its first use: that work fails and is done
    again by its queue. A ping before each use would cost every turn a third more round trips.
    """
    scheme, _, rest = url.partition("://")
    if scheme.split("+")[0] not in ("postgresql", "postgres"):
        raise ValueError("a database URL begins with postgresql://")
    return create_async_engine(
        f"postgresql+asyncpg://{rest}", pool_size=pool_size, max_overflow=0, pool_timeout=10, pool_recycle=1800
    )


@asynccontextmanager
async def acting(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection on which each statement is an act of its own: no BEGIN and no COMMIT on the wire.

    Raises:
        StorageUnavailable: see there.
    """
    with translated():
        async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            yield connection


@asynccontextmanager
async def changing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection within one transaction.

    Raises:
        StorageUnavailable: see there.
    """
    with translated():
        async with engine.begin() as connection:
            yield connection
