"""What ends a turn of any kind of session: the next remark, an alarm, or an apology, each in one act."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.markup import Html
from relove_core.redaction import Hidden
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Kind, Signal
from relove_core.sessions import wording
from relove_core.sessions.alarm import Alarm
from relove_core.sessions.coach import CoachTurn
from relove_core.sessions.model import Session, SessionChanged
from relove_core.sessions.ports import SessionsTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Replying:
    begin: Begin[SessionsTx]
    alarm: Alarm
    texts: Texts
    clock: Clock

    async def say(
        self, cause: Cause, contact: Contact, session: Session, turn: CoachTurn, hidden: Hidden, *, lead: Html | None
    ) -> None:
        """Write the remark and put it in the outbox.

        One for a session that was paused or closed meanwhile is dropped; what was said stays. Where the coach has
        heard a crisis, its words are dropped and fixed words are said.
        """
        if turn.crisis is not CrisisLevel.NORMAL:
            await self.raise_alarm(cause, contact, turn.crisis)
            return
        answered = session.answer(turn, placeholders=hidden.placeholders, at=self.clock.now())
        try:
            async with self.begin() as tx:
                await tx.sessions.save(answered)
                await tx.deliveries.finish(cause, [wording.question(cause, contact, answered, lead=lead)])
        except SessionChanged:
            await self.drop(cause)

    async def raise_alarm(self, cause: Cause, contact: Contact, level: CrisisLevel) -> None:
        """Also when the session was paused or closed meanwhile: what was heard was heard."""
        async with self.begin() as tx:
            answers = await self.alarm(tx, cause, contact, Signal(level, Kind.MODEL), at=self.clock.now())
            await tx.deliveries.finish(cause, answers)

    async def stumble(self, cause: Cause, contact: Contact, session: Session, *, code: str) -> None:
        sorry = wording.to_person(cause, contact, self.texts("apology-unavailable", contact.voice))
        try:
            async with self.begin() as tx:
                await tx.sessions.save(session.stumble(code, at=self.clock.now()))
                await tx.deliveries.finish(cause, [sorry])
        except SessionChanged:
            await self.drop(cause)

    async def drop(self, cause: Cause) -> None:
        """Nothing is said: the session has changed since."""
        async with self.begin() as tx:
            await tx.deliveries.finish(cause)
