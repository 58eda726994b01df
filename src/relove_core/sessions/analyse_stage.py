"""Look at the stage of a session that is due: what the person said, the coach's view of it, the machine's decision."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.errors import Conflict
from relove_core.journey.model import Proposal, Stage, StageRecord
from relove_core.journey.propose import propose
from relove_core.sessions.coaching import Coach
from relove_core.sessions.ports import SessionsTx, Unanalysed
from relove_core.transactions import Begin
from relove_core.users.consent import REQUIRED
from relove_core.users.model import User, address_of


class AnalysisOutdated(Conflict):
    """Somebody else has looked at the session meanwhile, or it is gone: this view of it counts no more."""

    code = "session.analysis_outdated"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseStage:
    begin: Begin[SessionsTx]
    coach: Coach
    clock: Clock

    async def __call__(self, taken: Unanalysed) -> StageRecord | None:
        """What was decided; ``None`` where nothing was asked, or nothing is to be recorded.

        In crisis nothing is asked, and the session stays due; so does the session of which nobody can tell now. Of
        people without consent nothing is asked, and the session is due no more.

        Raises:
            Unavailable: the coach is silent; it is due again when the lease ends.
            AnalysisOutdated: see there.
        """
        person = await self._whom_to_ask_about(taken)
        if person is None:
            return None
        now_at = Stage(person.last_journey_stage) if person.last_journey_stage else taken.session.stage
        proposal = await self.coach.stage(taken.session, now_at=now_at, address=address_of(person.gender))
        return await self._decide(taken, proposal)

    async def _whom_to_ask_about(self, taken: Unanalysed) -> User | None:
        user_id = taken.session.user_id
        async with self.begin() as tx:
            safety = await tx.safety.of(user_id)
            person = await tx.users.get(user_id)
            if person is not None and not await tx.users.consents_of(user_id) >= REQUIRED:
                await tx.analyses.finish(taken)
                return None
        return person if safety.allows_stage_moves else None

    async def _decide(self, taken: Unanalysed, proposal: Proposal) -> StageRecord | None:
        """Safety, then the person, then the session: whoever locks more than one goes in this order."""
        user_id = taken.session.user_id
        async with self.begin() as tx:
            record = await propose(tx, user_id, proposal, at=self.clock.now())
            if not await tx.users.consents_of(user_id) >= REQUIRED or not await tx.analyses.finish(taken):
                raise AnalysisOutdated(f"session {taken.session.id} is in other hands")
        return record
