"""What closing a session needs: its summary and the stage, with or without a coach, and one act that keeps it all."""

from dataclasses import dataclass, replace
from datetime import datetime

from relove_core.errors import Unavailable
from relove_core.journey.model import Proposal, StageRecord
from relove_core.journey.propose import propose
from relove_core.profiles.model import Profile, profile_from, signs_of
from relove_core.redaction import names_told
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.coaching import Coach
from relove_core.sessions.diagnosis import diagnosis_in
from relove_core.sessions.model import Session
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.whom import whom_of
from relove_core.streams.conversion import ConversionStep
from relove_core.transactions import StorageUnavailable
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Summing:
    coach: Coach

    async def __call__(self, session: Session, contact: Contact) -> SessionSummary:
        """The coach's summary; while it is silent, what the session itself has noted."""
        try:
            return await self.coach.summary(session, whom_of(contact))
        except StorageUnavailable:
            raise
        except Unavailable:
            return SessionSummary(patterns=session.identified_patterns, core_issue=session.core_issue)

    async def stage(self, session: Session, contact: Contact) -> Proposal | None:
        """Where the person is at the end of it; ``None`` where nothing new was said.

        Also while the coach is silent: a session that ends without an analysis is due for one.
        """
        if not session.unanalysed:
            return None
        try:
            return await self.coach.stage(session, whom_of(contact), is_urgent=True)
        except StorageUnavailable:
            raise
        except Unavailable:
            return None


async def keep_closed(
    tx: SessionsTx, closed: Session, proposal: Proposal | None, *, at: datetime
) -> StageRecord | None:
    """The closed session, what it tells about the person, and the stage; what was decided about that.

    Raises:
        HeldForSafety: the person's level has risen.
        SessionChanged: see ``SessionRepository.save``.
    """
    (await tx.safety.of(closed.user_id)).require_normal()
    record = await propose(tx, closed.user_id, proposal, at=at) if proposal else None
    user = await tx.users.get(closed.user_id)
    profile = profile_after(profile_from(user.metaphysical_profile if user else None), closed)
    profile = profile.acquainted(names_told(closed.placeholders))
    await tx.users.learn(closed.user_id, metaphysical_profile=profile.as_dict())
    found = replace(closed, metaphysical_profile=profile_after(Profile(), closed).as_dict())
    await tx.sessions.save(found.analysed() if proposal else found)
    await tx.conversions.record(closed.user_id, ConversionStep.COMPLETED, at=at)
    return record


def profile_after(known: Profile, session: Session) -> Profile:
    """What a closed session adds to what is known about the person."""
    found = session.summary or SessionSummary()
    signs = signs_of(insights=found.insights, patterns=session.identified_patterns, difficulties=found.difficulties)
    learnt = known.learn(
        session.id,
        patterns=session.identified_patterns,
        core_issue=session.core_issue,
        themes=found.themes,
        signs=signs,
    )
    diagnosis = diagnosis_in(session)
    if diagnosis is None or diagnosis.psychotype is None:
        return learnt
    return learnt.diagnosed(diagnosis.psychotype, strengths=diagnosis.strengths, triggers=diagnosis.triggers)
