"""Change one thing that a person has set, and show what is set now."""

from dataclasses import dataclass, replace

from relove_core.clock import Clock
from relove_core.delivery.menu import menu
from relove_core.delivery.model import Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.consent import REQUIRED, ConsentAnswer
from relove_core.users.model import Contact, Gender, Intensity, Language
from relove_core.users.onboarding import answered, ask
from relove_core.users.ports import Cities, UserRepository, UsersTx
from relove_core.users.settings import Change, VoiceChoice, Zone, change_of
from relove_core.users.settings_page import SettingsPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSetting:
    begin: Begin[UsersTx]
    page: SettingsPage
    texts: Texts
    cities: Cities
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, args: tuple[str, ...]) -> None:
        """``args`` of a pressed button. Raises InvalidInput: they are none of ours."""
        await self._change(cause, contact, change_of(args))

    async def to_city(self, cause: Cause, contact: Contact, city: str) -> None:
        """The time zone by a city's name; an unknown one changes nothing and is answered by the list of zones."""
        zone = self.cities.zone_of(city)
        if zone is not None:
            await self._change(cause, contact, Zone(zone))
            return
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [self.page.zones(cause, contact, code="settings-city-unknown")])

    async def _change(self, cause: Cause, contact: Contact, change: Change) -> None:
        async with self.begin() as tx:
            changed = await self._write(tx.users, cause, contact, change)
            user = await tx.users.get(contact.user_id)
            page = self.page(cause, changed, user.time_zone if user else None)
            await tx.deliveries.finish(cause, self._answers(cause, changed, change, page))

    async def _write(self, users: UserRepository, cause: Cause, contact: Contact, change: Change) -> Contact:
        who = contact.user_id
        match change:
            case Gender():
                await users.address(who, change)
                return replace(contact, gender=change)
            case Intensity():
                await users.provoke(who, change)
                return replace(contact, intensity=change)
            case Language():
                await users.speak(who, change)
                return replace(contact, language=change)
            case VoiceChoice():
                await users.listen(who, takes_voice=change is VoiceChoice.ON)
                return replace(contact, takes_voice=change is VoiceChoice.ON)
            case Zone(name):
                await users.live_in(who, name)
                return replace(contact, has_time_zone=True)
        after = answered(contact, change)
        if change.is_current:
            is_whole = after.consents >= REQUIRED
            await users.consent(who, change, cause=cause, at=self.clock.now(), is_whole=is_whole)
        return after

    def _answers(self, cause: Cause, contact: Contact, change: Change, page: Outgoing) -> list[Outgoing]:
        """A consent to an old text decides nothing: the present one is asked. A new language has its own menu."""
        if isinstance(change, Language):
            spoken = self.texts("settings-language-chosen", contact.voice)
            labels = menu(self.texts, contact.voice)
            return [Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=spoken, menu=labels), page]
        if isinstance(change, ConsentAnswer) and not change.is_current:
            return [ask(self.texts, cause, contact)]
        if isinstance(change, ConsentAnswer) and change.kind in REQUIRED and not change.is_given:
            html = self.texts("consent-refused", contact.voice)
            return [Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html)]
        return [page]
