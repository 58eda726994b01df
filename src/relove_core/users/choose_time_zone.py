"""Take in where a person's day begins and ends."""

from dataclasses import dataclass, replace

from relove_core.delivery.model import Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact
from relove_core.users.onboarding import ask
from relove_core.users.ports import Cities, UsersTx

MOSCOW = "Europe/Moscow"
"""What everybody has who did not say otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseTimeZone:
    begin: Begin[UsersTx]
    texts: Texts
    cities: Cities

    async def __call__(self, cause: Cause, contact: Contact, city: str | None) -> None:
        """``None`` means: as in Moscow. An unknown city is asked for again, with how to go on."""
        zone = MOSCOW if city is None else self.cities.zone_of(city)
        if zone is None:
            unknown = Outgoing(
                chat_id=cause.chat_id,
                user_id=contact.user_id,
                html=self.texts("zone-unknown", contact.voice),
                buttons=ask(self.texts, cause, contact).buttons,
            )
            async with self.begin() as tx:
                await tx.deliveries.finish(cause, [unknown])
            return
        async with self.begin() as tx:
            await tx.users.live_in(contact.user_id, zone)
            await tx.deliveries.finish(cause, [ask(self.texts, cause, replace(contact, has_time_zone=True))])
