"""An admin has looked at a person in crisis and opens the way back."""

from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.wording import TEAM
from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.ids import UserId
from relove_core.safety.ports import SafetyTx
from relove_core.safety.transitions import SafetyStepNotAllowed
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact

MOST_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    begin: Begin[SafetyTx]
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, admin: Contact, number: str) -> None:
        """``number``: the person's id, as the alert names it. The way back still needs their wish and a day."""
        require_admin(admin)
        code = "release-needs-id"
        async with self.begin() as tx:
            if number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS:
                code = await self._release(tx, UserId(int(number)), admin.user_id)
            html = self.texts(code, TEAM, user=number[:MOST_DIGITS])
            await tx.deliveries.finish(cause, [Outgoing(chat_id=cause.chat_id, user_id=admin.user_id, html=html)])

    async def _release(self, tx: SafetyTx, user_id: UserId, admin: UserId) -> str:
        safety = await tx.safety.of(user_id)
        try:
            await tx.safety.save(safety.release(admin, at=self.clock.now()))
        except SafetyStepNotAllowed:
            return "release-not-needed"
        return "released"
