"""Which sessions are due for a look at their stage, in memory."""

from dataclasses import replace
from datetime import datetime, timedelta

from relove_core.clock import Clock
from relove_core.sessions.memory import Digest
from relove_core.sessions.model import SessionState
from relove_core.sessions.ports import DueAnalysis, Unanalysed
from relove_core.testing.memory_sessions import recent
from relove_core.testing.memory_state import MemoryState


class MemoryAnalyses:
    """AnalysisRepository: ``MemorySessions.save`` makes sessions due, a lease makes them due later."""

    def __init__(self, state: MemoryState, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def take(self, *, lease: timedelta) -> DueAnalysis | None:
        now = self._clock.now()
        due = [(at, session_id) for session_id, at in self._state.analyses.items() if at <= now]
        due = [(at, n) for at, n in due if self._state.sessions[n].state is not SessionState.SUPPORT]
        if not due:
            return None
        _, session_id = min(due)
        until = self._state.analyses[session_id] = now + lease
        return DueAnalysis(session_id=session_id, until=until)

    async def load(self, due: DueAnalysis) -> Unanalysed | None:
        session = self._state.sessions.get(due.session_id)
        if session is None or self._state.analyses.get(due.session_id) != due.until:
            return None
        return Unanalysed(session=recent(session), until=due.until)

    async def finish(self, taken: Unanalysed, *, digest: Digest | None = None) -> bool:
        session = self._state.sessions.get(taken.session.id)
        if session is None or self._state.analyses.get(session.id) != taken.until:
            return False
        read = taken.session.length
        digest = digest or Digest(text=session.digest, length=session.digested_length)
        self._state.sessions[session.id] = replace(
            session,
            analysed_length=max(session.analysed_length, read),
            digest=digest.text,
            digested_length=digest.length,
        )
        if session.is_active or session.length <= read:
            del self._state.analyses[session.id]
        else:
            self._state.analyses[session.id] = self._clock.now()
        return True

    async def notice_silent(self, *, untouched_since: datetime, most: int) -> int:
        silent = [
            s.id
            for s in self._state.sessions.values()
            if s.is_active and s.unanalysed and s.updated_at < untouched_since and s.id not in self._state.analyses
        ][:most]
        self._state.analyses.update(dict.fromkeys(silent, self._clock.now()))
        return len(silent)
