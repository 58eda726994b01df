"""Where a person's level is kept."""

from datetime import datetime
from typing import Protocol

from relove_core.alerts.ports import AlertsTx
from relove_core.delivery.model import Cause
from relove_core.ids import UserId
from relove_core.safety.model import Safety
from relove_core.safety.signals import Signal


class SafetyRepository(Protocol):
    async def of(self, user_id: UserId) -> Safety:
        """What is known of a person, locked until the transaction ends; the normal level of one never flagged."""
        ...

    async def save(self, safety: Safety) -> None: ...

    async def record(self, user_id: UserId, signal: Signal, cause: Cause, *, at: datetime) -> None:
        """Append that a signal was heard: level and kind, never the text."""
        ...


class SafetyTx(AlertsTx, Protocol):
    @property
    def safety(self) -> SafetyRepository: ...
