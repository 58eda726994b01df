"""Look at the stages of sessions that are due, after the answers are out: no turn waits for it."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from apps.bot.journey import log_stage
from relove_core.delivery.model import LeaseLost
from relove_core.errors import Unavailable
from relove_core.sessions.analyse_stage import AnalyseStage, AnalysisOutdated
from relove_core.sessions.ports import DueAnalysis, SessionsTx
from relove_core.transactions import Begin

log = structlog.get_logger()

MARGIN = timedelta(seconds=30)


def lease_for(total_s: float) -> timedelta:
    """Outlives two questions, stage and digest, at ``total_s`` each; who was killed in the middle is followed after."""
    return timedelta(seconds=2 * total_s) + MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyses:
    begin: Begin[SessionsTx]
    analyse_stage: AnalyseStage
    lease: timedelta

    async def claim(self) -> DueAnalysis | None:
        async with self.begin() as tx:
            return await tx.analyses.take(lease=self.lease)

    async def work(self, due: DueAnalysis) -> None:
        """Whatever goes wrong, the session is due again when its lease ends."""
        try:
            log_stage(await self.analyse_stage(due))
        except (Unavailable, AnalysisOutdated, LeaseLost) as e:
            log.info("stage.not_analysed", session_id=due.session_id, outcome=e.code)
        except Exception:  # the edge: the session stays due, and the others are looked at
            log.exception("stage.analysis_failed", session_id=due.session_id)
