"""An admin places a person: anywhere, with a reason."""

from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.wording import TEAM
from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.ids import UserId
from relove_core.journey.model import Stage, StageRecord
from relove_core.journey.ports import JourneyTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact

MOST_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    begin: Begin[JourneyTx]
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, admin: Contact, number: str, stage: str, reason: str) -> StageRecord | None:
        """``number``: the person's id; ``stage``: a name of ``Stage``. The admin is told why it was refused.

        Not while the person's level is above normal: then nobody moves.
        """
        require_admin(admin)
        async with self.begin() as tx:
            record = None
            code = _flaw(number, stage, reason)
            if code is None:
                code, record = await self._place(tx, UserId(int(number)), Stage(stage.upper()), reason)
            html = self.texts(code, TEAM, user=number[:MOST_DIGITS], stage=stage[:40].upper(), allowed=", ".join(Stage))
            await tx.deliveries.finish(cause, [Outgoing(chat_id=cause.chat_id, user_id=admin.user_id, html=html)])
        return record

    async def _place(self, tx: JourneyTx, user_id: UserId, stage: Stage, reason: str) -> tuple[str, StageRecord | None]:
        if await tx.users.get(user_id) is None:
            return "place-unknown-person", None
        if not (await tx.safety.of(user_id)).allows_stage_moves:
            return "place-held", None
        record = (await tx.journey.of(user_id)).place(stage, reason=reason, at=self.clock.now())
        await tx.journey.append(record)
        return "placed", record


def _flaw(number: str, stage: str, reason: str) -> str | None:
    """Which text says what is wrong with a command."""
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        return "place-needs-id"
    if stage.upper() not in tuple(Stage):
        return "place-unknown-stage"
    return None if reason.strip() else "place-needs-reason"
