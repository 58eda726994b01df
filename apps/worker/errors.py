"""The worker's edge: what fails is told, counted, and simply comes again."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NoReturn

import structlog

from relove_adapters import metrics
from relove_adapters.redis.alarms import Tick
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

LIMIT_S = 50.0
"""Less than the alarm's own limit, so that a tick that takes too long is told here, by its name."""


def guarded(job: str, tick: Tick, *, limit_s: float = LIMIT_S) -> Tick:
    """The same tick, timed; its failure ends here."""

    async def call() -> None:
        started = time.perf_counter()
        try:
            async with asyncio.timeout(limit_s):
                await tick()
        except Exception:  # the edge: whatever failed must not end the worker
            metrics.jobs_failed.labels(job).inc()
            log.error("job.failed", job=job, took_ms=_took_ms(started), exc_info=True)
        metrics.job_seconds.labels(job).observe(time.perf_counter() - started)

    return call


Step = Callable[[], Awaitable[timedelta]]
SHORTEST_REST = timedelta(seconds=1)
LONGEST_REST = timedelta(seconds=30)
"""Somebody may mend meanwhile what it fails at."""


async def unceasing(job: str, step: Step) -> NoReturn:
    """Take steps until cancelled; each says for how long to rest after it, one that fails for twice as long as before.

    A database that is away is told once, and once that it is back.
    """
    failures = 0
    is_away = False
    while True:
        try:
            rest = await step()
        except StorageUnavailable:
            if not is_away:
                log.error("database.unreachable", job=job, exc_info=True)
            is_away, failures = True, failures + 1
        except Exception:  # the edge: whatever failed must not end the worker
            metrics.jobs_failed.labels(job).inc()
            log.error("job.failed", job=job, failures=failures + 1, exc_info=True)
            failures += 1
        else:
            if is_away:
                log.info("database.returned", job=job)
            is_away, failures = False, 0
        await asyncio.sleep((_rest_after(failures) if failures else rest).total_seconds())


def _rest_after(failures: int) -> timedelta:
    return min(SHORTEST_REST * 2.0 ** min(failures - 1, 10), LONGEST_REST)


def _took_ms(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
