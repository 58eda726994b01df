"""Whom an act of the team is about, and who of it does it."""

from relove_core.errors import InvalidInput, NotFound
from relove_core.ids import UserId
from relove_core.users.model import User
from relove_core.users.ports import UsersTx

MOST_DIGITS = 18


class PersonUnknown(NotFound):
    """Nobody is known by this id."""

    code = "profile.person_unknown"


class NotOfTheTeam(InvalidInput):
    """What only an admin decides is signed by one."""

    code = "profile.not_of_the_team"


async def require_person(tx: UsersTx, user_id: UserId) -> User:
    """Raises PersonUnknown."""
    user = await tx.users.get(user_id)
    if user is None:
        raise PersonUnknown(f"there is no person {user_id}")
    return user


async def require_admin_of(tx: UsersTx, user_id: UserId) -> None:
    """Raises NotOfTheTeam."""
    user = await tx.users.get(user_id)
    if user is None or not user.is_admin:
        raise NotOfTheTeam(f"person {user_id} is no admin")


def number_in(word: str) -> int | None:
    """The id that somebody wrote, if it can be one."""
    is_number = word.isascii() and word.isdecimal() and len(word) <= MOST_DIGITS
    return int(word) if is_number else None
