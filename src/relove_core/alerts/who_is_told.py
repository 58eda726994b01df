"""Whom an alert is for, asked while the database is there: it cannot be asked when it is away."""

from dataclasses import dataclass

from relove_core.alerts.system import SystemAlertKind
from relove_core.alerts.system_ports import SystemAlertsTx, is_muted
from relove_core.clock import Clock
from relove_core.ids import UserId
from relove_core.transactions import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """``team``: admins to whom something can be sent; ``is_muted``: they do not want to hear of this kind."""

    team: tuple[UserId, ...] = ()
    is_muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoIsTold:
    begin: Begin[SystemAlertsTx]
    clock: Clock

    async def __call__(self, kind: SystemAlertKind) -> Told:
        async with self.begin() as tx:
            mutes = await tx.system_alerts.mutes(now=self.clock.now())
            return Told(team=await tx.alerts.recipients(), is_muted=is_muted(kind, mutes))
