"""Alerts, in memory."""

from dataclasses import replace
from datetime import datetime

from relove_core.alerts.model import Alert, AlertKind, next_at
from relove_core.ids import BotId, UserId
from relove_core.testing.memory_state import KeptAlert, MemoryState, after


class MemoryAlerts:
    """AlertRepository in a dict: one open alert of a kind for a person."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def open(self, kind: AlertKind, user_id: UserId, *, level: str, bot_id: BotId, at: datetime) -> Alert:
        known = next((a for a in self._open() if (a.kind, a.user_id) == (kind, user_id)), None)
        if known is None:
            number = after(self._state.alerts)
            known = Alert(id=number, bot_id=bot_id, kind=kind, user_id=user_id, level=level, raised_at=at, told=0)
        alert = replace(known, level=level, raised_at=at)
        self._state.alerts[alert.id] = KeptAlert(alert=alert, next_at=next_at(at, now=at))
        return alert

    async def has_open(self, user_id: UserId) -> bool:
        return any(alert.user_id == user_id for alert in self._open())

    async def acknowledge(self, alert_id: int, by: UserId, *, at: datetime) -> bool:
        del at
        kept = self._state.alerts.get(alert_id)
        if kept is None or kept.acknowledged_by is not None:
            return False
        self._state.alerts[alert_id] = replace(kept, acknowledged_by=by)
        return True

    async def take_due(self, *, now: datetime, most: int) -> tuple[Alert, ...]:
        due = [kept for kept in self._state.alerts.values() if kept.acknowledged_by is None and kept.next_at <= now]
        first = sorted(due, key=lambda kept: kept.next_at)[:most]
        taken = tuple(replace(kept.alert, told=kept.alert.told + 1) for kept in first)
        for alert in taken:
            self._state.alerts[alert.id] = KeptAlert(alert=alert, next_at=next_at(alert.raised_at, now=now))
        return taken

    async def recipients(self) -> tuple[UserId, ...]:
        return tuple(sorted(user.id for user in self._state.users.values() if user.is_admin and user.is_active))

    def _open(self) -> list[Alert]:
        return [kept.alert for kept in self._state.alerts.values() if kept.acknowledged_by is None]
