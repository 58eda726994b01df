"""Alerts about the product, in memory, and measurements that a test makes."""

from dataclasses import replace
from datetime import datetime

from relove_core.alerts.facts import ModelFacts, QueueFacts, RotationFacts, SystemFacts
from relove_core.alerts.system import Details, Mute, SystemAlert, SystemAlertKind
from relove_core.ids import BotId, UserId
from relove_core.testing.memory_state import MemoryState, after

ALL_WELL = SystemFacts(rotation=RotationFacts(), models=ModelFacts(), queues=QueueFacts(), future_months=3)


class SetFacts:
    """SystemFactsReader that reads what a test has set."""

    def __init__(self) -> None:
        self.facts = ALL_WELL

    async def measure(self, bot_id: BotId, *, now: datetime) -> SystemFacts:
        del bot_id, now
        return self.facts


class MemorySystemAlerts:
    """SystemAlertRepository in dicts. Changes come one at a time here: it is always somebody's turn."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def take_turn(self) -> bool:
        return True

    async def open(self) -> tuple[SystemAlert, ...]:
        found = (alert for alert in self._state.system_alerts.values() if alert.cleared_at is None)
        return tuple(sorted(found, key=lambda alert: (alert.raised_at, alert.id)))

    async def raise_alert(self, kind: SystemAlertKind, details: Details, *, at: datetime) -> SystemAlert | None:
        if any(alert.kind is kind for alert in await self.open()):
            return None
        number = after(self._state.system_alerts)
        return self._keep(SystemAlert(id=number, kind=kind, raised_at=at, details=dict(details)))

    async def mark_told(self, alert: SystemAlert, *, at: datetime) -> bool:
        kept = self._state.system_alerts[alert.id]
        if kept.is_told or kept.cleared_at is not None:
            return False
        self._keep(replace(kept, told_at=at))
        return True

    async def note_well(self, alert: SystemAlert, since: datetime | None) -> None:
        self._keep(replace(self._state.system_alerts[alert.id], well_since=since))

    async def clear(self, alert: SystemAlert, *, at: datetime) -> SystemAlert | None:
        kept = self._state.system_alerts[alert.id]
        return None if kept.cleared_at is not None else self._keep(replace(kept, cleared_at=at))

    async def record_past(
        self, kind: SystemAlertKind, *, raised_at: datetime, cleared_at: datetime
    ) -> SystemAlert | None:
        ends = (alert.cleared_at for alert in self._state.system_alerts.values() if alert.kind is kind)
        if any(end is not None and end >= raised_at for end in ends):
            return None
        number = after(self._state.system_alerts)
        return self._keep(
            SystemAlert(id=number, kind=kind, raised_at=raised_at, told_at=raised_at, cleared_at=cleared_at)
        )

    async def mutes(self, *, now: datetime) -> tuple[Mute, ...]:
        found = (mute for mute in self._state.alert_mutes.values() if mute.until > now)
        return tuple(sorted(found, key=lambda mute: mute.kind))

    async def mute(self, kind: SystemAlertKind, *, until: datetime, by: UserId) -> None:
        self._state.alert_mutes[kind] = Mute(kind=kind, until=until, by=by)

    async def unmute(self, kind: SystemAlertKind) -> bool:
        return self._state.alert_mutes.pop(kind, None) is not None

    def _keep(self, alert: SystemAlert) -> SystemAlert:
        self._state.system_alerts[alert.id] = alert
        return alert
