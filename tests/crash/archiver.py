"""The archive's tick, again and again, in a process to be killed: ``python -m tests.crash.archiver <database>``.

The worker itself rings once a minute, and takes some seconds to start.
"""

import asyncio
import sys

from apps.worker.archive import JOB, ArchiveActivity
from apps.worker.due import Period
from apps.worker.errors import guarded
from relove_adapters.clock import SystemClock
from relove_adapters.logging import configure
from relove_adapters.postgres.archive import PostgresArchive
from relove_adapters.postgres.opening import opened_engine
from relove_core.activity.archive import ArchiveRule
from relove_core.activity.archive_old_activity import ArchiveOldActivity

REST_S = 0.1
#: Small, so that there is one for every kill.
BATCH = 2_000


async def archive(url: str) -> None:
    clock, rule = SystemClock(), ArchiveRule()
    async with opened_engine(url, pool_size=2) as engine:
        activity = ArchiveActivity(
            engine=engine,
            period=Period(engine=engine, job=JOB, every=rule.every),
            archive_old_activity=ArchiveOldActivity(
                archive=PostgresArchive(engine), clock=clock, rule=rule, batch=BATCH
            ),
        )
        tick = guarded(JOB, activity)
        while True:
            await tick()
            await asyncio.sleep(REST_S)


if __name__ == "__main__":
    configure(app="archiver", log_format="json", log_level="INFO")
    asyncio.run(archive(sys.argv[1]))
