"""Where alerts are kept, and whom they are for."""

from datetime import datetime
from typing import Protocol

from relove_core.alerts.model import Alert, AlertKind
from relove_core.delivery.ports import DeliveryTx
from relove_core.ids import BotId, UserId


class AlertRepository(Protocol):
    async def open(self, kind: AlertKind, user_id: UserId, *, level: str, bot_id: BotId, at: datetime) -> Alert:
        """Raise an alert; one that is open already takes the new level and begins anew."""
        ...

    async def has_open(self, user_id: UserId) -> bool: ...

    async def acknowledge(self, alert_id: int, by: UserId, *, at: datetime) -> bool:
        """Somebody looks after it; False if there is no such alert open."""
        ...

    async def take_due(self, *, now: datetime, most: int) -> tuple[Alert, ...]:
        """Open alerts whose time has come, counted as told once more, their next time set; nobody else gets them."""
        ...

    async def recipients(self) -> tuple[UserId, ...]:
        """Admins to whom something can be sent."""
        ...


class AlertsTx(DeliveryTx, Protocol):
    @property
    def alerts(self) -> AlertRepository: ...
