"""A person, and the little that every turn of a conversation needs of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from relove_core.clock import require_aware
from relove_core.ids import UserId, VersionId
from relove_core.texts import Voice
from relove_core.users.consent import ConsentKind

ADDRESS_UNKNOWN = "unknown"
"""How texts address a person whose gender is not known or not told."""


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNDISCLOSED = "undisclosed"


def address_of(gender: Gender | None) -> str:
    """``female``, ``male`` or ``unknown``: what texts agree with."""
    return gender.value if gender in (Gender.FEMALE, Gender.MALE) else ADDRESS_UNKNOWN


class Intensity(StrEnum):
    """How hard the coach may provoke."""

    SOFTER = "softer"
    USUAL = "usual"
    HARDER = "harder"


class Language(StrEnum):
    RUSSIAN = "ru"
    ENGLISH = "en"


def language_of(code: str | None) -> Language:
    """The language of the menus: Russian, unless the person's Telegram is in English."""
    return Language.ENGLISH if (code or "").lower().startswith("en") else Language.RUSSIAN


def names_of(first_name: str | None, last_name: str | None, username: str | None) -> tuple[str, ...]:
    """What an account calls its person; the username with its «@», as ``Redactor.hide`` asks for it."""
    return tuple(name for name in (first_name, last_name, f"@{username}" if username else None) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Everything known about a person. Source of the fields: the customer's data model."""

    id: UserId
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    language_code: str | None = None
    source: str | None = None
    """The code of the first deep link they came by."""

    registration_date: datetime
    last_seen_date: datetime
    gender: Gender | None = None
    psychological_summary: str | None = None
    profile_summary: str | None = None
    photo_jpeg: bytes | None = None
    metaphysical_profile: Mapping[str, object] | None = None
    last_journey_stage: str | None = None
    streams: tuple[str, ...] = ()
    markers: Mapping[str, object] = field(default_factory=dict)
    has_started_journey: bool = False
    has_completed_journey: bool = False
    has_visited_platform: bool = False
    has_purchased_flow: bool = False
    is_admin: bool = False
    is_active: bool = True
    paused_at: datetime | None = None
    time_zone: str | None = None
    """An IANA name; Moscow's where nothing was told."""
    intensity: Intensity = Intensity.USUAL
    takes_voice: bool = True
    """Whether their voice messages may leave to be transcribed."""
    language: Language | None = None
    """The one they chose; else it follows their Telegram."""

    @property
    def names(self) -> tuple[str, ...]:
        return names_of(self.first_name, self.last_name, self.username)

    def __post_init__(self) -> None:
        require_aware(
            registration_date=self.registration_date, last_seen_date=self.last_seen_date, paused_at=self.paused_at
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person as they are at this contact."""

    user_id: UserId
    language: Language
    gender: Gender | None
    stage: str | None
    consents: frozenset[ConsentKind]
    """Given in the present version of their text."""
    answered: frozenset[ConsentKind]
    """Given or refused, in the present version."""
    has_time_zone: bool
    is_paused: bool
    is_held: bool
    """The crisis level is above normal: fixed words only."""
    is_admin: bool
    is_new: bool
    runs: int
    """How often the work on these updates was begun, this time included."""

    names: tuple[str, ...] = ()
    """What they are called: never part of a prompt."""
    metaphysical_profile: Mapping[str, object] | None = None
    profile_version: VersionId | None = None
    """Which version of their portrait holds; ``None``: there is none yet."""
    intensity: Intensity = Intensity.USUAL
    takes_voice: bool = True
    may_die_symbolically: bool = True
    """Whether death may stand for change in what is said to them."""

    messages_this_minute: int
    minute_ends_in: timedelta
    """Database time, so that every process means the same minute."""

    @property
    def voice(self) -> Voice:
        return Voice(self.language.value, self.address)

    @property
    def address(self) -> str:
        return address_of(self.gender)
