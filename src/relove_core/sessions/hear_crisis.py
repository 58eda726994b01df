"""Answer a signal of crisis: flag, answer and alert are one act, and nothing provocative goes out any more."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.alerts.model import AlertKind
from relove_core.alerts.wording import tell
from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.safety.answers import SafetyAnswers
from relove_core.safety.detector import detect_safely
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Kind, Signal
from relove_core.sessions.continue_session import Said, remarks_of
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.support import stand_by, supportive
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.consent import REQUIRED
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class HearCrisis:
    begin: Begin[SessionsTx]
    texts: Texts
    answers: SafetyAnswers
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, said: Sequence[Said]) -> None:
        """Whoever they are: without consents they are answered too, and their words are not kept.

        Changing the session outdates the answer that is being made; what waits in the outbox is cancelled.
        """
        now = self.clock.now()
        signal = _gravest(said)
        async with self.begin() as tx:
            safety = (await tx.safety.of(contact.user_id)).hear(signal.level, at=now)
            await tx.safety.save(safety)
            await tx.safety.record(contact.user_id, signal, cause, at=now)
            if contact.consents >= REQUIRED:
                await tx.sessions.hear(contact.user_id, remarks_of(said, at=now), at=now)
            html = self.answers.to_signal(safety.level, contact.voice)
            await stand_by(tx, contact, html, at=now)
            await tx.deliveries.hold_back(cause)
            answer = supportive(cause, contact, self.texts, html, safety, at=now)
            await tx.deliveries.finish(cause, [answer, *await self._alert(tx, cause, contact, safety.level)])

    async def _alert(self, tx: SessionsTx, cause: Cause, contact: Contact, level: CrisisLevel) -> list[Outgoing]:
        """An indirect signal is answered and recorded; from crisis on, somebody has to look."""
        if level < CrisisLevel.CRISIS:
            return []
        alert = await tx.alerts.open(
            AlertKind.CRISIS, contact.user_id, level=level.value, bot_id=cause.bot_id, at=self.clock.now()
        )
        return tell(self.texts, alert, await tx.alerts.recipients())


def _gravest(said: Sequence[Said]) -> Signal:
    """What intake heard, heard again; where that is not found again, support at the least."""
    found = [signal for one in said if (signal := detect_safely(one.text)) is not None]
    return max(found, key=lambda signal: signal.level.rank, default=Signal(CrisisLevel.SUPPORT, Kind.DETECTOR_FAILED))
