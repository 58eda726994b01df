"""Go on with what a person said: it is kept first, then answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.markup import Html
from relove_core.sessions import wording
from relove_core.sessions.answering import Answering
from relove_core.sessions.guards import require_not_held, require_ready
from relove_core.sessions.model import Session, SessionState
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.said import Said, remarks_of
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.choose_time_zone import ChooseTimeZone
from relove_core.users.model import Contact
from relove_core.users.onboarding import Step, next_step


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueSession:
    begin: Begin[SessionsTx]
    answering: Answering
    choose_time_zone: ChooseTimeZone
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, said: Sequence[Said], *, lead: Html | None = None) -> None:
        """``lead``: what is shown above the answer."""
        require_ready(contact)
        session = await self._hear(contact, said)
        require_not_held(session)
        if session is not None and session.state is SessionState.TALKING:
            await self.answering(cause, contact, session, lead=lead)
        elif session is not None or contact.is_paused:
            await self._tell(cause, wording.led(wording.paused(self.texts, cause, contact), lead))
        elif next_step(contact) is Step.ZONE:
            await self.choose_time_zone(cause, contact, said[0].text)
        else:
            await self._tell(cause, wording.led(wording.no_session(self.texts, cause, contact), lead))

    async def _hear(self, contact: Contact, said: Sequence[Said]) -> Session | None:
        """Keep it before anything else; ``None`` if there is no session to keep it in."""
        now = self.clock.now()
        async with self.begin() as tx:
            return await tx.sessions.hear(contact.user_id, remarks_of(said, at=now), at=now)

    async def _tell(self, cause: Cause, answer: Outgoing) -> None:
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [answer])
