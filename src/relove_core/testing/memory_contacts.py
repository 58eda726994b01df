"""What happens at every contact, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, LeaseLost
from relove_core.ids import UserId
from relove_core.profiles.freshness import Freshness
from relove_core.safety.levels import CrisisLevel
from relove_core.streams.conversion import ConversionStep
from relove_core.testing.memory_lock import MemoryLock
from relove_core.testing.memory_state import (
    KeptActivity,
    KeptProfileState,
    KeptRate,
    KeptUpdate,
    MemoryState,
    after,
    next_fence,
)
from relove_core.testing.memory_streams import take
from relove_core.users.model import Contact, User, language_of
from relove_core.users.ports import Seen, Stranger

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryContacts:
    state: MemoryState
    lock: MemoryLock
    clock: Clock
    freshness: Freshness = field(default_factory=Freshness)

    async def touch(self, cause: Cause, seen: Seen) -> Contact:
        async with self.lock:
            is_new = seen.user_id not in self.state.users
            if is_new and not seen.may_be_new:
                raise Stranger("nobody is known by this id")
            begun = self._begin(cause)
            user = self._meet(seen)
            rate = self._count(seen, begun)
            said = [answer for who, answer in self.state.consents if who == seen.user_id]
        newest = {answer.kind: answer for answer in said}
        answers = [answer for answer in newest.values() if answer.is_current]
        return Contact(
            user_id=user.id,
            language=user.language or language_of(seen.language_code),
            gender=user.gender,
            stage=user.last_journey_stage,
            consents=frozenset(a.kind for a in answers if a.is_given),
            answered=frozenset(a.kind for a in answers),
            has_time_zone=user.time_zone is not None,
            is_paused=user.paused_at is not None,
            is_held=self._is_held(user.id),
            is_admin=user.is_admin,
            is_new=is_new,
            names=user.names,
            metaphysical_profile=user.metaphysical_profile,
            profile_version=max(
                (v.id for v in self.state.profile_versions.values() if v.user_id == user.id), default=None
            ),
            intensity=user.intensity,
            takes_voice=user.takes_voice,
            may_die_symbolically=self._may_die_symbolically(user.id),
            runs=max(u.runs for u in begun),
            messages_this_minute=rate.messages,
            minute_ends_in=rate.minute + MINUTE - self.clock.now(),
        )

    def _is_held(self, user_id: UserId) -> bool:
        safety = self.state.safety.get(user_id)
        return safety is not None and safety.level is not CrisisLevel.NORMAL

    def _may_die_symbolically(self, user_id: UserId) -> bool:
        safety = self.state.safety.get(user_id)
        return safety is None or safety.allows_symbolic_death(self.clock.now())

    def _begin(self, cause: Cause) -> list[KeptUpdate]:
        keys = [(cause.bot_id, update_id) for update_id in cause.update_ids]
        pending = [u for key in keys if (u := self.state.updates.get(key)) is not None and u.state == "pending"]
        if not pending:
            raise LeaseLost(f"update {cause.update_ids[0]} is dealt with already")
        begun = [replace(u, runs=u.runs + 1) for u in pending]
        self.state.updates.update({(u.bot_id, u.update_id): u for u in begun})
        return begun

    def _meet(self, seen: Seen) -> User:
        now = self.clock.now()
        known = self.state.users.get(seen.user_id)
        user = known or User(id=seen.user_id, registration_date=now, last_seen_date=now)
        named = replace(
            user,
            username=seen.username,
            first_name=seen.first_name,
            last_name=seen.last_name,
            language_code=seen.language_code,
            is_active=True,
        )
        if named != user or user.last_seen_date <= now - MINUTE:
            named = replace(named, last_seen_date=now)
        if named != known:
            self._ask_for_portrait(user.id)
        self.state.users[user.id] = named
        take(self.state, user.id, ConversionStep.CAME, now)
        return named

    def _ask_for_portrait(self, user_id: UserId) -> None:
        """Once, when it is old; who has just come is due a period later, and whose retries are over by a rotation."""
        now = self.clock.now()
        kept = self.state.profile_states.get(user_id)
        if kept is None:
            kept = KeptProfileState(fence=next_fence(self.state), due_at=now + self.freshness.period)
        elif kept.asked_at is None and (kept.due_at is None or (kept.due_at <= now and not kept.failures)):
            kept = replace(kept, asked_at=now, due_at=kept.due_at or now)
        self.state.profile_states[user_id] = kept

    def _count(self, seen: Seen, begun: Sequence[KeptUpdate]) -> KeptRate:
        first = {u.update_id for u in begun if u.runs == 1}
        for activity in sorted(seen.activities, key=lambda a: a.update_id):
            if activity.update_id in first:
                self.state.activities[after(self.state.activities)] = KeptActivity(
                    user_id=seen.user_id, activity=activity, at=self.clock.now()
                )
        minute = self.clock.now().replace(second=0, microsecond=0)
        rate = self.state.rates.get(seen.user_id)
        counted = rate.messages if rate is not None and rate.minute == minute else 0
        self.state.rates[seen.user_id] = KeptRate(minute=minute, messages=counted + len(first))
        return self.state.rates[seen.user_id]
