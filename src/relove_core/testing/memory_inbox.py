"""The inbox and its lanes, in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from relove_core.clock import Clock
from relove_core.delivery.model import Claim, Incoming, Lane, Pending
from relove_core.ids import BotId, ChatId
from relove_core.testing.memory_lock import MemoryLock
from relove_core.testing.memory_state import KeptLane, KeptUpdate, MemoryState

CLAIMED_AT_ONCE = 50

Place = tuple[BotId, ChatId, Lane]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryInbox:
    """Inbox in dicts. ``lease``, ``gap``, ``patience``: as the real one has them."""

    state: MemoryState
    lock: MemoryLock
    clock: Clock
    lease: timedelta
    gap: timedelta
    patience: timedelta

    async def take_in(self, updates: Sequence[Incoming]) -> tuple[int, ...]:
        async with self.lock:
            fresh = [u for u in updates if self._keep(u)]
            for place, group in groupby(sorted(fresh, key=_place_of), key=_place_of):
                self._arrive(place, list(group))
        return ()

    async def claim(self, bot_id: BotId, lane: Lane) -> Claim | None:
        async with self.lock:
            now = self.clock.now()
            free = [p for p, kept in self.state.lanes.items() if p[::2] == (bot_id, lane) and self._is_due(p, kept)]
            if not free:
                return None
            place = min(free, key=lambda p: self.state.lanes[p].due_at)
            kept = self.state.lanes[place]
            held = replace(kept, lease_until=now + self.lease, fence=kept.fence + 1)
            self.state.lanes[place] = held
            pending = tuple(map(_pending, sorted(self._pending(place), key=lambda u: u.update_id)))
            return Claim(
                bot_id=bot_id, chat_id=place[1], lane=lane, fence=held.fence, pending=pending[:CLAIMED_AT_ONCE]
            )

    async def renew(self, claim: Claim) -> bool:
        async with self.lock:
            held = self._held(claim)
            if held is not None:
                self.state.lanes[_claimed(claim)] = replace(held, lease_until=self.clock.now() + self.lease)
            return held is not None

    async def postpone(self, claim: Claim, *, until: datetime | None, failed: Sequence[int] = ()) -> None:
        async with self.lock:
            held = self._held(claim)
            if held is None:
                return
            self.state.lanes[_claimed(claim)] = replace(held, lease_until=None, postponed_until=until)
            for update_id in failed:
                kept = self.state.updates[claim.bot_id, update_id]
                if kept.state == "pending":
                    self.state.updates[claim.bot_id, update_id] = replace(kept, failures=kept.failures + 1)

    def _keep(self, update: Incoming) -> bool:
        key = (update.bot_id, update.update_id)
        if key in self.state.updates:
            return False
        self.state.updates[key] = KeptUpdate.of(update, arrival=len(self.state.updates) + 1)
        return True

    def _arrive(self, place: Place, updates: Sequence[Incoming]) -> None:
        now = self.clock.now()
        due_at = now + self.gap if all(u.may_be_joined for u in updates) else now
        lane = self.state.lanes.get(place)
        if lane is None:
            self.state.lanes[place] = KeptLane(due_at=due_at, waiting_since=now)
        elif len(list(self._pending(place))) == len(updates):
            self.state.lanes[place] = replace(lane, due_at=due_at, waiting_since=now)
        elif lane.lease_until is not None and lane.lease_until > now:
            self.state.lanes[place] = replace(lane, due_at=due_at)
        elif lane.due_at > now:
            self.state.lanes[place] = replace(lane, due_at=min(due_at, lane.waiting_since + self.patience))

    def _is_due(self, place: Place, lane: KeptLane) -> bool:
        now = self.clock.now()
        moments = (lane.due_at, lane.lease_until, lane.postponed_until)
        return all(m is None or m <= now for m in moments) and any(self._pending(place))

    def _pending(self, place: Place) -> Iterator[KeptUpdate]:
        waiting = (u for u in self.state.updates.values() if u.state == "pending")
        return (u for u in waiting if (u.bot_id, u.chat_id, u.lane) == place)

    def _held(self, claim: Claim) -> KeptLane | None:
        lane = self.state.lanes.get(_claimed(claim))
        return lane if lane is not None and lane.fence == claim.fence and lane.lease_until is not None else None


def _place_of(update: Incoming) -> Place:
    return (update.bot_id, update.chat_id, update.lane)


def _claimed(claim: Claim) -> Place:
    return (claim.bot_id, claim.chat_id, claim.lane)


def _pending(kept: KeptUpdate) -> Pending:
    return Pending(
        update_id=kept.update_id, raw=kept.raw or b"", may_be_joined=kept.may_be_joined, failures=kept.failures
    )
