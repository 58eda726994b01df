"""Show what a session has brought to light so far."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause, Outgoing
from relove_core.sessions import wording
from relove_core.sessions.closing import Summing
from relove_core.sessions.diagnosis import diagnosis_in
from relove_core.sessions.diagnosis_wording import told
from relove_core.sessions.guards import require_ready
from relove_core.sessions.model import Session
from relove_core.sessions.ports import SessionsTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class SummariseSession:
    begin: Begin[SessionsTx]
    summing: Summing
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """The active session as it stands, else the last one as it was closed.

        Nothing is shown of a session that was paused meanwhile.
        """
        require_ready(contact)
        async with self.begin() as tx:
            active = await tx.sessions.active_of(contact.user_id, whole=True)
            last = active or await tx.sessions.latest_of(contact.user_id)
        answer = await self._tell(cause, contact, active, last)
        async with self.begin() as tx:
            now = await tx.sessions.active_of(contact.user_id) if active is not None else None
            was_paused = active is not None and (now is None or now.version != active.version)
            await tx.deliveries.finish(cause, [] if was_paused else answer)

    async def _tell(
        self, cause: Cause, contact: Contact, active: Session | None, last: Session | None
    ) -> list[Outgoing]:
        if active is not None:
            found = await self.summing(active, contact)
            return wording.summary(self.texts, cause, contact, active, found, title="summary-so-far")
        if last is not None and (diagnosis := diagnosis_in(last)) is not None:
            return told(self.texts, cause, contact, diagnosis, title="diagnosis-again")
        if last is not None and last.summary is not None:
            return wording.summary(self.texts, cause, contact, last, last.summary, title="summary-last")
        return [wording.no_session(self.texts, cause, contact)]
