"""The connection to PostgreSQL."""

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def make_engine(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """An engine for ``postgresql://…``; single statements may run on ``autocommit`` of it.

    A connection that broke while it waited in the pool is noticed at its first use: that work fails and is done
    again by its queue. A ping before each use would cost every turn a third more round trips.
    """
    scheme, _, rest = url.partition("://")
    if scheme.split("+")[0] not in ("postgresql", "postgres"):
        raise ValueError("a database URL begins with postgresql://")
    return create_async_engine(
        f"postgresql+asyncpg://{rest}", pool_size=pool_size, max_overflow=0, pool_timeout=10, pool_recycle=1800
    )


def autocommit(engine: AsyncEngine) -> AsyncEngine:
    """The same pool, each statement an act of its own: no BEGIN and no COMMIT on the wire."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")
