"""Begin a session, unless one is going on: never silently replace it."""

from collections.abc import Mapping
from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.errors import Conflict, Unavailable
from relove_core.ids import SessionId
from relove_core.journey.model import Stage
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions import wording
from relove_core.sessions.coach import CoachTurn
from relove_core.sessions.coaching import Coach
from relove_core.sessions.diagnostician import Diagnostician
from relove_core.sessions.exercise_wording import question_of
from relove_core.sessions.guards import require_not_held, require_ready
from relove_core.sessions.model import Session, SessionAlreadyActive, SessionKind
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.replying import Replying
from relove_core.sessions.whom import whom_of
from relove_core.streams.conversion import ConversionStep
from relove_core.texts import Texts
from relove_core.transactions import Begin, StorageUnavailable
from relove_core.users.model import Contact
from relove_core.users.onboarding import ask_news_again


class CrisisHeard(Conflict):
    """The coach has heard a crisis in what it knows of the person: nothing is begun."""

    code = "session.crisis_heard"

    def __init__(self, level: CrisisLevel) -> None:
        super().__init__(f"the coach's flag is {level.value}")
        self.level = level


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The first remark of a session that is not stored yet: nothing is half begun when the coach is silent."""

    coach: Coach
    texts: Texts
    clock: Clock

    async def __call__(self, contact: Contact, kind: SessionKind) -> Session:
        """The session, not stored yet.

        Raises:
            Unavailable: the coach has nothing to say now.
            CrisisHeard: see there.
        """
        now = self.clock.now()
        stage = Stage(contact.stage) if contact.stage else Stage.ORDINARY_WORLD
        blank = Session(
            id=SessionId(0), user_id=contact.user_id, kind=kind, stage=stage, created_at=now, updated_at=now
        )
        turn, placeholders = await self._first(blank, contact)
        if turn.crisis is not CrisisLevel.NORMAL:
            raise CrisisHeard(turn.crisis)
        return blank.answer(turn, placeholders=placeholders, at=self.clock.now())

    async def _first(self, blank: Session, contact: Contact) -> tuple[CoachTurn, Mapping[str, str]]:
        """The first words of each kind, and the placeholders that they took; an exercise needs no coach to begin."""
        match blank.kind:
            case SessionKind.JOURNEY:
                return question_of(self.texts, contact, blank), {}
            case SessionKind.DIAGNOSTIC:
                asked = await Diagnostician(coach=self.coach).turn(blank, whom_of(contact))
                return asked.turn, asked.hidden.placeholders
            case SessionKind.PROVOCATIVE:
                turn, hidden = await self.coach.turn(blank, whom_of(contact))
                return turn, hidden.placeholders


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    begin: Begin[SessionsTx]
    opening: Opening
    replying: Replying
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact, kind: SessionKind) -> None:
        require_ready(contact)
        if await self._conflicts(cause, contact, kind):
            return
        try:
            session = await self.opening(contact, kind)
        except CrisisHeard as e:
            await self.replying.raise_alarm(cause, contact, e.level)
            return
        except StorageUnavailable:
            raise
        except Unavailable:
            await self._apologise(cause, contact)
            return
        try:
            async with self.begin() as tx:
                (await tx.safety.of(contact.user_id)).require_normal()
                if not await tx.users.resume(contact.user_id, cause):
                    # They asked for a pause while the coach was thinking: nothing is begun.
                    await tx.deliveries.finish(cause)
                    return
                opened = await tx.sessions.open(session)
                await tx.conversions.record(contact.user_id, ConversionStep.STARTED, at=session.created_at)
                aside = await ask_news_again(tx, self.texts, cause, contact)
                await tx.deliveries.finish(cause, [*aside, wording.first_question(self.texts, cause, contact, opened)])
        except SessionAlreadyActive:
            await self._conflicts(cause, contact, kind)

    async def _conflicts(self, cause: Cause, contact: Contact, kind: SessionKind) -> bool:
        async with self.begin() as tx:
            active = await tx.sessions.active_of(contact.user_id)
            require_not_held(active)
            if active is not None:
                await tx.deliveries.finish(cause, [wording.conflict(self.texts, cause, contact, active, wanted=kind)])
        return active is not None

    async def _apologise(self, cause: Cause, contact: Contact) -> None:
        sorry = wording.to_person(cause, contact, self.texts("apology-unavailable", contact.voice))
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [sorry])
