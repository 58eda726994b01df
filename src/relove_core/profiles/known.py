"""What is known of somebody before their page is read, and whether anything may be made of it."""

from dataclasses import dataclass

from relove_core.ids import UserId
from relove_core.profiles.material import MOST_DEEDS, Deed
from relove_core.profiles.offered import Offered
from relove_core.profiles.portrait import Portrait, ProfileVersion
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.rotation import Claim, Outcome, ProfileOutdated
from relove_core.streams.model import INTERESTED
from relove_core.users.consent import REQUIRED
from relove_core.users.model import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """``newest``: the version that holds; ``photo_key``: of the photo that is kept."""

    user: User
    deeds: tuple[Deed, ...]
    newest: ProfileVersion | None
    photo_key: str | None
    offered: Offered

    @property
    def portrait(self) -> Portrait | None:
        """One that only says that too little is known is none."""
        return self.newest.portrait if self.newest and self.newest.portrait.is_enough else None

    @property
    def is_portrayed(self) -> bool:
        """Whether there is a portrait, and nothing was done since."""
        if self.newest is None or self.portrait is None:
            return False
        return not self.deeds or self.deeds[-1].at <= self.newest.made_at


async def known_of(tx: ProfilesTx, claim: Claim) -> Known | Outcome:
    """What there is, or why nothing is made of them now. Raises ProfileOutdated: see ``skip``."""
    skipped = await skip(tx, claim)
    if skipped:
        return skipped
    user = await _there(tx, claim.user_id)
    return Known(
        user=user,
        deeds=await tx.profiles.deeds_of(user.id, most=MOST_DEEDS),
        newest=await tx.profiles.newest(user.id),
        photo_key=await tx.profiles.photo_key(user.id),
        offered=Offered(streams=await tx.streams.all(), marked=_marked(user)),
    )


async def skip(tx: ProfilesTx, claim: Claim) -> Outcome | None:
    """Why nothing is made of them now; safety is locked first, then the person, then whose turn it is.

    Raises:
        ProfileOutdated: the claim is over, or the person is gone.
    """
    safety = await tx.safety.of(claim.user_id)
    if not await tx.profiles.is_ours(claim):
        raise ProfileOutdated(f"person {claim.user_id} is in other hands, or gone")
    user = await _there(tx, claim.user_id)
    if not await tx.users.consents_of(user.id) >= REQUIRED:
        return Outcome.NO_CONSENT
    if not user.is_active:
        return Outcome.INACTIVE
    return None if safety.allows_provocation else Outcome.HELD


async def _there(tx: ProfilesTx, user_id: UserId) -> User:
    user = await tx.users.get(user_id)
    if user is None:
        raise ProfileOutdated(f"person {user_id} is gone")
    return user


def _marked(user: User) -> tuple[str, ...]:
    marked = user.markers.get(INTERESTED)
    return tuple(slug for slug in marked if isinstance(slug, str)) if isinstance(marked, list | tuple) else ()
