"""Passes of the rotation, in memory."""

from dataclasses import replace
from datetime import timedelta

from relove_core.clock import Clock
from relove_core.ids import RunId, UserId
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.rotation import Outcome, RotationRun, RunKind
from relove_core.testing.memory_state import KeptProfileState, KeptRun, MemoryState, next_fence, next_number


class MemoryRuns:
    """RunRepository in dicts."""

    def __init__(self, state: MemoryState, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def get(self, run_id: RunId) -> RotationRun | None:
        kept = self._state.rotation_runs.get(run_id)
        return kept.run if kept else None

    async def of(self, user_id: UserId) -> RotationRun | None:
        kept = self._state.profile_states.get(user_id)
        return await self.get(kept.run_id) if kept is not None and kept.run_id is not None else None

    async def unfinished(self) -> tuple[RotationRun, ...]:
        return tuple(kept.run for _, kept in sorted(self._state.rotation_runs.items()) if not kept.run.finished_at)

    async def latest(self, *, most: int) -> tuple[RotationRun, ...]:
        return tuple(kept.run for _, kept in sorted(self._state.rotation_runs.items(), reverse=True)[:most])

    async def begin_scheduled(self, *, period: timedelta) -> RotationRun | None:
        now = self._clock.now()
        scheduled = [kept.run for kept in self._state.rotation_runs.values() if kept.run.kind is RunKind.SCHEDULED]
        if any(run.finished_at is None or run.began_at > now - period for run in scheduled):
            return None
        return self._begin(RotationRun(id=RunId(0), kind=RunKind.SCHEDULED, began_at=now))

    async def begin_asked(
        self, asked_by: UserId | None, *, wanted: int | None = None, is_of_everybody: bool = False
    ) -> RotationRun:
        run = RotationRun(id=RunId(0), kind=RunKind.ASKED, asked_by=asked_by, began_at=self._clock.now(), wanted=wanted)
        return self._begin(run, marked_to=0 if is_of_everybody else None)

    def _begin(self, run: RotationRun, *, marked_to: int | None = None) -> RotationRun:
        begun = replace(run, id=RunId(next_number(self._state, "run")))
        self._state.rotation_runs[begun.id] = KeptRun(run=begun, marked_to=marked_to)
        return begun

    async def mark(self, run: RotationRun, user_id: UserId) -> bool:
        now = self._clock.now()
        begun = self._state.rotation_runs[run.id].run
        if user_id not in self._state.users or begun.finished_at or begun.is_stopped:
            return False
        kept = self._state.profile_states.get(user_id) or KeptProfileState(fence=next_fence(self._state))
        if (kept.is_wanted(now) and self._goes_on(kept.run_id)) or not kept.is_free(now):
            return False
        self._state.profile_states[user_id] = replace(kept, asked_at=now, run_id=run.id)
        return True

    def _goes_on(self, run_id: RunId | None) -> bool:
        return run_id is not None and not self._state.rotation_runs[run_id].run.is_stopped

    async def mark_everybody(self, run: RotationRun, freshness: Freshness, *, most: int) -> bool:
        kept = self._state.rotation_runs[run.id]
        if kept.marked_to is None:
            return True
        since = self._clock.now() - freshness.window
        people = (self._state.users[user_id] for user_id in sorted(self._state.users) if user_id > kept.marked_to)
        batch = list(people)[:most]
        marked = sum([await self.mark(run, u.id) for u in batch if u.is_active and u.last_seen_date > since])
        self._state.rotation_runs[run.id] = KeptRun(
            run=replace(kept.run, wanted=(kept.run.wanted or 0) + marked),
            marked_to=batch[-1].id if len(batch) == most else None,
        )
        return len(batch) < most

    async def end_if_done(self, run: RotationRun) -> RotationRun | None:
        kept = self._state.rotation_runs[run.id]
        if kept.run.finished_at or kept.marked_to is not None or self._is_left(kept.run):
            return None
        return self._kept(replace(kept.run, finished_at=self._clock.now()))

    def _is_left(self, run: RotationRun) -> bool:
        """Whoever is asked for as well is not of a scheduled run, unless it has begun on them."""
        is_scheduled = run.kind is RunKind.SCHEDULED
        return any(
            kept.run_id == run.id
            or (is_scheduled and kept.asked_at is None and kept.due_at is not None and kept.due_at <= run.began_at)
            for kept in self._state.profile_states.values()
        )

    async def stop(self, run: RotationRun) -> RotationRun:
        kept = self._state.rotation_runs[run.id]
        if kept.run.finished_at or kept.run.kind is not RunKind.ASKED:
            return kept.run
        return self._kept(replace(kept.run, is_stopped=True))

    async def let_go(self, run: RotationRun, *, most: int) -> bool:
        now = self._clock.now()
        if not self._state.rotation_runs[run.id].run.is_stopped:
            return True
        theirs = [(u, kept) for u, kept in self._state.profile_states.items() if kept.run_id == run.id]
        free = [(user_id, kept) for user_id, kept in theirs if kept.is_free(now)][:most]
        for user_id, kept in free:
            self._state.profile_states[user_id] = replace(kept, asked_at=None, run_id=None)
        return len(free) < most

    def _kept(self, run: RotationRun) -> RotationRun:
        self._state.rotation_runs[run.id] = KeptRun(run=run)
        return run


def count(state: MemoryState, run_id: RunId | None, outcome: Outcome, tokens: int) -> None:
    """Count what became of one refresh in its run, if it has one."""
    kept = state.rotation_runs.get(run_id) if run_id is not None else None
    if kept is None:
        return
    column = "skipped" if outcome.is_skipped else outcome.value
    counted = {column: getattr(kept.run, column) + 1, "tokens": kept.run.tokens + tokens}
    state.rotation_runs[kept.run.id] = replace(kept, run=replace(kept.run, **counted))
