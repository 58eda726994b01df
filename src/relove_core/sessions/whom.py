"""The person a question to the coach is about, as far as the coach has to know."""

from dataclasses import dataclass

from relove_core.ids import VersionId
from relove_core.journey.model import Stage
from relove_core.profiles.model import Profile, profile_from
from relove_core.users.model import Contact, Intensity, User, address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    stage: Stage | None
    address: str
    intensity: Intensity
    may_die_symbolically: bool
    """Whether death may stand for change in what is said to them."""
    names: tuple[str, ...]
    """What they are called: hidden wherever it occurs."""
    profile: Profile
    profile_version: VersionId | None = None
    """Of their portrait; ``None``: there is none, or nobody speaks with them now."""


def whom_of(contact: Contact) -> Whom:
    return Whom(
        stage=Stage(contact.stage) if contact.stage else None,
        address=contact.address,
        intensity=contact.intensity,
        may_die_symbolically=contact.may_die_symbolically,
        names=contact.names,
        profile=profile_from(contact.metaphysical_profile),
        profile_version=contact.profile_version,
    )


def whom_away(user: User, *, may_die_symbolically: bool) -> Whom:
    """Somebody who is not here at the moment: for what is thought about in the background."""
    return Whom(
        stage=Stage(user.last_journey_stage) if user.last_journey_stage else None,
        address=address_of(user.gender),
        intensity=user.intensity,
        may_die_symbolically=may_die_symbolically,
        names=user.names,
        profile=profile_from(user.metaphysical_profile),
    )
