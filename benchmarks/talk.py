"""Ten people who talk with the bot, and how long they wait for its answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from statistics import quantiles
from typing import Any

from benchmarks.people import update_of
from benchmarks.stage import Stage
from benchmarks.turns import Numbers

TALKING = range(60_000, 60_010)


class Talk:
    """They write at the same moment, again and again."""

    def __init__(self, playground: Stage) -> None:
        self._playground = playground
        self._last = 0
        self.numbers = Numbers()

    async def round(self, text: str = "Я снова всем помогаю") -> list[float]:
        """Seconds from each text to its answer on the wire."""
        updates = [update_of(self.numbers.next(), person, text) for person in TALKING]
        begun = time.time()
        await self._playground.post("/sandbox/updates", updates)
        ours: list[Any] = []
        while len(ours) < len(TALKING):
            await asyncio.sleep(0.01)
            sends = await self._playground.sends(after=self._last)
            ours = [call for call in sends if call["chat_id"] in TALKING]
        self._last = max(call["number"] for call in ours)
        return [call["received"] - begun for call in ours]

    async def p95_until(self, is_over: Callable[[], Awaitable[bool]]) -> float:
        """Seconds; of two rounds at least."""
        seconds: list[float] = []
        while not await is_over() or len(seconds) < 2 * len(TALKING):
            seconds += await self.round()
        return quantiles(seconds, n=20)[-1]


def after(seconds: float) -> Callable[[], Awaitable[bool]]:
    end = time.monotonic() + seconds

    async def is_over() -> bool:
        return time.monotonic() > end

    return is_over
