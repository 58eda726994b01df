"""Alarm clocks that ring each second."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from relove_adapters.redis.alarm_clock import AlarmClock, Patience
from relove_adapters.redis.alarms import Alarm, Tick

QUICK = Patience(first=timedelta(seconds=0.1), longest=timedelta(seconds=0.4), farewell=timedelta(seconds=5))
EVERY_SECOND = frozenset(range(60))


def each_second(redis_url: str, tick: Tick, *, patience: Patience = QUICK) -> AlarmClock:
    return AlarmClock(redis_url, [Alarm(job="test", tick=tick, seconds=EVERY_SECOND)], patience)


@asynccontextmanager
async def ringing(*clocks: AlarmClock) -> AsyncIterator[None]:
    stopping = asyncio.Event()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for clock in clocks:
            group.create_task(clock.run(stopping))
        yield
        stopping.set()


async def until(is_so: Callable[[], bool], *, within_s: float = 20) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass"
        await asyncio.sleep(0.02)


def has_rung(called: list[float], *, times: int) -> bool:
    return len(called) >= times
