"""When a periodic job is due: by the row its last run left, so that no outage can make it forget."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.job_runs import last_run
from relove_core.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    engine: AsyncEngine
    clock: Clock
    job: str
    every: timedelta

    async def is_over(self) -> bool:
        """Whether the job never ran, or ran last at least ``every`` ago."""
        finished = await last_run(self.engine, self.job)
        return finished is None or self.clock.now() - finished >= self.every
