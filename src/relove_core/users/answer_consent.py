"""Take in what a person says to a consent, and keep it with the version of its text."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.consent import REQUIRED, ConsentAnswer
from relove_core.users.model import Contact
from relove_core.users.onboarding import answered, ask
from relove_core.users.ports import UsersTx


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConsent:
    begin: Begin[UsersTx]
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, answer: ConsentAnswer) -> None:
        """A button of an old version decides nothing: the present text is asked again."""
        contact = answered(contact, answer)
        async with self.begin() as tx:
            if answer.is_current:
                is_whole = contact.consents >= REQUIRED
                await tx.users.consent(contact.user_id, answer, cause=cause, at=self.clock.now(), is_whole=is_whole)
            await tx.deliveries.finish(cause, [self._reply(cause, contact, answer)])

    def _reply(self, cause: Cause, contact: Contact, answer: ConsentAnswer) -> Outgoing:
        if answer.is_given or not answer.is_current or answer.kind not in REQUIRED:
            return ask(self.texts, cause, contact)
        html = self.texts("consent-refused", contact.voice)
        return Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html)
