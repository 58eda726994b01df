"""Whose portrait is to be made anew, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from relove_core.clock import Clock
from relove_core.ids import UserId
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.rotation import Claim, RotationRun
from relove_core.testing.memory_lock import MemoryLock
from relove_core.testing.memory_state import KeptProfileState, MemoryState, next_fence


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryRefreshes:
    """Refreshes in a dict."""

    state: MemoryState
    lock: MemoryLock
    clock: Clock
    freshness: Freshness = field(default_factory=Freshness)
    lease: timedelta = timedelta(seconds=150)

    async def claim_asked(self, *, most: int, run: RotationRun | None = None) -> Sequence[Claim]:
        async with self.lock:
            now = self.clock.now()
            waiting = [
                (kept.run_id is not None, kept.asked_at, user_id)
                for user_id, kept in self.state.profile_states.items()
                if kept.is_wanted(now) and kept.is_free(now) and (run is None or kept.run_id == run.id)
            ]
            return [self._claim(user_id) for *_, user_id in sorted(waiting)[:most]]

    async def claim_stale(self, run: RotationRun, *, most: int) -> Sequence[Claim]:
        async with self.lock:
            now = self.clock.now()
            stale = [
                (kept.due_at, user_id)
                for user_id, kept in self.state.profile_states.items()
                if kept.due_at and kept.due_at <= run.began_at and kept.asked_at is None and kept.is_free(now)
            ]
            awake = [user_id for _, user_id in sorted(stale) if not self._is_put_to_sleep(user_id)]
            return [self._claim(user_id, run) for user_id in awake[:most]]

    def _is_put_to_sleep(self, user_id: UserId) -> bool:
        is_asleep = self.state.users[user_id].last_seen_date <= self.clock.now() - self.freshness.window
        if is_asleep:
            self._change(user_id, due_at=None, run_id=None, lease_until=None)
        return is_asleep

    def _claim(self, user_id: UserId, run: RotationRun | None = None) -> Claim:
        until = self.clock.now() + self.lease
        before = self.state.profile_states[user_id]
        lost = before.lost + (before.lease_until is not None)
        kept = self._change(user_id, lease_until=until, fence=next_fence(self.state), lost=lost)
        if run is not None:
            kept = self._change(user_id, run_id=run.id)
        return Claim(
            user_id=user_id, fence=kept.fence, until=until, run_id=kept.run_id, failures=kept.failures, lost=lost
        )

    async def give_back(self, claims: Sequence[Claim]) -> None:
        async with self.lock:
            for claim in claims:
                kept = self.state.profile_states.get(claim.user_id)
                if kept is not None and kept.fence == claim.fence:
                    self._change(claim.user_id, lease_until=None)

    def _change(self, user_id: UserId, **changes: object) -> KeptProfileState:
        kept = self.state.profile_states[user_id]
        changed = replace(kept, **changes)  # type: ignore[arg-type]  # names are checked by replace
        self.state.profile_states[user_id] = changed
        return changed
