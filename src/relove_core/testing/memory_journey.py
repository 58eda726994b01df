"""Journeys, in memory."""

from dataclasses import replace

from relove_core.ids import UserId
from relove_core.journey.model import Journey, StageRecord, replay
from relove_core.testing.memory_state import MemoryState, after


class MemoryJourney:
    """JourneyRepository in a dict of records; whoever has the transaction has the lock."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def of(self, user_id: UserId) -> Journey:
        return replay(user_id, await self.records_of(user_id))

    async def append(self, record: StageRecord) -> None:
        user = self._state.users.get(record.user_id)
        if user is None:
            return
        self._state.stage_records[after(self._state.stage_records)] = record
        if record.is_made:
            self._state.users[user.id] = replace(user, last_journey_stage=record.target.value)

    async def records_of(self, user_id: UserId) -> tuple[StageRecord, ...]:
        return tuple(r for r in self._state.stage_records.values() if r.user_id == user_id)
