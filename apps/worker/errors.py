"""The worker's edge: a tick that fails is told, counted, and simply comes again."""

import asyncio
import time

import structlog

from relove_adapters import metrics
from relove_adapters.redis.alarms import Tick

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


def _took_ms(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
