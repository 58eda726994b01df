"""Send what waits in the outbox, and write down what became of it."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_exponential

from relove_adapters import metrics
from relove_adapters.telegram.sender import TelegramSender
from relove_core.delivery.outcomes import Attempt, OutboxState, Outcome, state_after
from relove_core.delivery.pacing import Pace
from relove_core.delivery.ports import Outbox, Posting
from relove_core.ids import BotId
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

_UNAUTHORISED_REST_S = 30.0


MOVES = 10
"""A process that is slow all the time is late evenly: then there is nothing to gain by waiting on."""


def _now() -> float:
    return asyncio.get_running_loop().time()


@dataclass(frozen=True, slots=True)
class Placed:
    """A message and its slot: ``wait`` counts from some moment between ``asked_at`` and ``known_at``."""

    posting: Posting
    asked_at: float
    known_at: float
    wait: timedelta

    @property
    def lateness_s(self) -> float:
        """At the most."""
        return _now() - (self.asked_at + max(self.wait.total_seconds(), 0))


class Sender:
    """``is_welcome`` turns False when Telegram no longer knows the token: readiness says so."""

    def __init__(self, *, outbox: Outbox, telegram: TelegramSender, bot_id: BotId, pace: Pace) -> None:
        self._outbox = outbox
        self._tolerance_s = pace.tolerance.total_seconds() if pace.tolerance else float("inf")
        self._telegram = telegram
        self._bot_id = bot_id
        self.is_welcome = True

    async def claim(self) -> Placed | None:
        asked_at = _now()
        posting = await self._outbox.claim(self._bot_id)
        return None if posting is None else Placed(posting, asked_at, _now(), posting.wait)

    async def work(self, placed: Placed) -> None:
        posting = placed.posting
        await self._wait(placed)
        attempt = await self._attempt(posting)
        metrics.messages_settled.labels(attempt.outcome, posting.message.priority.name.lower()).inc()
        log.info(
            "message.settled",
            outbox_id=posting.id,
            outcome=attempt.outcome.value,
            attempts=posting.attempts,
            retry_after_s=attempt.retry_after.total_seconds() or None,
        )
        await self._settle(posting, attempt)
        self.is_welcome = attempt.outcome is not Outcome.UNAUTHORISED
        if not self.is_welcome:
            log.error("sender.unauthorised", bot_id=self._bot_id)
            await asyncio.sleep(_UNAUTHORISED_REST_S)

    async def _wait(self, placed: Placed) -> None:
        """Until its slot; for another one where this process was too slow for it, or cannot tell."""
        for _ in range(MOVES):
            await asyncio.sleep(placed.known_at + placed.wait.total_seconds() - _now())
            if placed.lateness_s <= self._tolerance_s:
                return
            asked_at = _now()
            try:
                wait = await self._outbox.move(self._bot_id, placed.posting)
            except StorageUnavailable:
                return
            placed = Placed(placed.posting, asked_at, _now(), wait)

    async def _attempt(self, posting: Posting) -> Attempt:
        cut = Attempt(outcome=Outcome.UNKNOWN)
        if posting.was_cut and self._must_not_repeat(posting):
            return cut
        return await self._telegram.send(posting.message, as_plain_text=posting.as_plain_text)

    def _must_not_repeat(self, posting: Posting) -> bool:
        """A send was cut off in the middle; the message is stale, or of a kind that waits for somebody's decision then.

        How often it was cut does not matter: a process that dies, even between claim and send, costs nobody an answer.
        """
        state = state_after(Outcome.UNKNOWN, priority=posting.message.priority, unknowns=1, as_plain_text=True)
        return posting.is_stale or state is OutboxState.UNCERTAIN

    @retry(
        retry=retry_if_exception_type(StorageUnavailable),
        wait=wait_exponential(multiplier=0.2, max=2),
        stop=stop_after_delay(20),
        retry_error_callback=lambda _: log.error("message.unsettled", exc_info=True),
    )
    async def _settle(self, posting: Posting, attempt: Attempt) -> None:
        """Telegram has it, so PostgreSQL must know: until the lease runs out, keep trying."""
        await self._outbox.settle(self._bot_id, posting, attempt)
