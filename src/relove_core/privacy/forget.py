"""Forget a person who has confirmed it."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.privacy.asking import help_first, is_valid, question
from relove_core.privacy.ports import PrivacyTx
from relove_core.safety.contacts import Contacts
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    begin: Begin[PrivacyTx]
    texts: Texts
    help_lines: Contacts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, asked: str) -> bool:
        """Whether they are forgotten; an old button asks again. ``asked``: when the question was put."""
        at = self.clock.now()
        if not is_valid(asked, at=at):
            async with self.begin() as tx:
                await tx.deliveries.finish(cause, [question(self.texts, cause, contact, at=at)])
            return False
        help_lines = help_first(self.texts, self.help_lines, cause, contact)
        receipt = Outgoing(chat_id=cause.chat_id, user_id=None, html=self.texts("forgotten", contact.voice))
        async with self.begin() as tx:
            await tx.forgetting.forget(cause, contact.user_id)
            await tx.deliveries.finish(cause, [*help_lines, receipt])
        return True
