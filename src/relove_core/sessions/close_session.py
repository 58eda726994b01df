"""Close the active session with a summary."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.sessions import wording
from relove_core.sessions.closing import Summing, profile_of
from relove_core.sessions.guards import require_not_held, require_ready
from relove_core.sessions.model import Session, SessionChanged
from relove_core.sessions.ports import SessionsTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact

TRIES = 3
"""A pause in the same moment changes the session; closing then goes by what it has become."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSession:
    begin: Begin[SessionsTx]
    summing: Summing
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """To who has asked for a pause meanwhile nothing is sent; the summary can be asked for later."""
        require_ready(contact)
        for last in (False,) * (TRIES - 1) + (True,):
            async with self.begin() as tx:
                session = await tx.sessions.active_of(contact.user_id, whole=True)
                require_not_held(session)
                if session is None:
                    await tx.deliveries.finish(cause, [wording.no_session(self.texts, cause, contact)])
                    return
            try:
                await self._close(cause, contact, session)
            except SessionChanged:
                if last:
                    raise
            else:
                return

    async def _close(self, cause: Cause, contact: Contact, session: Session) -> None:
        found = await self.summing(session, contact)
        closed = session.complete(found, at=self.clock.now())
        async with self.begin() as tx:
            is_awaited = await tx.users.resume(contact.user_id, cause)
            await tx.users.learn(contact.user_id, metaphysical_profile=profile_of(closed))
            await tx.sessions.save(closed)
            answer = wording.summary(self.texts, cause, contact, closed, found, title="summary-closed")
            await tx.deliveries.finish(cause, answer if is_awaited else [])
