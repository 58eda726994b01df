"""Forgetting a person, in memory."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.delivery.outcomes import OutboxState
from relove_core.ids import ChatId, UserId
from relove_core.privacy.ports import Erasure, NobodyThere
from relove_core.testing.memory_lock import MemoryLock
from relove_core.testing.memory_state import KeptErasure, KeptLane, KeptUpdate, MemoryState, after

LEASE = timedelta(seconds=30)
UNTIL_SENT = timedelta(seconds=2)
UNTIL_SURE = timedelta(seconds=15)
K = TypeVar("K")
V = TypeVar("V")


class MemoryForgetting:
    """Forgetting in dicts; what a foreign key does in the database is done by hand."""

    def __init__(self, state: MemoryState, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def forget(self, cause: Cause, user_id: UserId) -> None:
        self._drop_rows(user_id)
        self._disown(user_id)
        self._cancel(user_id)
        self._drop_updates(cause)
        self._take_lanes(cause)
        now = self._clock.now()
        self._state.erasures[after(self._state.erasures)] = KeptErasure(user_id=user_id, asked_at=now, due_at=now)

    def _drop_rows(self, person: UserId) -> None:
        state = self._state
        theirs = {n for n, session in state.sessions.items() if session.user_id == person}
        state.users.pop(person, None)
        state.pauses.pop(person, None)
        state.rates.pop(person, None)
        state.safety.pop(person, None)
        drop(state.analyses, lambda n, _: n in theirs)
        drop(state.sessions, lambda n, _: n in theirs)
        drop(state.signals, lambda _, kept: kept[0] == person)
        drop(state.alerts, lambda _, kept: kept.alert.user_id == person)
        drop(state.consents, lambda key, _: key[0] == person)
        drop(state.stage_records, lambda _, record: record.user_id == person)
        drop(state.links, lambda _, kept: kept.user_id == person)
        drop(state.steps, lambda key, _: key[0] == person)
        drop(state.profile_versions, lambda _, version: version.user_id == person)
        state.profile_states.pop(person, None)

    def _disown(self, person: UserId) -> None:
        state = self._state
        for order, purchase in state.purchases.items():
            if purchase.user_id == person:
                state.purchases[order] = replace(purchase, user_id=None)
        for number, kept in state.alerts.items():
            if kept.acknowledged_by == person:
                state.alerts[number] = replace(kept, acknowledged_by=None)
        for kind, mute in state.alert_mutes.items():
            if mute.by == person:
                state.alert_mutes[kind] = replace(mute, by=None)
        for other, safety in state.safety.items():
            if safety.released_by == person:
                state.safety[other] = replace(safety, released_by=None)
        for number, version in state.profile_versions.items():
            if version.provenance.made_by == person:
                nobody = replace(version.provenance, made_by=None)
                state.profile_versions[number] = replace(version, provenance=nobody)
        for run_id, kept_run in state.rotation_runs.items():
            if kept_run.run.asked_by == person:
                state.rotation_runs[run_id] = replace(kept_run, run=replace(kept_run.run, asked_by=None))

    def _cancel(self, person: UserId) -> None:
        chat_id = ChatId(person)
        for key, kept in self._state.messages.items():
            if kept.message is not None and (kept.message.chat_id == chat_id or self._tells_of(person, kept.message)):
                self._state.messages[key] = replace(kept, state=OutboxState.CANCELLED, message=None)

    def _tells_of(self, person: UserId, message: Outgoing) -> bool:
        reader = self._state.users.get(UserId(message.chat_id))
        return reader is not None and reader.is_admin and str(person) in message.html

    def _drop_updates(self, cause: Cause) -> None:
        ours = [(cause.bot_id, update_id) for update_id in cause.update_ids]
        asked = min(self._state.updates[key].arrival for key in ours)
        for key, kept in self._state.updates.items():
            if kept.chat_id == cause.chat_id and key not in ours and kept.state != "done":
                self._state.updates[key] = self._dropped(kept, asked)

    def _dropped(self, kept: KeptUpdate, asked: int) -> KeptUpdate:
        if kept.state == "pending" and kept.arrival > asked:
            return replace(kept, runs=0)
        return replace(kept, state="done", raw=None, chat_id=None)

    def _take_lanes(self, cause: Cause) -> None:
        for place, lane in self._state.lanes.items():
            if place[1] == cause.chat_id and place != (cause.bot_id, cause.chat_id, cause.lane):
                self._state.lanes[place] = replace(lane, fence=lane.fence + 1, lease_until=None, postponed_until=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryErasures:
    """Erasures in dicts; ``batch``: how many rows of the log go at once."""

    state: MemoryState
    lock: MemoryLock
    clock: Clock
    batch: int = 2

    async def take(self) -> Erasure | None:
        async with self.lock:
            now = self.clock.now()
            open_ = ((n, kept) for n, kept in self.state.erasures.items() if kept.user_id is not None)
            due = ((n, kept) for n, kept in open_ if kept.due_at <= now)
            number, kept = min(due, key=lambda one: one[1].due_at, default=(0, None))
            if kept is None or kept.user_id is None:
                return None
            self.state.erasures[number] = replace(kept, due_at=now + LEASE)
            return Erasure(id=number, user_id=kept.user_id, asked_at=kept.asked_at, until=now + LEASE)

    async def go_on(self, erasure: Erasure) -> bool:
        async with self.lock:
            kept = self.state.erasures[erasure.id]
            if kept.user_id is None:
                return True
            rest = timedelta(0) if self._take_away(erasure) else self._look(ChatId(erasure.user_id))
            upcoming = self.clock.now() + (rest or timedelta(0))
            person = None if rest is None else kept.user_id
            self.state.erasures[erasure.id] = replace(kept, user_id=person, due_at=upcoming)
            return rest is None

    def _take_away(self, erasure: Erasure) -> bool:
        theirs = [
            n
            for n, kept in self.state.activities.items()
            if kept.user_id == erasure.user_id and kept.at <= erasure.asked_at
        ]
        for number in theirs[: self.batch]:
            del self.state.activities[number]
        return bool(theirs)

    def _look(self, chat_id: ChatId) -> timedelta | None:
        if UserId(chat_id) in self.state.users:
            return None
        state = self.state
        if any(kept.message is not None and kept.message.chat_id == chat_id for kept in state.messages.values()):
            return UNTIL_SENT
        swept = drop(state.lanes, lambda place, lane: place[1] == chat_id and self._is_idle(place, lane))
        swept += drop(state.chats, lambda place, _: place[1] == chat_id)
        if any(place[1] == chat_id for place in state.lanes):
            return UNTIL_SENT
        return UNTIL_SURE if swept else None

    def _is_idle(self, place: tuple[object, ChatId, object], lane: KeptLane) -> bool:
        is_held = lane.lease_until is not None and lane.lease_until > self.clock.now()
        waits = (u for u in self.state.updates.values() if u.state == "pending")
        return not is_held and not any((u.bot_id, u.chat_id, u.lane) == place for u in waits)


class MemoryDossiers:
    """Dossiers of these pieces for everybody; without any, nobody is there."""

    def __init__(self, *pieces: str) -> None:
        self._pieces = pieces

    async def of(self, user_id: UserId) -> AsyncIterator[str]:
        if not self._pieces:
            raise NobodyThere(f"there is no {user_id}")
        for piece in self._pieces:
            yield piece


def drop(table: dict[K, V], is_theirs: Callable[[K, V], bool]) -> int:
    """Delete the rows that are theirs; how many."""
    theirs = [key for key, row in table.items() if is_theirs(key, row)]
    for key in theirs:
        del table[key]
    return len(theirs)
