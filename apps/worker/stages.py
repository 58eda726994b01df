"""Stages of conversations that nobody has looked at yet, whether the bot has no time for it or they broke off."""

import time
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from relove_adapters.postgres.job_runs import record_run
from relove_core.sessions.analyse_due import AnalyseDue
from relove_core.sessions.notice_silent import NoticeSilent
from relove_core.sessions.ports import DueAnalysis

log = structlog.get_logger()

JOB = "stages"
SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtStages:
    """One after the other, for the models have people to answer; what is begun within ``budget`` is finished."""

    analyse_due: AnalyseDue
    budget: timedelta = timedelta(seconds=40)

    async def __call__(self) -> None:
        ends = time.monotonic() + self.budget.total_seconds()
        while time.monotonic() < ends and (due := await self.analyse_due.claim()) is not None:
            await self._look(due)

    async def _look(self, due: DueAnalysis) -> None:
        try:
            looked = await self.analyse_due(due)
        except Exception:  # the edge: the session stays due, and the others are looked at
            log.exception("stage.analysis_failed", session_id=due.session_id)
            return
        if looked.record is not None:
            log.info("stage.decided", **looked.record.facts)
        if looked.code is not None:
            log.info("stage.not_analysed", session_id=due.session_id, outcome=looked.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSilentSessions:
    engine: AsyncEngine
    period: Period
    notice_silent: NoticeSilent

    async def __call__(self) -> None:
        if not await self.period.is_over():
            return
        count = await self.notice_silent()
        await record_run(self.engine, SILENT, {"noticed": count})
        log.info("sessions.silent", job=SILENT, count=count)
