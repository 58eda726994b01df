"""An admin brings an earlier version of a portrait back, as a new one: nothing that was is lost."""

from dataclasses import dataclass
from datetime import datetime

from relove_core.clock import Clock
from relove_core.errors import Conflict, InvalidInput
from relove_core.ids import UserId, VersionId
from relove_core.markup import clean
from relove_core.profiles.guards import require_admin_of, require_person
from relove_core.profiles.portrait import ProfileVersion, Provenance, VersionAuthor
from relove_core.profiles.ports import ProfilesTx
from relove_core.transactions import Begin

REASON_CHARS = (3, 500)
"""A word at the least, a paragraph at the most. Source: our own choice."""


class VersionIsCurrent(Conflict):
    """It holds already."""

    code = "profile.version_is_current"


class BadReason(InvalidInput):
    """Why is kept with the version: from 3 to 500 characters."""

    code = "profile.bad_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBack:
    begin: Begin[ProfilesTx]
    clock: Clock

    async def __call__(self, user_id: UserId, version_id: VersionId, *, by: UserId, reason: str) -> ProfileVersion:
        """``by``: which admin. Raises NotOfTheTeam, PersonUnknown, VersionUnknown, VersionIsCurrent, BadReason."""
        async with self.begin() as tx:
            await require_admin_of(tx, by)
            return await roll_back(tx, user_id, version_id, by=by, reason=reason, at=self.clock.now())


async def roll_back(
    tx: ProfilesTx, user_id: UserId, version_id: VersionId, *, by: UserId, reason: str, at: datetime
) -> ProfileVersion:
    """Raises PersonUnknown, VersionUnknown, VersionIsCurrent, BadReason.

    The rotation leaves it until there is new input: what the versions after it were made of is known by their keys,
    and nothing is made of the same twice.
    """
    reason = " ".join(clean(reason).split())
    if not REASON_CHARS[0] <= len(reason) <= REASON_CHARS[1]:
        raise BadReason(f"a reason has from {REASON_CHARS[0]} to {REASON_CHARS[1]} characters")
    await require_person(tx, user_id)
    version = await tx.profiles.get(user_id, version_id)
    newest = await tx.profiles.newest(user_id)
    if newest is not None and newest.portrait == version.portrait:
        raise VersionIsCurrent(f"version {version_id} holds already")
    provenance = Provenance(author=VersionAuthor.ADMIN, made_by=by, reason=reason, restores=version_id)
    return await tx.profiles.append(user_id, version.portrait, provenance, at=at)
