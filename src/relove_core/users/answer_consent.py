"""Take in what a person says to a consent, and keep it with the version of its text."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.consent import REQUIRED, ConsentAnswer, ConsentKind
from relove_core.users.model import Contact
from relove_core.users.onboarding import answered, ask, next_step
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
            if answer.kind is not ConsentKind.NEWS or next_step(contact) is not None:
                return ask(self.texts, cause, contact)
            return self._say(cause, contact, "news-wanted" if answer.is_given else "news-unwanted")
        return self._say(cause, contact, "consent-refused")

    def _say(self, cause: Cause, contact: Contact, code: str) -> Outgoing:
        return Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=self.texts(code, contact.voice))
