"""Answer what is unanswered in a session: the second half of every turn."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.errors import Unavailable
from relove_core.markup import Html
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Kind, Signal
from relove_core.sessions import wording
from relove_core.sessions.alarm import Alarm
from relove_core.sessions.coaching import Coach
from relove_core.sessions.model import Session, SessionChanged
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.whom import whom_of
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    begin: Begin[SessionsTx]
    coach: Coach
    alarm: Alarm
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, session: Session, *, lead: Html | None = None) -> None:
        """Ask the coach, then write the answer and put it in the outbox in one act.

        An answer to a session that was paused or closed meanwhile is dropped; what was said stays. Where the coach has
        heard a crisis, its answer is dropped and fixed words are said.
        """
        try:
            turn, hidden = await self.coach.turn(session, whom_of(contact))
        except Unavailable as e:
            await self._stumble(cause, contact, session, code=e.code)
            return
        if turn.crisis is not CrisisLevel.NORMAL:
            await self._raise(cause, contact, Signal(turn.crisis, Kind.MODEL))
            return
        answered = session.answer(turn, placeholders=hidden.placeholders, at=self.clock.now())
        try:
            async with self.begin() as tx:
                await tx.sessions.save(answered)
                await tx.deliveries.finish(cause, [wording.question(cause, contact, answered, lead=lead)])
        except SessionChanged:
            async with self.begin() as tx:
                await tx.deliveries.finish(cause)

    async def _raise(self, cause: Cause, contact: Contact, signal: Signal) -> None:
        """Also when the session was paused or closed meanwhile: what was heard was heard."""
        async with self.begin() as tx:
            answers = await self.alarm(tx, cause, contact, signal, at=self.clock.now())
            await tx.deliveries.finish(cause, answers)

    async def _stumble(self, cause: Cause, contact: Contact, session: Session, *, code: str) -> None:
        sorry = wording.to_person(cause, contact, self.texts("apology-unavailable", contact.voice))
        try:
            async with self.begin() as tx:
                await tx.sessions.save(session.stumble(code, at=self.clock.now()))
                await tx.deliveries.finish(cause, [sorry])
        except SessionChanged:
            async with self.begin() as tx:
                await tx.deliveries.finish(cause)
