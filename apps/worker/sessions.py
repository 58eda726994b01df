"""Sessions that nobody comes back to are closed."""

from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from relove_adapters.postgres.job_runs import record_run
from relove_core.sessions.expire_sessions import ExpireSessions

log = structlog.get_logger()

JOB = "sessions"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIdleSessions:
    engine: AsyncEngine
    period: Period
    expire_sessions: ExpireSessions

    async def __call__(self) -> None:
        if not await self.period.is_over():
            return
        count = await self.expire_sessions()
        await record_run(self.engine, JOB, {"expired": count})
        log.info("sessions.expired", job=JOB, count=count)
