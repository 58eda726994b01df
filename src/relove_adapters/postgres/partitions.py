"""The months of the activity log: made ahead, never by a default partition (it would block new months)."""

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import changing
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
