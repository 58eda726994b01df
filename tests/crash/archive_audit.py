"""A log whose rows are known, and an auditor who looks at it and its archive again and again, from outside."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

SHORT_LOGS = (1, 2)
"""People with just as many rows as are left alone."""
PAUSE_S = 0.1
LONG_LOGS = range(101, 121)
_MONTHS = """
    SELECT ensure_activity_month(CAST(date_trunc('month', now() AT TIME ZONE 'UTC') AS date), n)
      FROM generate_series(-8, 1) AS n
"""
_WRITE = """
    INSERT INTO user_activity_logs (user_id, chat_id, activity_type, details, timestamp)
    SELECT person, person, 'message', jsonb_build_object('message_id', n),
           now() - interval '200 days' + n * (interval '200 days' / $2::int) + person * interval '1 second'
      FROM generate_series(1, $2::int) AS n, unnest($1::bigint[]) AS person
"""
_AT_THE_EDGE = """
    INSERT INTO user_activity_logs (user_id, activity_type, timestamp)
    SELECT person, 'button', CAST($2 AS timestamptz) + away
      FROM unnest($1::bigint[]) AS person,
           unnest(ARRAY[interval '-1 second', interval '0', interval '1 hour', interval '1 day']) AS away
"""
LONGEST = timedelta(minutes=30)
"""Until the test is over."""
_ROW = "concat_ws('|', id, user_id, chat_id, activity_type, timestamp, details)"
_SUM = f"sum(CAST(hashtextextended({_ROW}, 0) AS numeric))"
_LOOK = f"""
    WITH everything AS (
        SELECT id, user_id, chat_id, activity_type, timestamp, details, true AS is_live FROM user_activity_logs
         UNION ALL
        SELECT id, user_id, chat_id, activity_type, timestamp, details, false FROM user_activity_logs_archive
    )
    SELECT count(*) AS rows, {_SUM} AS checksum, count(*) - count(DISTINCT id) AS doubled,
           count(*) FILTER (WHERE is_live AND timestamp >= $1) AS young,
           {_SUM} FILTER (WHERE is_live AND timestamp >= $1) AS young_checksum,
           count(*) FILTER (WHERE NOT is_live) AS archived
      FROM everything
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What must not change: how many rows, what is in them, none twice, and the young ones in their place."""

    rows: int
    checksum: Any
    doubled: int
    young: int
    young_checksum: Any


@dataclass(slots=True)
class Auditor:
    """``old``: what was written before that is old already; what was written ``LONGEST`` after it has to stay."""

    database: Any
    old: datetime
    first: Seen | None = None
    looks: int = 0
    archived: set[int] = field(default_factory=set)

    async def look(self) -> Seen:
        """One snapshot of both tables."""
        async with self.database.transaction(isolation="repeatable_read", readonly=True):
            row = await self.database.fetchrow(_LOOK, self.old + LONGEST)
        self.looks += 1
        self.archived.add(row["archived"])
        return Seen(row["rows"], row["checksum"], row["doubled"], row["young"], row["young_checksum"])

    async def watch(self) -> None:
        """Until cancelled; fails at the first snapshot that differs."""
        while True:
            assert await self.look() == self.first
            await asyncio.sleep(PAUSE_S)


@asynccontextmanager
async def audited(url: str, *, rows: int) -> AsyncIterator[Auditor]:
    """A log of about ``rows`` rows, watched until the end of the block."""
    database = await asyncpg.connect(url)
    await database.execute(_MONTHS)
    old = await database.fetchval("SELECT now() - interval '90 days'")
    await database.execute(_WRITE, list(LONG_LOGS), rows // len(LONG_LOGS))
    await database.execute(_AT_THE_EDGE, list(LONG_LOGS), old)
    await database.execute(_WRITE, list(SHORT_LOGS), 1000)
    auditor = Auditor(database, old)
    auditor.first = await auditor.look()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(auditor.watch())
        yield auditor
        watching.cancel()
    assert await auditor.look() == auditor.first
    await database.close()
