"""The months of the activity log, made ahead of time."""

from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from relove_adapters.postgres.job_runs import record_run
from relove_adapters.postgres.partitions import ensure_activity_months

log = structlog.get_logger()

JOB = "partitions"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePartitions:
    engine: AsyncEngine
    period: Period
    ahead: int

    async def __call__(self) -> None:
        if await self.period.is_over():
            await self._make(is_due=True)

    async def at_start(self) -> None:
        """Make them whether due or not: the setting may have changed. A start that made nothing leaves no row."""
        await self._make(is_due=await self.period.is_over())

    async def _make(self, *, is_due: bool) -> None:
        made = await ensure_activity_months(self.engine, ahead=self.ahead)
        if made or is_due:
            await record_run(self.engine, JOB, {"made": made})
            log.info("partitions.made", job=JOB, made=made, count=len(made))
