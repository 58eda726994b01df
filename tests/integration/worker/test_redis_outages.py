"""Whatever happens to Redis, ticks are called again once it is back."""

import asyncio
import time
from functools import partial

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from sandbox.servers import EmbeddedRedis
from tests.integration.worker.ringing import each_second, has_rung, ringing, until


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
