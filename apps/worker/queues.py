"""How much waits and for how long, for the metrics of this process.

Not a tick of arq's: that runs in one worker of several, and every worker's numbers have to be fresh, most of all while
Redis is away.
"""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters import metrics
from relove_adapters.postgres.health import queue_depth
from relove_adapters.redis.alarms import Tick

JOB = "queues"
EVERY = timedelta(seconds=15)
GAUGES = (
    metrics.inbox_pending,
    metrics.outbox_pending,
    metrics.inbox_oldest_seconds,
    metrics.outbox_oldest_seconds,
    metrics.active_sessions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureQueues:
    engine: AsyncEngine

    async def __call__(self) -> None:
        """Refresh the gauges; what could not be measured is not a number, rather than an old one."""
        try:
            depth = await queue_depth(self.engine)
        except BaseException:
            _show([math.nan] * len(GAUGES))
            raise
        _show((depth.inbox, depth.outbox, depth.inbox_age, depth.outbox_age, depth.sessions))


def _show(values: Sequence[float]) -> None:
    for gauge, value in zip(GAUGES, values, strict=True):
        gauge.set(value)


async def keep_measuring(measure: Tick, every: timedelta = EVERY) -> NoReturn:
    while True:
        await measure()
        await asyncio.sleep(every.total_seconds())
