"""Work without an end: what fails is told, counted, and taken up again, later each time."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from apps.worker.errors import LONGEST_REST, unceasing
from relove_adapters.metrics import REGISTRY
from relove_core.transactions import StorageUnavailable


class Enough(BaseException):
    """Ends what has no end."""


class Steps:
    """Each comes to what the script says; the rests are noted instead of slept."""

    def __init__(self, *script: timedelta | Exception) -> None:
        self.script: Iterator[timedelta | Exception] = iter(script)
        self.rests: list[float] = []

    async def __call__(self) -> timedelta:
        step = next(self.script, None)
        if step is None:
            raise Enough
        if isinstance(step, Exception):
            raise step
        return step

    async def sleep(self, seconds: float) -> None:
        self.rests.append(seconds)


async def taken(monkeypatch: pytest.MonkeyPatch, *script: timedelta | Exception) -> list[float]:
    steps = Steps(*script)
    monkeypatch.setattr(asyncio, "sleep", steps.sleep)
    with pytest.raises(Enough):
        await unceasing("portraits", steps)
    return steps.rests


async def test_each_step_says_how_long_to_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    rests = await taken(monkeypatch, timedelta(seconds=5), timedelta(seconds=3))

    assert rests == [5, 3]


async def test_a_step_that_fails_is_taken_again_after_a_rest_that_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    with capture_logs() as logs:
        rests = await taken(monkeypatch, *[ValueError("of a person")] * 8, timedelta(seconds=3), ValueError("again"))

    assert rests == [1, 2, 4, 8, 16, *[LONGEST_REST.total_seconds()] * 3, 3, 1]
    assert {(entry["event"], entry["job"], entry["log_level"]) for entry in logs} == {
        ("job.failed", "portraits", "error")
    }
    assert REGISTRY.get_sample_value("relove_jobs_failed_total", {"job": "portraits"}) == 9


async def test_a_database_that_is_away_is_told_once_and_once_that_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    away = StorageUnavailable("away")

    with capture_logs() as logs:
        rests = await taken(monkeypatch, away, away, away, timedelta(seconds=3), timedelta(seconds=3))

    assert rests == [1, 2, 4, 3, 3]
    assert [entry["event"] for entry in logs] == ["database.unreachable", "database.returned"]
