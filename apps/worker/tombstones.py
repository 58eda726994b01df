"""Keys of dealt-with updates and messages go once no copy of them can come any more."""

import asyncio
import time
from dataclasses import asdict, dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from relove_adapters.postgres.job_runs import record_run
from relove_adapters.postgres.tombstones import Deleted, delete_tombstones

log = structlog.get_logger()

JOB = "tombstones"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTombstones:
    """Telegram keeps an update for 24 hours: the key has to outlive that.

    Small batches with a rest between them; what ``budget`` did not suffice for is left to the next run.
    """

    engine: AsyncEngine
    period: Period
    older_than: timedelta
    batch: int = 500
    rest: timedelta = timedelta(milliseconds=20)
    budget: timedelta = timedelta(seconds=20)

    async def __call__(self) -> None:
        if not await self.period.is_over():
            return
        ends = time.monotonic() + self.budget.total_seconds()
        deleted = found = await self._delete_batch()
        while max(found.inbox, found.outbox) == self.batch and time.monotonic() < ends:
            await asyncio.sleep(self.rest.total_seconds())
            found = await self._delete_batch()
            deleted += found
        await record_run(self.engine, JOB, asdict(deleted))
        log.info("tombstones.deleted", job=JOB, count=deleted.inbox + deleted.outbox)

    async def _delete_batch(self) -> Deleted:
        return await delete_tombstones(self.engine, older_than=self.older_than, most=self.batch)
