"""Where alerts about the product are kept, and who measures what they are about."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from relove_core.alerts.facts import SystemFacts
from relove_core.alerts.ports import AlertsTx
from relove_core.alerts.system import Details, Mute, SystemAlert, SystemAlertKind
from relove_core.ids import BotId, UserId


class SystemAlertRepository(Protocol):
    """On a transaction."""

    async def take_turn(self) -> bool:
        """Whether nobody else looks after the alerts now; until the transaction ends nobody will."""
        ...

    async def open(self) -> tuple[SystemAlert, ...]:
        """The oldest first."""
        ...

    async def raise_alert(self, kind: SystemAlertKind, details: Details, *, at: datetime) -> SystemAlert | None:
        """``None``: one of this kind is open already."""
        ...

    async def mark_told(self, alert: SystemAlert, *, at: datetime) -> bool:
        """False: it was told before, or is over."""
        ...

    async def note_well(self, alert: SystemAlert, since: datetime | None) -> None: ...

    async def clear(self, alert: SystemAlert, *, at: datetime) -> SystemAlert | None:
        """The alert as it was; ``None``: it is over already."""
        ...

    async def record_past(
        self, kind: SystemAlertKind, *, raised_at: datetime, cleared_at: datetime
    ) -> SystemAlert | None:
        """Keep what is over already; ``None``: it is kept, as one that ended after this one began."""
        ...

    async def mutes(self, *, now: datetime) -> tuple[Mute, ...]:
        """Those that hold."""
        ...

    async def mute(self, kind: SystemAlertKind, *, until: datetime, by: UserId) -> None: ...

    async def unmute(self, kind: SystemAlertKind) -> bool:
        """False: it was not muted."""
        ...


class SystemFactsReader(Protocol):
    """On a transaction; each figure costs a look into an index."""

    async def measure(self, bot_id: BotId, *, now: datetime) -> SystemFacts: ...


class SystemAlertsTx(AlertsTx, Protocol):
    @property
    def system_alerts(self) -> SystemAlertRepository: ...

    @property
    def system_facts(self) -> SystemFactsReader: ...


def is_muted(kind: SystemAlertKind, mutes: Collection[Mute]) -> bool:
    return any(mute.kind is kind for mute in mutes)
