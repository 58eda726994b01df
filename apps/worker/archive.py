"""Old rows of long activity logs move to the archive."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from relove_adapters import metrics
from relove_adapters.postgres.health import somebody_wrote
from relove_adapters.postgres.job_runs import last_part, record_run
from relove_core.activity.archive import NOBODY, Walk
from relove_core.activity.archive_old_activity import ArchiveOldActivity
from relove_core.ids import UserId

log = structlog.get_logger()

JOB = "archive"
PART = "archive_part"
LATELY = timedelta(seconds=5)
LONGEST_REST_S = 1.0
MARK_LASTS = timedelta(days=1)
"""A walk that was cut longer ago begins anew: whom it has passed has old rows again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveActivity:
    """Walks on for ``budget``, then leaves a mark for the next tick. What was moved without a mark needs none.

    While people write its batches are small, and after each it rests ``patience`` times as long as that took: they
    notice nothing of it.
    """

    engine: AsyncEngine
    period: Period
    archive_old_activity: ArchiveOldActivity
    patience: float = 3.0
    budget: timedelta = timedelta(seconds=40)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def __call__(self) -> None:
        if not await self.period.is_over():
            return
        begun = time.monotonic()
        mark = await last_part(self.engine, PART, of=JOB, within=MARK_LASTS) or {}
        before = Walk(after=UserId(mark.get("after", NOBODY)), people=mark.get("people", 0), rows=mark.get("rows", 0))
        walk = await self._walk_on(before, until=begun + self.budget.total_seconds())
        took_s = time.monotonic() - begun
        await self._record(walk, seconds=mark.get("seconds", 0) + took_s)
        state = "done" if walk.is_over else "goes on"
        count = walk.rows - before.rows
        log.info("activity.archived", job=JOB, count=count, state=state, took_ms=round(took_s * 1000))

    async def _record(self, walk: Walk, *, seconds: float) -> None:
        done = {"after": walk.after, "people": walk.people, "rows": walk.rows, "seconds": round(seconds, 1)}
        await record_run(self.engine, JOB if walk.is_over else PART, done)

    async def _walk_on(self, walk: Walk, *, until: float) -> Walk:
        while not walk.is_over and time.monotonic() < until:
            is_watched = await somebody_wrote(self.engine, within=LATELY)
            begun = time.monotonic()
            further = await self.archive_old_activity(walk, gently=is_watched)
            took_s = time.monotonic() - begun
            metrics.activity_archived.inc(further.rows - walk.rows)
            walk = further
            if is_watched:
                await self.sleep(min(self.patience * took_s, LONGEST_REST_S))
        return walk
