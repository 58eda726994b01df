"""Whom of the people an act of the team is about."""

from relove_core.errors import NotFound
from relove_core.ids import UserId
from relove_core.users.model import User
from relove_core.users.ports import UsersTx

MOST_DIGITS = 18


class PersonUnknown(NotFound):
    """Nobody is known by this id."""

    code = "profile.person_unknown"


async def require_person(tx: UsersTx, user_id: UserId) -> User:
    """Raises PersonUnknown."""
    user = await tx.users.get(user_id)
    if user is None:
        raise PersonUnknown(f"there is no person {user_id}")
    return user


def number_in(word: str) -> int | None:
    """The id that somebody wrote, if it can be one."""
    is_number = word.isascii() and word.isdecimal() and len(word) <= MOST_DIGITS
    return int(word) if is_number else None
