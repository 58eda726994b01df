"""Take a piece of work, do it beside the others, take the next: the only place where the bot makes tasks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import structlog

from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

W = TypeVar("W")


LONGEST_REST_S = 30.0
"""Between two claims that fail: somebody may mend meanwhile what they fail at."""


def rest_s(mistakes: int, *, shortest_s: float) -> float:
    """After so many failed claims in a row: twice as long each time."""
    return min(shortest_s * 2.0 ** min(mistakes, 16), LONGEST_REST_S)


class Wake:
    """A bell within the process: there may be work. Whoever misses it looks again soon anyway."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run ``work`` as long as the body runs; an error of it comes out at the end."""
    task = asyncio.get_running_loop().create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@dataclass(kw_only=True)
class Pump(Generic[W]):
    """``at_once`` pieces of work at the same time; ``idle_s`` between looks when there is none.

    ``work`` must not raise: what goes wrong with a piece of work is its own business. A claim that fails is tried
    again after a rest that doubles each time: whatever it fails at, the other pumps of the process go on.
    """

    name: str
    claim: Callable[[], Awaitable[W | None]]
    work: Callable[[W], Awaitable[None]]
    at_once: int
    wake: Wake = field(default_factory=Wake)
    idle_s: float = 0.25
    _is_database_gone: bool = False
    _mistakes: int = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``; then what has been begun is finished."""
        free = asyncio.Semaphore(self.at_once)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ring_at(stop))
            while not stop.is_set():
                await free.acquire()
                work = await self._next()
                if work is not None:
                    group.create_task(self._do(work, free))
                    continue
                free.release()
                if self._mistakes:
                    await self._rest(stop)
                else:
                    await self.wake.wait(self.idle_s)

    async def _ring_at(self, stop: asyncio.Event) -> None:
        """Nobody sleeps on for the rest of ``idle_s``."""
        await stop.wait()
        self.wake.ring()

    async def _next(self) -> W | None:
        try:
            work = await self.claim()
        except StorageUnavailable:
            if not self._is_database_gone:
                log.error("database.unreachable", kind=self.name, exc_info=True)
            self._is_database_gone = True
            return None
        except Exception:  # the edge: nobody else is kept from working
            log.exception("pump.claim_failed", kind=self.name)
            self._mistakes += 1
            return None
        if self._is_database_gone:
            log.info("database.returned", kind=self.name)
        self._is_database_gone = False
        self._mistakes = 0
        return work

    async def _rest(self, stop: asyncio.Event) -> None:
        """No bell ends it, only the end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(rest_s(self._mistakes, shortest_s=self.idle_s)):
                await stop.wait()

    async def _do(self, work: W, free: asyncio.Semaphore) -> None:
        try:
            await self.work(work)
        finally:
            free.release()
            self.wake.ring()
