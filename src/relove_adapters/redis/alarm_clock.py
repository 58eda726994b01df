"""arq as an alarm clock: it calls ticks at their times, once over all workers, and outlives its Redis.

What is due is for the ticks to read from the database, so an alarm that was missed needs no catching up here.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

import structlog
from arq.connections import ArqRedis
from arq.worker import Worker
from redis.exceptions import AuthenticationError, RedisError, ResponseError

from relove_adapters.redis.alarms import Alarm, as_cron
from relove_adapters.redis.client import QUEUE, from_bytes, make_redis, to_bytes

log = structlog.get_logger()

#: How late a tick may be: they come once a minute, and nobody waits for one. What somebody waits for (answers, alerts,
#: portraits) is taken from the database by loops of its own. Each look is a round trip of each worker, all day long.
POLL_S = 1.0
OUTAGE = (RedisError, OSError, TimeoutError)
FINE = "ok"
_CANCEL_AGAIN_S = 0.5
_PROBE = f"{QUEUE}:probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Pauses between attempts at a Redis that is away, and how long running ticks may finish at the end."""

    first: timedelta = timedelta(seconds=0.5)
    longest: timedelta = timedelta(seconds=10)
    farewell: timedelta = timedelta(seconds=7)

    def pauses(self) -> Iterator[float]:
        pause = self.first
        while True:
            yield pause.total_seconds()
            pause = min(pause * 2, self.longest)


class AlarmClock:
    """``state`` is for readiness: ``ok``, or in a word what is wrong with Redis."""

    def __init__(self, redis_url: str, alarms: Sequence[Alarm], patience: Patience) -> None:
        self._redis_url = redis_url
        self._alarms = tuple(alarms)
        self._patience = patience
        self._pauses = patience.pauses()
        self.state = "starting"

    async def run(self, stopping: asyncio.Event) -> None:
        """Call the ticks until ``stopping`` is set, with a new arq worker after each outage of Redis."""
        while not stopping.is_set():
            try:
                await self._ring(stopping)
            except* OUTAGE as group:
                self._lost(group)
                await pause(stopping, next(self._pauses))

    async def _ring(self, stopping: asyncio.Event) -> None:
        redis = make_redis(self._redis_url)
        worker = self._worker(redis)
        try:
            async with asyncio.TaskGroup() as group:
                ringing = group.create_task(worker.main())
                await stopping.wait()
                await _end(ringing)
        finally:
            await self._let_finish(worker)
            with suppress(*OUTAGE):
                await redis.aclose(close_connection_pool=True)

    def _worker(self, redis: ArqRedis) -> Worker:
        return Worker(
            queue_name=QUEUE,
            cron_jobs=[as_cron(alarm) for alarm in self._alarms],
            redis_pool=redis,
            on_startup=self._found,
            handle_signals=False,
            poll_delay=POLL_S,
            keep_result=0,
            max_tries=3,
            retry_jobs=True,
            job_serializer=to_bytes,
            job_deserializer=from_bytes,
            timezone=UTC,
            log_results=False,
        )

    async def _found(self, ctx: dict[Any, Any]) -> None:
        """Redis answers; a write tells whether it is of use (a replica or a full one only reads)."""
        await ctx["redis"].psetex(_PROBE, 1000, b"1")
        if self.state != FINE:
            log.info("worker.redis_reached")
        self.state = FINE
        self._pauses = self._patience.pauses()

    def _lost(self, group: BaseExceptionGroup[BaseException]) -> None:
        before, self.state = self.state, _word(group.exceptions[0])
        if before != self.state:
            log.warning("worker.redis_unreachable", state=self.state)

    async def _let_finish(self, worker: Worker) -> None:
        running = list(worker.tasks.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=self._patience.farewell.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait, but not beyond the end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel until it has ended: Python 3.11's ``wait_for``, which redis writes by, loses a cancel that comes as its
    work is just done (python/cpython#86296), and the worker would ring on for ever."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_CANCEL_AGAIN_S)


def _word(error: BaseException) -> str:
    if isinstance(error, AuthenticationError):
        return "refused: check the password"
    if isinstance(error, ResponseError):
        return "refused: cannot write"
    return "unreachable"
