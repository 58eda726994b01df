"""Look whether something is wrong with the product, and tell it once when it begins and once when it is over.

One process looks at a time, and each look is one transaction: what was seen, what is kept and what is told agree,
whoever is killed in between.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relove_core.alerts.conditions import Condition, Looking, Verdict, judge
from relove_core.alerts.system import Mute, SystemAlert
from relove_core.alerts.system_ports import SystemAlertsTx, is_muted
from relove_core.alerts.system_wording import Buttons, begun, mute_button, over, to_all
from relove_core.clock import Clock
from relove_core.ids import BotId
from relove_core.markup import Html
from relove_core.texts import Texts
from relove_core.transactions import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one look has changed, and what is open after it."""

    raised: Sequence[SystemAlert] = field(default_factory=list)
    cleared: Sequence[SystemAlert] = field(default_factory=list)
    open: Sequence[SystemAlert] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSystem:
    """``since``: when this process has begun to look."""

    begin: Begin[SystemAlertsTx]
    texts: Texts
    clock: Clock
    bot_id: BotId
    since: datetime
    rotation_every: timedelta

    async def __call__(self) -> Looked:
        async with self.begin() as tx:
            if not await tx.system_alerts.take_turn():
                return Looked(open=await tx.system_alerts.open())
            return await self._look(tx)

    async def _look(self, tx: SystemAlertsTx) -> Looked:
        now = self.clock.now()
        facts = await tx.system_facts.measure(self.bot_id, now=now)
        mutes = await tx.system_alerts.mutes(now=now)
        known = {alert.kind: alert for alert in await tx.system_alerts.open()}
        raised, cleared = [], []
        for condition in judge(facts, Looking(now=now, since=self.since, rotation_every=self.rotation_every)):
            alert = known.get(condition.kind)
            if alert is None and condition.verdict is Verdict.BAD:
                alert = await tx.system_alerts.raise_alert(condition.kind, condition.details, at=now)
                raised += [alert] if alert else []
            elif alert is not None and await self._is_over(tx, alert, condition, mutes):
                cleared.append(alert)
        still_open = await tx.system_alerts.open()
        for alert in still_open:
            await self._tell(tx, alert, mutes)
        return Looked(raised=raised, cleared=cleared, open=still_open)

    async def _is_over(
        self, tx: SystemAlertsTx, alert: SystemAlert, condition: Condition, mutes: Collection[Mute]
    ) -> bool:
        now = self.clock.now()
        if condition.verdict is not Verdict.WELL:
            if alert.well_since is not None:
                await tx.system_alerts.note_well(alert, None)
            return False
        well_since = alert.well_since or now
        if now - well_since < condition.calm:
            if alert.well_since is None:
                await tx.system_alerts.note_well(alert, now)
            return False
        if await tx.system_alerts.clear(alert, at=now) is None:
            return False
        if alert.is_told and not is_muted(alert.kind, mutes):
            await self._announce(tx, alert, "over", over(self.texts, alert, until=well_since))
        return True

    async def _tell(self, tx: SystemAlertsTx, alert: SystemAlert, mutes: Collection[Mute]) -> None:
        """Also of what was raised while it was muted, or while nobody of the team was there."""
        if alert.is_told or is_muted(alert.kind, mutes) or not await tx.alerts.recipients():
            return
        if await tx.system_alerts.mark_told(alert, at=self.clock.now()):
            html = begun(self.texts, alert.kind, **alert.details)
            await self._announce(tx, alert, "begun", html, mute_button(self.texts, alert.kind))

    async def _announce(
        self, tx: SystemAlertsTx, alert: SystemAlert, what: str, html: Html, buttons: Buttons = ()
    ) -> None:
        messages = to_all(await tx.alerts.recipients(), html, buttons)
        await tx.deliveries.announce(self.bot_id, f"system:{alert.id}:{what}", messages)
