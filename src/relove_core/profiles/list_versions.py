"""The versions of a person's portrait, for the team."""

from dataclasses import dataclass

from relove_core.ids import UserId
from relove_core.profiles.guards import require_person
from relove_core.profiles.portrait import ProfileVersion
from relove_core.profiles.ports import ProfilesTx
from relove_core.transactions import Begin

MOST_LISTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersions:
    begin: Begin[ProfilesTx]

    async def __call__(self, user_id: UserId, *, most: int = MOST_LISTED) -> tuple[ProfileVersion, ...]:
        """The newest first: it is the one that holds. Raises PersonUnknown."""
        async with self.begin() as tx:
            return await versions_of(tx, user_id, most=most)


async def versions_of(tx: ProfilesTx, user_id: UserId, *, most: int = MOST_LISTED) -> tuple[ProfileVersion, ...]:
    """Raises PersonUnknown."""
    await require_person(tx, user_id)
    return await tx.profiles.versions(user_id, most=most)
