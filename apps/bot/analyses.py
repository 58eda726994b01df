"""Look at the stages of sessions that are due, after the answers are out: no turn waits for it."""

from dataclasses import dataclass

import structlog

from apps.bot.journey import log_stage
from relove_core.sessions.analyse_due import AnalyseDue
from relove_core.sessions.ports import DueAnalysis

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyses:
    analyse_due: AnalyseDue

    async def claim(self) -> DueAnalysis | None:
        return await self.analyse_due.claim()

    async def work(self, due: DueAnalysis) -> None:
        """Whatever goes wrong, the session is due again when its lease ends."""
        try:
            looked = await self.analyse_due(due)
        except Exception:  # the edge: the session stays due, and the others are looked at
            log.exception("stage.analysis_failed", session_id=due.session_id)
            return
        log_stage(looked.record)
        if looked.code is not None:
            log.info("stage.not_analysed", session_id=due.session_id, outcome=looked.code)
