"""The months of the activity log: made ahead, never by a default partition (it would block new months)."""

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting, changing
from relove_adapters.postgres.sql import INT, statement

PARTITION_NAME = r"^user_activity_logs_\d{4}_\d{2}$"

# The months are the server's, in UTC: a row's time is the server's as well.
_ENSURE = statement(
    """
    SELECT ensure_activity_month(CAST(date_trunc('month', now() AT TIME ZONE 'UTC') AS date), n)
      FROM generate_series(0, :ahead) AS n
    """,
    ahead=INT,
)


async def ensure_activity_months(engine: AsyncEngine, *, ahead: int) -> list[str]:
    """Make the partitions of this month and of ``ahead`` more; the names of those that were missing."""
    async with changing(engine) as connection:
        made = await connection.scalars(_ENSURE, {"ahead": ahead})
        return [name for name in made if name]


FARTHEST = 25
"""Months that are looked at: one more than the setting allows to be made ahead."""
FUTURE_MONTHS = statement(
    """
    SELECT coalesce(min(n) - 1, :farthest) FROM generate_series(1, :farthest) AS n
     WHERE NOT EXISTS (
        SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = CAST('user_activity_logs' AS regclass)
           AND c.relname = 'user_activity_logs_'
               || to_char(date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => n), 'YYYY_MM'))
    """,
    farthest=INT,
)


async def future_months(engine: AsyncEngine) -> int:
    """How many months after this one have a partition, up to the first that has none; at most ``FARTHEST``."""
    async with acting(engine) as connection:
        return int(await connection.scalar(FUTURE_MONTHS, {"farthest": FARTHEST}))
