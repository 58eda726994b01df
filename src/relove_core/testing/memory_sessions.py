"""Sessions, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from relove_core.clock import Clock
from relove_core.ids import SessionId, UserId
from relove_core.llm import Speaker
from relove_core.sessions.model import Remark, Session, SessionAlreadyActive, SessionChanged, Step
from relove_core.sessions.revision import revised
from relove_core.testing.memory_state import MemoryState, after

RECENT = 60


class MemorySessions:
    """SessionRepository in a dict that holds every history whole, with the real version check."""

    def __init__(self, state: MemoryState, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def open(self, session: Session) -> Session:
        if self._active(session.user_id) is not None:
            raise SessionAlreadyActive(f"person {session.user_id} has an active session")
        opened = replace(session, id=SessionId(after(self._state.sessions)), version=0)
        self._state.sessions[opened.id] = opened
        return opened

    async def active_of(self, user_id: UserId, *, whole: bool = False) -> Session | None:
        active = self._active(user_id)
        return active if active is None or whole else recent(active)

    async def latest_of(self, user_id: UserId) -> Session | None:
        mine = [s for s in self._state.sessions.values() if s.user_id == user_id]
        return replace(max(mine, key=lambda s: s.id), history=()) if mine else None

    async def words_of(self, user_id: UserId, *, most: int) -> tuple[Remark, ...]:
        mine = sorted((s for s in self._state.sessions.values() if s.user_id == user_id), key=lambda s: s.id)
        return tuple(r for s in mine for r in s.history if r.speaker is Speaker.PERSON)[-most:]

    async def hear(self, user_id: UserId, remarks: Sequence[Remark], *, at: datetime) -> Session | None:
        active = self._active(user_id)
        if active is None:
            return None
        heard = active.hear(remarks, at=at)
        self._state.sessions[active.id] = heard
        return recent(heard)

    async def revise(self, user_id: UserId, telegram_message_id: int, texts: Sequence[str]) -> bool:
        active = self._active(user_id)
        after = revised(active, telegram_message_id, texts) if active else None
        if after is not None:
            self._state.sessions[after.id] = after
        return after is not None

    async def expire(self, *, untouched_since: datetime, at: datetime, most: int) -> int:
        idle = [s for s in self._state.sessions.values() if s.is_active and s.updated_at < untouched_since][:most]
        for session in idle:
            expired = session.move(Step.EXPIRE, at=at)
            self._note_analysis(session, expired)
            self._state.sessions[session.id] = replace(expired, version=session.version + 1)
        return len(idle)

    async def save(self, session: Session) -> None:
        stored = self._state.sessions.get(session.id)
        if stored is None or stored.version != session.version:
            raise SessionChanged(f"session {session.id}: version {session.version} is stale")
        history = _with_answer(stored, session)
        self._note_analysis(stored, session)
        self._state.sessions[session.id] = replace(
            session,
            history=history,
            length=len(history),
            analysed_length=max(stored.analysed_length, session.analysed_length),
            digest=stored.digest,
            digested_length=stored.digested_length,
            version=stored.version + 1,
        )

    def _note_analysis(self, stored: Session, session: Session) -> None:
        """Due from now on, or due already; a view from before an analysis makes no active session due."""
        is_fresh = stored.analysed_length <= session.analysed_length
        if session.is_analysis_due and (is_fresh or not session.is_active):
            self._state.analyses.setdefault(session.id, self._clock.now())
        elif not session.is_active:
            self._state.analyses.pop(session.id, None)

    def _active(self, user_id: UserId) -> Session | None:
        mine = (s for s in self._state.sessions.values() if s.user_id == user_id)
        return next((s for s in mine if s.is_active), None)


def recent(session: Session) -> Session:
    """The newest part of the history, everything unanswered included."""
    first = min((r.position for r in session.unanswered), default=session.length)
    return replace(session, history=session.history[max(0, min(first, session.length - RECENT)) :])


def _with_answer(stored: Session, session: Session) -> tuple[Remark, ...]:
    """What is stored, and the coach's newest remark if it is not; that one answers all before it."""
    spoken = session.last_spoken
    if spoken is None:
        return stored.history
    answers = not session.unanswered
    history = tuple(
        replace(r, is_answered=r.is_answered or (answers and r.position < spoken.position)) for r in stored.history
    )
    if spoken.position < len(history):
        if (history[spoken.position].speaker, history[spoken.position].text) != (spoken.speaker, spoken.text):
            raise SessionChanged(f"session {session.id}: something else was said meanwhile")
        return history
    return (*history, spoken)
