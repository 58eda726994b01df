"""The port to whoever can tell which programme a conversation speaks for."""

from typing import Protocol

from relove_core.sessions.model import Session
from relove_core.users.model import Contact


class Suggests(Protocol):
    async def __call__(self, session: Session, contact: Contact) -> str | None:
        """The slug of the one programme that the person is ready for by what they said here; ``None``: none is.

        Nobody can tell now: that is none, too. No transaction is open.
        """
        ...
