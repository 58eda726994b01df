"""The database was away, and is back: kept for those who look later, and told once, whoever noticed it."""

from dataclasses import dataclass
from datetime import datetime

from relove_core.alerts.system import SystemAlert, SystemAlertKind
from relove_core.alerts.system_ports import SystemAlertsTx, is_muted
from relove_core.alerts.system_wording import mute_button, over, to_all
from relove_core.clock import Clock
from relove_core.errors import Conflict
from relove_core.ids import BotId
from relove_core.texts import Texts
from relove_core.transactions import Begin

KIND = SystemAlertKind.DATABASE_DOWN


class NotOurTurn(Conflict):
    """Somebody else looks after the alerts in this moment: to be tried again soon."""

    code = "alerts.not_our_turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutage:
    begin: Begin[SystemAlertsTx]
    texts: Texts
    clock: Clock
    bot_id: BotId

    async def __call__(self, since: datetime) -> SystemAlert | None:
        """What is kept now; ``None``: another process has kept it.

        Raises:
            NotOurTurn, StorageUnavailable: nothing is kept.
        """
        async with self.begin() as tx:
            if not await tx.system_alerts.take_turn():
                raise NotOurTurn("somebody else looks after the alerts")
            now = self.clock.now()
            alert = await tx.system_alerts.record_past(KIND, raised_at=since, cleared_at=now)
            if alert is not None and not is_muted(KIND, await tx.system_alerts.mutes(now=now)):
                html, buttons = over(self.texts, alert, until=now), mute_button(self.texts, KIND)
                messages = to_all(await tx.alerts.recipients(), html, buttons)
                await tx.deliveries.announce(self.bot_id, f"system:{alert.id}:over", messages)
        return alert
