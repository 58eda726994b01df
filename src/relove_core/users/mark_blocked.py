"""Note that a person has blocked the bot, or let it in again."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause
from relove_core.transactions import Begin
from relove_core.users.model import Contact
from relove_core.users.ports import UsersTx


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkBlocked:
    begin: Begin[UsersTx]

    async def __call__(self, cause: Cause, contact: Contact, *, is_blocked: bool) -> None:
        """What waits for someone who blocked us will never arrive: it is cancelled."""
        async with self.begin() as tx:
            await tx.users.set_active(contact.user_id, is_active=not is_blocked)
            if is_blocked:
                await tx.deliveries.hold_back(cause)
            await tx.deliveries.finish(cause)
