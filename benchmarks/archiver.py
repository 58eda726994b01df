"""The archive's tick in a process of its own, ready to begin: ``python -m benchmarks.archiver <database>``.

It begins as soon as no run is recorded, rather than when a week has passed.
"""

import asyncio
import sys
from datetime import timedelta

from apps.worker.archive import JOB, ArchiveActivity
from apps.worker.due import Period
from relove_adapters.clock import SystemClock
from relove_adapters.logging import configure
from relove_adapters.postgres.archive import PostgresArchive
from relove_adapters.postgres.opening import opened_engine
from relove_core.activity.archive import ArchiveRule
from relove_core.activity.archive_old_activity import ArchiveOldActivity

POLL_S = 0.05


async def archive(url: str) -> None:
    clock = SystemClock()
    async with opened_engine(url, pool_size=2) as engine:
        step = ArchiveOldActivity(archive=PostgresArchive(engine), clock=clock, rule=ArchiveRule())
        period = Period(engine=engine, job=JOB, every=timedelta(days=1))
        tick = ArchiveActivity(engine=engine, period=period, archive_old_activity=step)
        while True:
            await tick()
            await asyncio.sleep(POLL_S)


if __name__ == "__main__":
    configure(app="archiver", log_format="json", log_level="WARNING")
    asyncio.run(archive(sys.argv[1]))
