"""Tell open alerts again whose time has come: a tick, in one transaction."""

from dataclasses import dataclass

from relove_core.alerts.ports import AlertsTx
from relove_core.alerts.wording import tell
from relove_core.clock import Clock
from relove_core.texts import Texts
from relove_core.transactions import Begin

AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatAlerts:
    begin: Begin[AlertsTx]
    texts: Texts
    clock: Clock

    async def __call__(self) -> int:
        """How many were told again. While there is nobody to tell they stay due: the first who comes hears of all."""
        async with self.begin() as tx:
            recipients = await tx.alerts.recipients()
            due = await tx.alerts.take_due(now=self.clock.now(), most=AT_ONCE) if recipients else ()
            for alert in due:
                key = f"alert:{alert.id}:{alert.told}"
                await tx.deliveries.announce(alert.bot_id, key, tell(self.texts, alert, recipients))
        return len(due)
