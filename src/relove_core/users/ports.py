"""What the people's slice needs from outside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from relove_core.activity.model import Activity
from relove_core.delivery.model import Cause
from relove_core.delivery.ports import DeliveryTx
from relove_core.errors import NotFound
from relove_core.ids import UserId
from relove_core.users.consent import ConsentAnswer, ConsentKind
from relove_core.users.model import Contact, Gender, Intensity, Language, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What Telegram says about a person, and what they just did."""

    user_id: UserId
    username: str | None
    first_name: str | None
    last_name: str | None
    language_code: str | None
    activities: tuple[Activity, ...]
    may_be_new: bool = True
    """Only who writes begins an acquaintance; a press of an old button, or a block, is no wish to be known."""


class Stranger(NotFound):
    """What came begins no acquaintance, and there is none: its person was forgotten, or never known."""

    code = "users.stranger"


class Contacts(Protocol):
    async def touch(self, cause: Cause, seen: Seen) -> Contact:
        """Note that a person is here, in one atomic act, however often the same updates come.

        Registers the unknown, takes over changed names, marks them active, moves ``last_seen_date`` (at most once a
        minute), and counts and logs each update of the cause at its first run only.

        Raises:
            LeaseLost: the updates are dealt with already.
            Stranger: nobody is known, and ``seen`` may not begin an acquaintance; nothing was noted.
        """
        ...


class UserRepository(Protocol):
    async def get(self, user_id: UserId) -> User | None:
        """Everything about a person."""
        ...

    async def came_by(self, user_id: UserId, source: str) -> None:
        """Remember the code of the first deep link; a later one changes nothing."""
        ...

    async def address(self, user_id: UserId, gender: Gender) -> None: ...

    async def speak(self, user_id: UserId, language: Language) -> None:
        """In this language from now on, whatever their Telegram says."""
        ...

    async def provoke(self, user_id: UserId, intensity: Intensity) -> None:
        """As hard as this."""
        ...

    async def listen(self, user_id: UserId, *, takes_voice: bool) -> None:
        """Whether their voice messages may leave for whoever transcribes them."""
        ...

    async def mark(self, user_id: UserId, marker: str, value: str) -> bool:
        """Note something about them; False if it was noted with this value already, or nobody is there."""
        ...

    async def live_in(self, user_id: UserId, time_zone: str) -> None:
        """``time_zone``: an IANA name."""
        ...

    async def consent(
        self, user_id: UserId, answer: ConsentAnswer, *, cause: Cause, at: datetime, is_whole: bool = False
    ) -> None:
        """Append what was said; the newest answer to a kind counts.

        ``is_whole``: now all that are required are given; the first time is the person's step ``consented``.
        """
        ...

    async def consents_of(self, user_id: UserId) -> frozenset[ConsentKind]:
        """Given in the present version of their text."""
        ...

    async def pause(self, user_id: UserId, cause: Cause, *, at: datetime) -> bool:
        """Leave them alone. False if they asked to go on after they asked for this."""
        ...

    async def resume(self, user_id: UserId, cause: Cause) -> bool:
        """Go on. False if they asked for a pause after they asked for this."""
        ...

    async def set_active(self, user_id: UserId, *, is_active: bool) -> None:
        """Whether anything sent to them can arrive."""
        ...

    async def learn(self, user_id: UserId, *, metaphysical_profile: dict[str, object]) -> None:
        """Take over what a session brought to light."""
        ...


class Cities(Protocol):
    def zone_of(self, city: str) -> str | None:
        """The IANA time zone of a city by its name in Russian or English, case and ё aside; ``None`` if unknown."""
        ...

    def name_of(self, zone: str, language: Language) -> str:
        """What people call an IANA time zone: by its city."""
        ...


class UsersTx(DeliveryTx, Protocol):
    @property
    def users(self) -> UserRepository: ...
