"""Where sessions are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from relove_core.ids import UserId
from relove_core.safety.ports import SafetyTx
from relove_core.sessions.model import Remark, Session
from relove_core.users.ports import UsersTx


class SessionRepository(Protocol):
    async def open(self, session: Session) -> Session:
        """Keep a new session and return it with the id it got; the given id is ignored.

        Raises:
            SessionAlreadyActive: the person has one.
        """
        ...

    async def active_of(self, user_id: UserId, *, whole: bool = False) -> Session | None:
        """The person's one active session, if there is one, with the newest part of its history (or all of it).

        What is unanswered is always part of it.
        """
        ...

    async def latest_of(self, user_id: UserId) -> Session | None:
        """The newest session, active or not, without its history."""
        ...

    async def hear(self, user_id: UserId, remarks: Sequence[Remark], *, at: datetime) -> Session | None:
        """``Session.hear`` on the active session, in one act; ``None`` if there is none.

        The version stays: only an answer that did not hear these words is outdated by them, no pause and no closing.
        """
        ...

    async def revise(self, user_id: UserId, telegram_message_id: int, text: str) -> bool:
        """Replace what was said in a remark that is not answered yet; False if there is no such remark."""
        ...

    async def save(self, session: Session) -> None:
        """Write everything, of the remarks the coach's newest one (``hear`` keeps the others), and bump the version.

        Raises:
            SessionChanged: the stored version is not ``session.version``, or something was heard since it was read and
                the coach's newest remark does not answer it.
        """
        ...


class SessionsTx(UsersTx, SafetyTx, Protocol):
    @property
    def sessions(self) -> SessionRepository: ...
