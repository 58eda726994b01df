"""What follows a signal of crisis, whoever heard it: flag, answer and alert, in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from relove_core.alerts.model import AlertKind
from relove_core.alerts.wording import tell
from relove_core.delivery.model import Cause, Outgoing
from relove_core.safety.answers import SafetyAnswers
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Signal
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.said import Said, remarks_of
from relove_core.sessions.support import stand_by, supportive
from relove_core.texts import Texts
from relove_core.users.consent import REQUIRED
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    texts: Texts
    answers: SafetyAnswers

    async def __call__(
        self, tx: SessionsTx, cause: Cause, contact: Contact, signal: Signal, *, said: Sequence[Said] = (), at: datetime
    ) -> list[Outgoing]:
        """What is to be sent, in order. ``said``: words that are not kept yet; of people without consent none are.

        Changing the session outdates the answer that is being made; what waits in the outbox is cancelled.
        """
        safety = (await tx.safety.of(contact.user_id)).hear(signal.level, at=at)
        await tx.safety.save(safety)
        await tx.safety.record(contact.user_id, signal, cause, at=at)
        if said and contact.consents >= REQUIRED:
            await tx.sessions.hear(contact.user_id, remarks_of(said, at=at), at=at)
        html = self.answers.to_signal(safety.level, contact.voice)
        await stand_by(tx, contact, html, at=at)
        await tx.deliveries.hold_back(cause)
        answer = supportive(cause, contact, self.texts, html, safety, at=at)
        return [answer, *await self._alert(tx, cause, contact, safety.level, at=at)]

    async def _alert(
        self, tx: SessionsTx, cause: Cause, contact: Contact, level: CrisisLevel, *, at: datetime
    ) -> list[Outgoing]:
        """An indirect signal is answered and recorded; from crisis on, somebody has to look."""
        if level < CrisisLevel.CRISIS:
            return []
        alert = await tx.alerts.open(AlertKind.CRISIS, contact.user_id, level=level.value, bot_id=cause.bot_id, at=at)
        return tell(self.texts, alert, await tx.alerts.recipients())
