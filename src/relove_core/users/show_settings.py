"""Show what a person has set and agreed to."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause
from relove_core.transactions import Begin
from relove_core.users.model import Contact
from relove_core.users.ports import UsersTx
from relove_core.users.settings_page import SettingsPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSettings:
    begin: Begin[UsersTx]
    page: SettingsPage

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        async with self.begin() as tx:
            user = await tx.users.get(contact.user_id)
            await tx.deliveries.finish(cause, [self.page(cause, contact, user.time_zone if user else None)])

    async def zones(self, cause: Cause, contact: Contact) -> None:
        """The time zones that can be chosen by a button."""
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [self.page.zones(cause, contact)])
