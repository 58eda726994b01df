"""What was kept for its time goes, in small batches."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from relove_adapters.postgres.job_runs import record_run
from relove_adapters.postgres.retention import Ages, delete_old

log = structlog.get_logger()

JOB = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteOld:
    """What ``budget`` did not suffice for is left to the next run."""

    engine: AsyncEngine
    period: Period
    ages: Ages
    batch: int = 500
    rest: timedelta = timedelta(milliseconds=20)
    budget: timedelta = timedelta(seconds=20)

    async def __call__(self) -> None:
        if not await self.period.is_over():
            return
        ends = time.monotonic() + self.budget.total_seconds()
        found = await delete_old(self.engine, self.ages, most=self.batch)
        deleted = Counter(found)
        while max(found.values()) >= self.batch and time.monotonic() < ends:
            await asyncio.sleep(self.rest.total_seconds())
            found = await delete_old(self.engine, self.ages, most=self.batch)
            deleted.update(found)
        await record_run(self.engine, JOB, deleted)
        log.info("retention.deleted", job=JOB, count=deleted.total())
