"""Ask once whether everything is to go."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.delivery.ports import DeliveryTx
from relove_core.privacy.asking import help_first, question
from relove_core.safety.contacts import Contacts
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToForget:
    begin: Begin[DeliveryTx]
    texts: Texts
    help_lines: Contacts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        asked = question(self.texts, cause, contact, at=self.clock.now())
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [*help_first(self.texts, self.help_lines, cause, contact), asked])
