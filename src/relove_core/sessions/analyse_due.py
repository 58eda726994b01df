"""Take the session that has been due the longest, and look at its stage: each piece of work once over all processes."""

from dataclasses import dataclass
from datetime import timedelta

from relove_core.delivery.model import LeaseLost
from relove_core.errors import Unavailable
from relove_core.journey.model import StageRecord
from relove_core.safety.transitions import HeldForSafety
from relove_core.sessions.analyse_stage import AnalyseStage, AnalysisOutdated
from relove_core.sessions.ports import DueAnalysis, SessionsTx
from relove_core.transactions import Begin

MARGIN = timedelta(seconds=30)


def lease_for(total_s: float) -> timedelta:
    """Outlives two questions, stage and digest, at ``total_s`` each; who was killed in the middle is followed after."""
    return timedelta(seconds=2 * total_s) + MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """``record``: what was decided, if anything was; ``code``: why the session was not looked at, if it was not."""

    record: StageRecord | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseDue:
    begin: Begin[SessionsTx]
    analyse_stage: AnalyseStage
    lease: timedelta

    async def claim(self) -> DueAnalysis | None:
        async with self.begin() as tx:
            return await tx.analyses.take(lease=self.lease)

    async def __call__(self, due: DueAnalysis) -> Looked:
        """Whatever goes wrong, the session is due again when its lease ends; what passes by itself is no error."""
        try:
            return Looked(record=await self.analyse_stage(due))
        except (Unavailable, AnalysisOutdated, HeldForSafety, LeaseLost) as e:
            return Looked(code=e.code)
