"""Ticks are called at their times, once over all workers, whatever happens to Redis."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from apps.worker.errors import guarded
from relove_adapters.metrics import REGISTRY
from relove_adapters.redis.alarm_clock import Alarm, AlarmClock, Patience, Tick
from sandbox.servers import EmbeddedRedis

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


async def test_two_workers_call_each_tick_once(redis_url: str) -> None:
    called: Counter[int] = Counter()

    async def tick() -> None:
        called[int(time.time())] += 1

    async with ringing(each_second(redis_url, tick), each_second(redis_url, tick)):
        await until(lambda: called.total() >= 5)

    assert max(called.values()) == 1


async def test_redis_stopped_midway_and_back(own_redis: EmbeddedRedis) -> None:
    called: list[float] = []

    async def tick() -> None:
        called.append(time.monotonic())

    clock = each_second(own_redis.url, tick)
    with capture_logs() as logs:
        async with ringing(clock):
            await until(lambda: bool(called))
            await own_redis.stop()
            await until(lambda: clock.state == "unreachable")
            await asyncio.sleep(2)
            before = len(called)
            await own_redis.start()
            await until(lambda: clock.state == "ok" and len(called) >= before + 2)

    events = [entry["event"] for entry in logs]
    assert events == ["worker.redis_reached", "worker.redis_unreachable", "worker.redis_reached"]


async def test_redis_that_hangs_is_told_from_one_that_answers(
    own_redis: EmbeddedRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relove_adapters.redis.client.ANSWER_S", 0.5)

    async def tick() -> None: ...

    clock = each_second(own_redis.url, tick)
    async with ringing(clock), Redis.from_url(own_redis.url) as redis:
        await until(lambda: clock.state == "ok")
        await redis.execute_command("CLIENT", "PAUSE", "3000", "ALL")
        await until(lambda: clock.state == "unreachable")
        await until(lambda: clock.state == "ok")


async def test_redis_with_another_password_is_said_to_refuse(own_redis: EmbeddedRedis) -> None:
    async def tick() -> None: ...

    clock = each_second(own_redis.url.replace(own_redis.password, "wrong"), tick)
    async with ringing(clock):
        await until(lambda: clock.state == "refused: check the password")


async def test_redis_that_takes_no_writes_is_said_to_refuse(own_redis: EmbeddedRedis) -> None:
    async def tick() -> None: ...

    async with Redis.from_url(own_redis.url) as redis:
        await redis.config_set("min-replicas-to-write", 1)
        clock = each_second(own_redis.url, tick)
        async with ringing(clock):
            await until(lambda: clock.state == "refused: cannot write")
            await redis.config_set("min-replicas-to-write", 0)
            await until(lambda: clock.state == "ok")


async def test_an_emptied_redis_changes_nothing(redis_url: str) -> None:
    called: list[float] = []

    async def tick() -> None:
        called.append(time.monotonic())

    async with ringing(each_second(redis_url, tick)), Redis.from_url(redis_url) as redis:
        for rung in (1, 2, 3):
            await until(partial(has_rung, called, times=rung))
            await redis.flushdb()
        await until(partial(has_rung, called, times=4))


async def test_a_failing_tick_is_told_counted_and_comes_again(redis_url: str) -> None:
    called: list[float] = []

    async def tick() -> None:
        called.append(time.monotonic())
        raise ValueError("what a person said")

    failed = REGISTRY.get_sample_value("relove_jobs_failed_total", {"job": "failing"}) or 0
    with capture_logs() as logs:
        async with ringing(each_second(redis_url, guarded("failing", tick))):
            await until(lambda: len(called) >= 3)

    assert (REGISTRY.get_sample_value("relove_jobs_failed_total", {"job": "failing"}) or 0) >= failed + 3
    told = [entry for entry in logs if entry["event"] == "job.failed"]
    assert {(entry["job"], entry["log_level"]) for entry in told} == {("failing", "error")}


async def test_a_tick_that_takes_too_long_is_ended_and_told() -> None:
    async def tick() -> None:
        await asyncio.sleep(30)

    with capture_logs() as logs:
        await guarded("slow", tick, limit_s=0.05)()

    assert [entry["event"] for entry in logs] == ["job.failed"]


async def test_a_running_tick_finishes_before_the_end(redis_url: str) -> None:
    begun, finished = asyncio.Event(), asyncio.Event()

    async def tick() -> None:
        begun.set()
        await asyncio.sleep(1)
        finished.set()

    async with ringing(each_second(redis_url, tick)):
        await begun.wait()

    assert finished.is_set()


async def test_a_tick_that_does_not_finish_is_cut_and_runs_again_elsewhere(redis_url: str) -> None:
    begun, cut = asyncio.Event(), asyncio.Event()

    async def endless() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            cut.set()

    patience = Patience(farewell=timedelta(seconds=0.2))
    async with ringing(each_second(redis_url, endless, patience=patience)):
        await begun.wait()
    assert cut.is_set()

    called = asyncio.Event()

    async def tick() -> None:
        called.set()

    async with ringing(each_second(redis_url, tick)), asyncio.timeout(10):
        await called.wait()
