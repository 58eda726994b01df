"""Tell people straight by the Bot API what cannot go through the database, until they know or cannot be told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from relove_core.clock import Clock
from relove_core.delivery.model import Outgoing
from relove_core.delivery.outcomes import Attempt, Outcome
from relove_core.delivery.rests import rest_after
from relove_core.ids import ChatId

log = structlog.get_logger()

#: What may be tried again; all else is an answer.
AGAIN = frozenset({Outcome.NOT_REACHED, Outcome.UNKNOWN, Outcome.TOO_FAST})


class Sends(Protocol):
    async def send(self, message: Outgoing, *, as_plain_text: bool) -> Attempt: ...


class Telling:
    """Of one outage. Nobody gets a second copy from this process unless the fate of the first is unknown."""

    def __init__(self, telegram: Sends, clock: Clock) -> None:
        self._telegram = telegram
        self._clock = clock
        self._done: set[ChatId] = set()
        self._tries = 0
        self._not_before: datetime | None = None
        self.is_over = False
        """Whether all are told, or cannot be."""

    async def go_on(self, messages: Sequence[Outgoing]) -> bool:
        """Whether it is over now. Between attempts it rests, as long as Telegram asks for, or longer."""
        if self._not_before is not None and self._clock.now() < self._not_before:
            return False
        waits = [await self._send(message) for message in messages if message.chat_id not in self._done]
        asked_for = [wait for wait in waits if wait is not None]
        self.is_over = not asked_for
        if asked_for:
            self._tries += 1
            self._not_before = self._clock.now() + max(*asked_for, rest_after(self._tries))
        return self.is_over

    async def _send(self, message: Outgoing) -> timedelta | None:
        """For how long Telegram wants to be left alone; ``None``: this one is done with."""
        attempt = await self._telegram.send(message, as_plain_text=False)
        if attempt.outcome in AGAIN:
            return attempt.retry_after
        self._done.add(message.chat_id)
        if attempt.outcome is not Outcome.SENT:
            log.warning("alert.not_told", user_id=message.user_id, outcome=attempt.outcome.value)
        return None
