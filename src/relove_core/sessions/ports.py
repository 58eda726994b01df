"""Where sessions are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from relove_core.ids import SessionId, UserId
from relove_core.journey.ports import JourneyTx
from relove_core.sessions.memory import Digest
from relove_core.sessions.model import Remark, Session


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

    async def words_of(self, user_id: UserId, *, most: int) -> tuple[Remark, ...]:
        """The newest of what the person has said in any session, oldest first."""
        ...

    async def hear(self, user_id: UserId, remarks: Sequence[Remark], *, at: datetime) -> Session | None:
        """``Session.hear`` on the active session, in one act; ``None`` if there is none.

        The version stays: only an answer that did not hear these words is outdated by them, no pause and no closing.
        """
        ...

    async def revise(self, user_id: UserId, telegram_message_id: int, texts: Sequence[str]) -> bool:
        """``revised`` on the active session: what was said in a message that is not answered yet, in its parts.

        False if there is no such message.
        """
        ...

    async def save(self, session: Session) -> None:
        """Write everything, of the remarks the coach's newest one (``hear`` keeps the others), and bump the version.

        From now on its stage is to be looked at if ``Session.is_analysis_due`` says so.

        Raises:
            SessionChanged: the stored version is not ``session.version``, or something was heard since it was read and
                the coach's newest remark does not answer it.
        """
        ...

    async def expire(self, *, untouched_since: datetime, at: datetime, most: int) -> int:
        """Close active sessions as expired (``Step.EXPIRE``) that nobody has touched since; how many there were.

        Those in which somebody said what nobody has looked at are due for an analysis, as after ``save``.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAnalysis:
    """A session whose stage is to be looked at; ours until ``until``, which also tells this claim from any other."""

    session_id: SessionId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanalysed:
    """The same with what is to be looked at."""

    session: Session
    until: datetime


class AnalysisRepository(Protocol):
    async def take(self, *, lease: timedelta) -> DueAnalysis | None:
        """The session that has been due the longest; ``None`` if none is.

        One in support waits until it is an ordinary one again.

        Nobody else gets it until the lease ends; then it is due again. It is not read here: one that cannot be read
        would keep all others from being taken.
        """
        ...

    async def load(self, due: DueAnalysis) -> Unanalysed | None:
        """What was taken, with the newest part of its history; ``None`` if it is in other hands by now, or is gone."""
        ...

    async def finish(self, taken: Unanalysed, *, digest: Digest | None = None) -> bool:
        """All that it held when it was taken has been looked at; False if it is in other hands by now, or is gone.

        A ``digest`` takes the place of the one before.

        The session's version stays: an answer that is being made is not outdated.
        """
        ...

    async def notice_silent(self, *, untouched_since: datetime, most: int) -> int:
        """Make active sessions due that nobody has touched since and that hold words of the person which nobody has
        looked at; how many there were. What is due already stays so."""
        ...


class SessionsTx(JourneyTx, Protocol):
    @property
    def sessions(self) -> SessionRepository: ...
    @property
    def analyses(self) -> AnalysisRepository: ...
