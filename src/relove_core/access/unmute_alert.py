"""Somebody of the team wants to be told again; of what is open still they are told at the next look."""

from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.access.mute_alert import kind_of
from relove_core.alerts.system_ports import SystemAlertsTx
from relove_core.alerts.system_wording import name_of
from relove_core.alerts.wording import TEAM
from relove_core.delivery.model import Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmuteAlert:
    begin: Begin[SystemAlertsTx]
    texts: Texts

    async def __call__(self, cause: Cause, admin: Contact, kind: str) -> None:
        """Raises NotAdmin; InvalidInput: there is no such kind."""
        require_admin(admin)
        muted = kind_of(kind)
        html = self.texts("alert-unmuted", TEAM, name=name_of(self.texts, muted))
        async with self.begin() as tx:
            await tx.system_alerts.unmute(muted)
            await tx.deliveries.finish(cause, [Outgoing(chat_id=cause.chat_id, user_id=admin.user_id, html=html)])
