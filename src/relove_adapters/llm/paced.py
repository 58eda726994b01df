"""No faster than the provider allows, over all processes; whoever sits and waits goes first."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from relove_adapters.llm.asking import A, Asking, Question
from relove_adapters.llm.timer import Timer
from relove_core.errors import Unavailable

MISSES = 10
"""A process that is slow all the time is late evenly: then there is nothing to gain by waiting on."""


class NoSlot(Unavailable):
    """So many wait that no slot came in time; nobody was asked."""

    code = "llm.no_slot"


class ModelPace(Protocol):
    """The grid that all processes share. Both raise ``StorageUnavailable``."""

    gap_s: float
    """Between two slots."""

    async def take(self, *, within_s: float) -> float | None:
        """The next slot, and the seconds until it; ``None``, and no slot is lost, where it comes too late."""
        ...

    async def take_if_idle(self) -> float | None:
        """A slot at once, where nobody else waits and the share of background work allows: ``None``.

        Otherwise the seconds after which it is worth asking again.
        """
        ...


class Paced:
    """Each attempt takes a slot. Nothing is made up for: a slot that was missed is lost.

    ``require_way`` raises where a slot would be of no use; ``room_s``: what an answer needs at the least, so that no
    provider is blamed for having had no time.
    """

    def __init__(
        self,
        inner: Asking,
        *,
        pace: ModelPace,
        timer: Timer,
        room_s: float = 0.0,
        require_way: Callable[[], None] = lambda: None,
    ) -> None:
        self._inner = inner
        self._pace = pace
        self._timer = timer
        self._room_s = room_s
        self._require_way = require_way
        self._turn = asyncio.Lock()

    async def ask(self, question: Question[A], *, until: float) -> A:
        """Without PostgreSQL nobody is asked: what is paid for could not be kept."""
        self._require_way()
        if question.is_awaited:
            await self._wait_for_slot(until - self._room_s)
        else:
            await self._wait_for_idle(until - self._room_s)
        return await self._inner.ask(question, until=until)

    async def _wait_for_slot(self, until: float) -> None:
        for _ in range(MISSES):
            asked_at = self._timer.now()
            if asked_at > until:
                raise NoSlot("no time is left for a slot")
            wait_s = await self._pace.take(within_s=until - asked_at)
            if wait_s is None or self._timer.now() + wait_s > until:
                raise NoSlot("so many wait that the next slot comes too late")
            await self._timer.sleep(wait_s)
            if self._timer.now() - (asked_at + wait_s) <= self._tolerance_s:
                return

    async def _wait_for_idle(self, until: float) -> None:
        """One of a process asks at a time: the others would only make PostgreSQL busy."""
        async with self._turn:
            for _ in range(MISSES):
                asked_at = self._timer.now()
                if asked_at > until:
                    raise NoSlot("the time has passed in the queue")
                while (wait_s := await self._pace.take_if_idle()) is not None:
                    if self._timer.now() + wait_s > until:
                        raise NoSlot("those who wait for an answer go first")
                    await self._timer.sleep(max(wait_s, self._pace.gap_s / 4))
                    asked_at = self._timer.now()
                if self._timer.now() - asked_at <= self._tolerance_s:
                    return

    @property
    def _tolerance_s(self) -> float:
        """How late a call may leave; later than that it takes another slot (see docs/decisions/0007-pace.md)."""
        return self._pace.gap_s * 0.45
