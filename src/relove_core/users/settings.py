"""What a person may set for themselves, and what a pressed button of the settings says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from relove_core.delivery.actions import Action
from relove_core.errors import InvalidInput
from relove_core.users.consent import ConsentAnswer, ConsentKind, answer_of
from relove_core.users.model import Gender, Intensity, Language

SET = "set"
"""The action of a button of the settings; arguments: what is set, and to what."""
ZONES = "zones"
"""The action that asks for the list of time zones."""

#: Russia's, from west to east; any other is told by the name of a city.
OFFERED_ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)


class VoiceChoice(StrEnum):
    """Whether voice messages may leave for whoever transcribes them."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA name."""

    name: str


Choice = Gender | Intensity | Language | VoiceChoice
Change = Choice | Zone | ConsentAnswer

#: What is set -> its values.
CHOICES: Mapping[str, type[Choice]] = MappingProxyType(
    {"gender": Gender, "intensity": Intensity, "language": Language, "voice": VoiceChoice}
)


def setting(change: Change) -> Action:
    """What a button says that makes this change."""
    match change:
        case ConsentAnswer():
            return Action(SET, change.action().args)
        case Zone(name):
            return Action(SET, ("zone", name))
    what = next(what for what, values in CHOICES.items() if isinstance(change, values))
    return Action(SET, (what, change.value))


def change_of(args: tuple[str, ...]) -> Change:
    """What a pressed button changes.

    Raises:
        InvalidInput: it is not one of ours.
    """
    match args:
        case ("zone", name) if name in OFFERED_ZONES:
            return Zone(name)
        case (what, value) if what in CHOICES and value in tuple(CHOICES[what]):
            return CHOICES[what](value)
        case (kind, _, _) if kind in tuple(ConsentKind):
            return answer_of(args)
    raise InvalidInput("a button of the settings carries what is set, and to what")
