"""What a person has told and agreed to, with a button to change each."""

from dataclasses import dataclass

from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button, Cause, Outgoing
from relove_core.markup import Html, lines
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from relove_core.users.model import Contact, Gender
from relove_core.users.onboarding import CHOOSE_GENDER
from relove_core.users.ports import UsersTx


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSettings:
    begin: Begin[UsersTx]
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        async with self.begin() as tx:
            user = await tx.users.get(contact.user_id)
            zone = user.time_zone if user and user.time_zone else "—"
            await tx.deliveries.finish(cause, [self._settings(cause, contact, zone)])

    def _settings(self, cause: Cause, contact: Contact, zone: str) -> Outgoing:
        head = self.texts("settings", contact.voice, zone=zone)
        consents = (self._consent_line(contact, kind) for kind in ConsentKind)
        return Outgoing(
            chat_id=cause.chat_id,
            user_id=contact.user_id,
            html=lines((head, *consents)),
            buttons=(*((self._toggle(contact, kind),) for kind in ConsentKind), self._genders(contact)),
        )

    def _consent_line(self, contact: Contact, kind: ConsentKind) -> Html:
        return self.texts(f"settings-{kind.value}", contact.voice, given="yes" if kind in contact.consents else "no")

    def _toggle(self, contact: Contact, kind: ConsentKind) -> Button:
        is_given = kind in contact.consents
        label = self.texts(f"button-{kind.value}-{'withdraw' if is_given else 'give'}", contact.voice)
        return Button(label, ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=not is_given).action())

    def _genders(self, contact: Contact) -> tuple[Button, ...]:
        return tuple(
            Button(self.texts(f"button-gender-{gender.value}", contact.voice), Action(CHOOSE_GENDER, (gender.value,)))
            for gender in Gender
            if gender is not contact.gender
        )
