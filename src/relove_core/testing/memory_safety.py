"""People's levels, in memory."""

from datetime import datetime

from relove_core.delivery.model import Cause
from relove_core.ids import UserId
from relove_core.safety.model import Safety
from relove_core.safety.signals import Signal
from relove_core.testing.memory_state import MemoryState, after


class MemorySafety:
    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def of(self, user_id: UserId) -> Safety:
        return self._state.safety.get(user_id, Safety(user_id=user_id))

    async def save(self, safety: Safety) -> None:
        if safety.user_id in self._state.users:
            self._state.safety[safety.user_id] = safety

    async def record(self, user_id: UserId, signal: Signal, cause: Cause, *, at: datetime) -> None:
        del cause
        self._state.signals[after(self._state.signals)] = (user_id, signal, at)
