"""Ticks are called at their times, once over all workers; their failures end with them."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from arq.worker import Worker
from structlog.testing import capture_logs

from apps.worker.errors import guarded
from relove_adapters.metrics import REGISTRY
from relove_adapters.redis.alarm_clock import Patience
from tests.integration.worker.ringing import each_second, ringing, until


async def test_two_workers_call_each_tick_once(redis_url: str) -> None:
    called: Counter[int] = Counter()

    async def tick() -> None:
        called[int(time.time())] += 1

    async with ringing(each_second(redis_url, tick), each_second(redis_url, tick)):
        await until(lambda: called.total() >= 5)

    assert max(called.values()) == 1


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


async def test_a_cancel_lost_on_its_way_does_not_keep_the_clock_ringing(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    losing, lost = asyncio.Event(), asyncio.Event()
    poll = Worker._poll_iteration

    async def poll_and_lose_a_cancel(worker: Worker) -> None:
        if not lost.is_set():
            with suppress(asyncio.CancelledError):
                losing.set()
                await asyncio.Event().wait()
            lost.set()
        await poll(worker)

    monkeypatch.setattr(Worker, "_poll_iteration", poll_and_lose_a_cancel)
    async with ringing(each_second(redis_url, _nothing)):
        await losing.wait()

    assert lost.is_set()


async def _nothing() -> None: ...


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
