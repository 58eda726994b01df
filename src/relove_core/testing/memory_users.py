"""People, in memory."""

from dataclasses import replace
from datetime import datetime

from relove_core.delivery.model import Cause
from relove_core.ids import UserId
from relove_core.streams.conversion import ConversionStep
from relove_core.testing.memory_state import MemoryState
from relove_core.testing.memory_streams import take
from relove_core.users.consent import ConsentAnswer, ConsentKind
from relove_core.users.model import Gender, Intensity, Language, User


class MemoryUsers:
    """UserRepository in a dict; the last wish about a pause wins, by order of arrival."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def get(self, user_id: UserId) -> User | None:
        return self._state.users.get(user_id)

    async def came_by(self, user_id: UserId, source: str) -> None:
        user = self._state.users.get(user_id)
        if user is not None and user.source is None:
            self._state.users[user_id] = replace(user, source=source)

    async def address(self, user_id: UserId, gender: Gender) -> None:
        self._change(user_id, gender=gender)

    async def speak(self, user_id: UserId, language: Language) -> None:
        self._change(user_id, language=language)

    async def provoke(self, user_id: UserId, intensity: Intensity) -> None:
        self._change(user_id, intensity=intensity)

    async def listen(self, user_id: UserId, *, takes_voice: bool) -> None:
        self._change(user_id, takes_voice=takes_voice)

    async def mark(self, user_id: UserId, marker: str, value: str) -> bool:
        user = self._state.users.get(user_id)
        if user is None or user.markers.get(marker) == value:
            return False
        self._change(user_id, markers={**user.markers, marker: value})
        return True

    async def live_in(self, user_id: UserId, time_zone: str) -> None:
        self._change(user_id, time_zone=time_zone)

    async def consent(
        self, user_id: UserId, answer: ConsentAnswer, *, cause: Cause, at: datetime, is_whole: bool = False
    ) -> None:
        del cause
        self._state.consents.pop((user_id, answer), None)
        self._state.consents[user_id, answer] = at
        if is_whole:
            take(self._state, user_id, ConversionStep.CONSENTED, at)

    async def consents_of(self, user_id: UserId) -> frozenset[ConsentKind]:
        newest = {answer.kind: answer for who, answer in self._state.consents if who == user_id}
        return frozenset(a.kind for a in newest.values() if a.is_given and a.is_current)

    async def pause(self, user_id: UserId, cause: Cause, *, at: datetime) -> bool:
        return self._wish(user_id, cause, at)

    async def resume(self, user_id: UserId, cause: Cause) -> bool:
        return self._wish(user_id, cause, None)

    async def set_active(self, user_id: UserId, *, is_active: bool) -> None:
        self._change(user_id, is_active=is_active)

    async def learn(self, user_id: UserId, *, metaphysical_profile: dict[str, object]) -> None:
        user = self._state.users.get(user_id)
        known = (user.metaphysical_profile if user else None) or {}
        self._change(user_id, metaphysical_profile={**known, **metaphysical_profile})

    def _wish(self, user_id: UserId, cause: Cause, paused_at: datetime | None) -> bool:
        updates = (self._state.updates.get((cause.bot_id, update_id)) for update_id in cause.update_ids)
        arrival = max((u.arrival for u in updates if u is not None), default=0)
        if user_id not in self._state.users or self._state.pauses.get(user_id, 0) >= arrival:
            return False
        self._state.pauses[user_id] = arrival
        self._change(user_id, paused_at=paused_at)
        return True

    def _change(self, user_id: UserId, **changes: object) -> None:
        user = self._state.users.get(user_id)
        if user is not None:
            self._state.users[user_id] = replace(user, **changes)  # type: ignore[arg-type]  # names are checked by replace
