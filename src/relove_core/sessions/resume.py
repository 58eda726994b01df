"""Go on after a pause, or with a session that was left: what was kept is answered now."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.sessions import wording
from relove_core.sessions.answering import Answering
from relove_core.sessions.guards import require_not_held, require_ready
from relove_core.sessions.model import Session, SessionState, Step
from relove_core.sessions.ports import SessionsTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    begin: Begin[SessionsTx]
    answering: Answering
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        require_ready(contact)
        session = await self._wake(cause, contact)
        if session is not None:
            await self.answering(cause, contact, session)

    async def _wake(self, cause: Cause, contact: Contact) -> Session | None:
        """End the pause; the session if something in it waits for an answer, else say where we were."""
        async with self.begin() as tx:
            if not await tx.users.resume(contact.user_id, cause):
                await tx.deliveries.finish(cause)
                return None
            session = await tx.sessions.active_of(contact.user_id)
            require_not_held(session)
            if session is not None and session.state is SessionState.PAUSED:
                session = session.move(Step.RESUME, at=self.clock.now())
                await tx.sessions.save(session)
                session = await tx.sessions.active_of(contact.user_id)
            if session is not None and session.unanswered:
                return session
            await tx.deliveries.finish(cause, [self._where_we_were(cause, contact, session)])
        return None

    def _where_we_were(self, cause: Cause, contact: Contact, session: Session | None) -> Outgoing:
        lead = self.texts("resumed", contact.voice)
        if session is None:
            return wording.no_session(self.texts, cause, contact)
        return wording.question(cause, contact, session, lead=lead)
