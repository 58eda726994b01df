"""Answer a signal of crisis that was heard at intake: nothing provocative goes out any more."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.safety.detector import detect_safely
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Kind, Signal
from relove_core.sessions.alarm import Alarm
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.said import Said
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class HearCrisis:
    begin: Begin[SessionsTx]
    alarm: Alarm
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, said: Sequence[Said]) -> None:
        """Whoever they are: without consents they are answered too, and their words are not kept."""
        signal = _gravest(said)
        async with self.begin() as tx:
            answers = await self.alarm(tx, cause, contact, signal, said=said, at=self.clock.now())
            await tx.deliveries.finish(cause, answers)


def _gravest(said: Sequence[Said]) -> Signal:
    """What intake heard, heard again; where that is not found again, support at the least."""
    found = [signal for one in said if (signal := detect_safely(one.text)) is not None]
    return max(found, key=lambda signal: signal.level.rank, default=Signal(CrisisLevel.SUPPORT, Kind.DETECTOR_FAILED))
