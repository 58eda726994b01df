"""Somebody of the team knows of it: for a day nobody is told of alerts of this kind."""

from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.system import MUTED_FOR, SystemAlertKind
from relove_core.alerts.system_ports import SystemAlertsTx
from relove_core.alerts.system_wording import name_of
from relove_core.alerts.wording import TEAM
from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.errors import InvalidInput
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteAlert:
    begin: Begin[SystemAlertsTx]
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, admin: Contact, kind: str) -> None:
        """Raises NotAdmin; InvalidInput: there is no such kind."""
        require_admin(admin)
        muted = kind_of(kind)
        html = self.texts("alert-muted", TEAM, name=name_of(self.texts, muted))
        async with self.begin() as tx:
            await tx.system_alerts.mute(muted, until=self.clock.now() + MUTED_FOR, by=admin.user_id)
            await tx.deliveries.finish(cause, [Outgoing(chat_id=cause.chat_id, user_id=admin.user_id, html=html)])


def kind_of(word: str) -> SystemAlertKind:
    """Raises InvalidInput: there is no such kind."""
    try:
        return SystemAlertKind(word)
    except ValueError as e:
        raise InvalidInput("no kind of alert") from e
