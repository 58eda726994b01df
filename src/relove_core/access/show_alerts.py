"""What is wrong with the product now, and what nobody is told of: a page for the team."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from relove_core.access.guards import require_admin
from relove_core.alerts.system import Mute, SystemAlert, SystemAlertKind, mute_action, unmute_action
from relove_core.alerts.system_ports import SystemAlertsTx, is_muted
from relove_core.alerts.system_wording import Buttons, lasting, name_of
from relove_core.alerts.wording import TEAM
from relove_core.clock import Clock
from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button, Cause, Outgoing
from relove_core.markup import Html, lines
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAlerts:
    begin: Begin[SystemAlertsTx]
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, admin: Contact) -> None:
        """Raises NotAdmin."""
        require_admin(admin)
        now = self.clock.now()
        async with self.begin() as tx:
            alerts, mutes = await tx.system_alerts.open(), await tx.system_alerts.mutes(now=now)
            page = Outgoing(
                chat_id=cause.chat_id,
                user_id=admin.user_id,
                html=lines(self._page(alerts, mutes, now)),
                buttons=self._buttons(alerts, mutes),
            )
            await tx.deliveries.finish(cause, [page])

    def _page(self, alerts: Collection[SystemAlert], mutes: Collection[Mute], now: datetime) -> Iterator[Html]:
        yield self.texts("alerts-title" if alerts else "alerts-none", TEAM)
        for alert in alerts:
            name = name_of(self.texts, alert.kind)
            yield self.texts("alerts-open", TEAM, name=name, **lasting(now - alert.raised_at))
        for mute in mutes:
            name = name_of(self.texts, mute.kind)
            yield self.texts("alerts-muted", TEAM, name=name, **lasting(mute.until - now))

    def _buttons(self, alerts: Collection[SystemAlert], mutes: Collection[Mute]) -> Buttons:
        loud = (alert.kind for alert in alerts if not is_muted(alert.kind, mutes))
        return (
            *(self._button("button-mute-kind", kind, mute_action(kind)) for kind in loud),
            *(self._button("button-unmute-kind", mute.kind, unmute_action(mute.kind)) for mute in mutes),
        )

    def _button(self, code: str, kind: SystemAlertKind, action: Action) -> tuple[Button]:
        return (Button(self.texts(code, TEAM, name=name_of(self.texts, kind)), action),)
