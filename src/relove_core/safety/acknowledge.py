"""Somebody of the team looks after an alert: it is told no more."""

from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.ports import AlertsTx
from relove_core.alerts.wording import TEAM
from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact

MOST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    begin: Begin[AlertsTx]
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, admin: Contact, number: str) -> None:
        require_admin(admin)
        async with self.begin() as tx:
            is_done = _is_number(number) and await tx.alerts.acknowledge(
                int(number), admin.user_id, at=self.clock.now()
            )
            html = self.texts("alert-acknowledged" if is_done else "alert-not-open", TEAM)
            await tx.deliveries.finish(cause, [Outgoing(chat_id=cause.chat_id, user_id=admin.user_id, html=html)])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) < MOST
