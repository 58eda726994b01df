"""When a periodic job is due: by the row its last run left, so that no outage can make it forget."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.job_runs import has_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    engine: AsyncEngine
    job: str
    every: timedelta

    async def is_over(self) -> bool:
        """Whether the job never ran, or ran last ``every`` ago or before, by the clock of the database."""
        return not await has_run(self.engine, self.job, within=self.every)
