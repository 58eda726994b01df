"""A turn of a diagnosis: one more question, or the result, with which the session closes."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.errors import Unavailable
from relove_core.markup import Html
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions.diagnosis import has_enough
from relove_core.sessions.diagnostician import Diagnostician
from relove_core.sessions.ending import Ended, Ending
from relove_core.sessions.model import Session, SessionChanged
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.replying import Replying
from relove_core.sessions.whom import whom_of
from relove_core.sessions.wording import led
from relove_core.transactions import Begin, StorageUnavailable
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosing:
    begin: Begin[SessionsTx]
    diagnostician: Diagnostician
    ending: Ending
    replying: Replying
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, session: Session, *, lead: Html | None = None) -> None:
        """Also before the result the coach is asked for a question: it is the ear for what the words hold."""
        try:
            asked = await self.diagnostician.turn(session, whom_of(contact))
            is_heard = asked.turn.crisis is not CrisisLevel.NORMAL
            if is_heard or not has_enough(session, is_enough=asked.is_enough):
                await self.replying.say(cause, contact, session, asked.turn, asked.hidden, lead=lead)
                return
            ended = await self.ending.diagnosed(session, contact)
        except StorageUnavailable:
            raise
        except Unavailable as e:
            await self.replying.stumble(cause, contact, session, code=e.code)
            return
        await self._close(cause, contact, ended, lead=lead)

    async def _close(self, cause: Cause, contact: Contact, ended: Ended, *, lead: Html | None) -> None:
        """A pause meanwhile is a pause: the session goes on after it, and the result comes then."""
        try:
            async with self.begin() as tx:
                _, answer = await self.ending.keep(tx, cause, contact, ended, at=self.clock.now())
                await tx.deliveries.finish(cause, [led(answer[0], lead), *answer[1:]])
        except SessionChanged:
            await self.replying.drop(cause)
