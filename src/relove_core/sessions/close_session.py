"""Close the active session with a summary."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.journey.model import StageRecord
from relove_core.sessions import wording
from relove_core.sessions.ending import Ending
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
    ending: Ending
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> StageRecord | None:
        """What was decided about the stage.

        To who has asked for a pause meanwhile nothing is sent; the summary can be asked for later.
        """
        require_ready(contact)
        for last in (False,) * (TRIES - 1) + (True,):
            async with self.begin() as tx:
                session = await tx.sessions.active_of(contact.user_id, whole=True)
                require_not_held(session)
                if session is None:
                    await tx.deliveries.finish(cause, [wording.no_session(self.texts, cause, contact)])
                    return None
            try:
                return await self._close(cause, contact, session)
            except SessionChanged:
                if last:
                    raise
        return None

    async def _close(self, cause: Cause, contact: Contact, session: Session) -> StageRecord | None:
        ended = await self.ending(session, contact)
        async with self.begin() as tx:
            record, answer = await self.ending.keep(tx, cause, contact, ended, at=self.clock.now())
            is_awaited = await tx.users.resume(contact.user_id, cause)
            await tx.deliveries.finish(cause, answer if is_awaited else [])
        return record
