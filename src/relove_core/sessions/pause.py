"""Leave a person alone at once, whatever is being made or waits to be sent."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.sessions import wording
from relove_core.sessions.buttons import resume_row
from relove_core.sessions.model import SessionState, Step
from relove_core.sessions.ports import SessionsTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    begin: Begin[SessionsTx]
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """Changing the session outdates the answer that is being made; what waits in the outbox is cancelled."""
        now = self.clock.now()
        async with self.begin() as tx:
            if not await tx.users.pause(contact.user_id, cause, at=now):
                await tx.deliveries.finish(cause)
                return
            session = await tx.sessions.active_of(contact.user_id)
            if session is not None and session.state is SessionState.TALKING:
                await tx.sessions.save(session.move(Step.PAUSE, at=now))
            await tx.deliveries.hold_back(cause)
            row = resume_row(self.texts, contact.voice)
            done = wording.to_person(cause, contact, self.texts("pause-begun", contact.voice), row)
            await tx.deliveries.finish(cause, [done])
