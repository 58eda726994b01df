"""Look at a session that is due: where the person stands, and what of it is to be remembered in short."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.errors import Conflict, Unavailable
from relove_core.journey.model import Proposal, StageRecord
from relove_core.journey.propose import propose
from relove_core.sessions.coaching import Coach
from relove_core.sessions.memory import Digest, to_digest
from relove_core.sessions.model import Session
from relove_core.sessions.ports import DueAnalysis, SessionsTx, Unanalysed
from relove_core.sessions.whom import Whom, whom_away
from relove_core.transactions import Begin
from relove_core.users.consent import REQUIRED


class AnalysisOutdated(Conflict):
    """Somebody else has looked at the session meanwhile, or it is gone: this view of it counts no more."""

    code = "session.analysis_outdated"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseStage:
    begin: Begin[SessionsTx]
    coach: Coach
    clock: Clock

    async def __call__(self, due: DueAnalysis) -> StageRecord | None:
        """What was decided; ``None`` where nothing was asked, or nothing is to be recorded.

        In crisis nothing is asked, and the session stays due; so does the session of which nobody can tell now. Of
        people without consent nothing is asked, and the session is due no more.

        Raises:
            Unavailable: the coach is silent; it is due again when the lease ends.
            AnalysisOutdated: see there.
        """
        taken, whom = await self._whom_to_ask_about(due)
        if whom is None:
            return None
        proposal = await self.coach.stage(taken.session, whom)
        return await self._decide(taken, proposal, await self._retold(taken.session, whom))

    async def _whom_to_ask_about(self, due: DueAnalysis) -> tuple[Unanalysed, Whom | None]:
        async with self.begin() as tx:
            taken = await tx.analyses.load(due)
            if taken is None:
                raise AnalysisOutdated(f"session {due.session_id} is in other hands")
            user_id = taken.session.user_id
            safety = await tx.safety.of(user_id)
            person = await tx.users.get(user_id)
            if person is not None and not await tx.users.consents_of(user_id) >= REQUIRED:
                await tx.analyses.finish(taken)
                return taken, None
        if person is None or not safety.allows_stage_moves:
            return taken, None
        return taken, whom_away(person, may_die_symbolically=safety.allows_symbolic_death(self.clock.now()))

    async def _retold(self, session: Session, whom: Whom) -> Digest | None:
        """The older part of a long dialogue; where nobody can retell it now, it is done after the next analysis."""
        older = to_digest(session)
        if not older:
            return None
        try:
            return Digest(text=await self.coach.digest(session, whom, older), length=older[-1].position + 1)
        except Unavailable:
            return None

    async def _decide(self, taken: Unanalysed, proposal: Proposal, digest: Digest | None) -> StageRecord | None:
        """Safety, then the person, then the session: whoever locks more than one goes in this order."""
        user_id = taken.session.user_id
        async with self.begin() as tx:
            record = await propose(tx, user_id, proposal, at=self.clock.now())
            may_keep = await tx.users.consents_of(user_id) >= REQUIRED
            if not may_keep or not await tx.analyses.finish(taken, digest=digest):
                raise AnalysisOutdated(f"session {taken.session.id} is in other hands")
        return record
