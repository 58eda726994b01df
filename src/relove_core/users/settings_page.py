"""What a person has set and agreed to, with a button to change each."""

from dataclasses import dataclass

from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button, Cause, Outgoing
from relove_core.markup import Html, lines, pack
from relove_core.texts import Texts
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from relove_core.users.model import Contact, Gender, Intensity, Language
from relove_core.users.ports import Cities
from relove_core.users.settings import OFFERED_ZONES, ZONES, Change, VoiceChoice, Zone, setting

Row = tuple[Button, ...]
ZONES_IN_A_ROW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """``hears_voice``: whether somebody is there who transcribes voice messages at all."""

    texts: Texts
    cities: Cities
    hears_voice: bool

    def __call__(self, cause: Cause, contact: Contact, zone: str | None) -> Outgoing:
        """``zone``: an IANA name; ``None`` where nothing was told."""
        return Outgoing(
            chat_id=cause.chat_id,
            user_id=contact.user_id,
            html=pack([self.texts("settings", contact.voice), self._manner(contact, zone), self._consents(contact)])[0],
            buttons=self._buttons(contact),
        )

    def zones(self, cause: Cause, contact: Contact, *, code: str = "settings-zones") -> Outgoing:
        """The list of time zones to choose from, under a text of ours."""
        buttons = [self._button(Zone(z), self._city(contact, z)) for z in OFFERED_ZONES]
        rows = tuple(tuple(buttons[n : n + ZONES_IN_A_ROW]) for n in range(0, len(buttons), ZONES_IN_A_ROW))
        html = self.texts(code, contact.voice)
        return Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html, buttons=rows)

    def _manner(self, contact: Contact, zone: str | None) -> Html:
        voice = contact.voice
        heard = (VoiceChoice.ON if contact.takes_voice else VoiceChoice.OFF) if self.hears_voice else "nobody"
        clock = self.texts("settings-zone", voice, city=self._city(contact, zone)) if zone else None
        return lines(
            (
                self.texts("settings-language", voice),
                self.texts("settings-intensity", voice, intensity=contact.intensity.value),
                self.texts("settings-gender", voice),
                self.texts("settings-voice", voice, heard=str(heard)),
                clock or self.texts("settings-no-zone", voice),
            )
        )

    def _consents(self, contact: Contact) -> Html:
        given = {kind: "yes" if kind in contact.consents else "no" for kind in ConsentKind}
        return lines(self.texts(f"settings-{kind.value}", contact.voice, given=said) for kind, said in given.items())

    def _buttons(self, contact: Contact) -> tuple[Row, ...]:
        def row(name: str, *others: Gender | Intensity | Language) -> Row:
            return tuple(self._button(o, self.texts(f"button-{name}-{o.value}", contact.voice)) for o in others)

        zones = Button(self.texts("button-zones", contact.voice), Action(ZONES))
        return (
            row("intensity", *(i for i in Intensity if i is not contact.intensity)),
            row("gender", *(g for g in Gender if g is not contact.gender)),
            row("language", *(spoken for spoken in Language if spoken is not contact.language)),
            (zones,),
            *self._voice_row(contact),
            *((self._toggle(contact, kind),) for kind in ConsentKind),
        )

    def _voice_row(self, contact: Contact) -> tuple[Row, ...]:
        if not self.hears_voice:
            return ()
        other = VoiceChoice.OFF if contact.takes_voice else VoiceChoice.ON
        return ((voice_button(self.texts, contact, other),),)

    def _toggle(self, contact: Contact, kind: ConsentKind) -> Button:
        is_given = kind in contact.consents
        label = self.texts(f"button-{kind.value}-{'withdraw' if is_given else 'give'}", contact.voice)
        return self._button(ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=not is_given), label)

    def _city(self, contact: Contact, zone: str) -> str:
        return self.cities.name_of(zone, contact.language)

    def _button(self, change: Change, label: str) -> Button:
        return Button(label, setting(change))


def voice_button(texts: Texts, contact: Contact, choice: VoiceChoice) -> Button:
    return Button(texts(f"button-voice-{choice.value}", contact.voice), setting(choice))
