"""Old rows move when that is due; a tick that was cut is followed by one that goes on."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.archive import ArchiveActivity
from apps.worker.due import Period
from relove_adapters.metrics import REGISTRY
from relove_adapters.postgres.archive import PostgresArchive
from relove_core.activity.archive import ArchiveRule
from relove_core.activity.archive_old_activity import ArchiveOldActivity
from tests.integration.postgres.months import make_months
from tests.integration.worker.clocks import StandingClock
from tests.integration.worker.portrayed import Rows

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
RULE = ArchiveRule()
_WRITE = text(
    """
    INSERT INTO user_activity_logs (user_id, activity_type, timestamp)
    SELECT :person, 'message', CAST(:newest AS timestamptz) - n * interval '1 second' FROM generate_series(1, :count) n
    """
)
COUNTS = "SELECT (SELECT count(*) FROM user_activity_logs), (SELECT count(*) FROM user_activity_logs_archive)"
RUNS = "SELECT job, details FROM job_runs WHERE job LIKE 'archive%' ORDER BY id"


def archive(
    engine: AsyncEngine, clock: StandingClock, *, batch: int = 500, budget: timedelta = timedelta(seconds=30)
) -> ArchiveActivity:
    return ArchiveActivity(
        engine=engine,
        period=Period(engine=engine, job="archive", every=RULE.every),
        archive_old_activity=ArchiveOldActivity(archive=PostgresArchive(engine), clock=clock, rule=RULE, batch=batch),
        budget=budget,
    )


@pytest.fixture
async def clock(engine: AsyncEngine) -> StandingClock:
    """The months of the last half a year are there."""
    now = datetime.now(UTC)
    await make_months(engine, since=now - timedelta(days=180), until=now + timedelta(days=60))
    return StandingClock(now)


async def write(engine: AsyncEngine, person: int, count: int, *, newest: datetime) -> None:
    async with engine.begin() as connection:
        await connection.execute(_WRITE, {"person": person, "count": count, "newest": newest})


async def ask(engine: AsyncEngine, question: str) -> Sequence[Any]:
    async with engine.connect() as connection:
        return (await connection.execute(text(question))).all()


async def do(engine: AsyncEngine, statement: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(statement))


async def counts(engine: AsyncEngine) -> tuple[int, int]:
    """In the log, and in the archive."""
    ((live, archived),) = await ask(engine, COUNTS)
    return live, archived


async def runs(engine: AsyncEngine) -> int:
    """How many have ended."""
    return len([job for job, _ in await ask(engine, RUNS) if job == "archive"])


def archived_in_all() -> float:
    """As this process's metrics have it."""
    return REGISTRY.get_sample_value("relove_activity_archived_total") or 0


async def test_old_rows_of_long_logs_move_and_a_row_says_how_many(engine: AsyncEngine, clock: StandingClock) -> None:
    old = clock.now() - 90 * DAY
    await write(engine, 1, 1000, newest=old)
    await write(engine, 2, 1001, newest=old)
    await write(engine, 3, 600, newest=old)
    await write(engine, 3, 401, newest=clock.now())
    before = archived_in_all()

    await archive(engine, clock)()

    assert await counts(engine) == (1401, 1601)
    ((job, details),) = await ask(engine, RUNS)
    assert (job, details["people"], details["rows"]) == ("archive", 2, 1601)
    assert archived_in_all() - before == 1601


async def test_a_finished_run_is_due_again_a_week_later(engine: AsyncEngine, clock: StandingClock, rows: Rows) -> None:
    await write(engine, 1, 1500, newest=clock.now() - 90 * DAY)
    await archive(engine, clock)()
    await write(engine, 2, 1500, newest=clock.now() - 90 * DAY)

    await rows.let_pass(WEEK - timedelta(minutes=1))
    await archive(engine, clock)()
    assert await counts(engine) == (1500, 1500)

    await rows.let_pass(timedelta(minutes=2))
    await archive(engine, clock)()
    assert await counts(engine) == (0, 3000)


async def test_one_that_was_missed_for_long_is_caught_up_once(
    engine: AsyncEngine, clock: StandingClock, rows: Rows
) -> None:
    await archive(engine, clock)()
    await write(engine, 1, 1500, newest=clock.now() - 90 * DAY)

    await rows.let_pass(5 * WEEK)
    await archive(engine, clock)()
    await archive(engine, clock)()

    assert await counts(engine) == (0, 1500)
    assert await runs(engine) == 2


async def test_what_the_budget_did_not_suffice_for_the_next_tick_does(
    engine: AsyncEngine, clock: StandingClock
) -> None:
    for person in range(1, 4):
        await write(engine, person, 1500, newest=clock.now() - 90 * DAY)
    tick = archive(engine, clock, budget=timedelta(microseconds=1))
    await tick()
    for _ in range(3):
        await archive(engine, clock, budget=timedelta(milliseconds=20))()
        live, archived = await counts(engine)
        assert live + archived == 4500
    await archive(engine, clock)()
    await archive(engine, clock)()

    assert await counts(engine) == (0, 4500)
    (first, *_, last) = await ask(engine, RUNS)
    assert await runs(engine) == 1
    assert (first[0], last[0], last[1]["rows"]) == ("archive_part", "archive", 4500)


async def test_a_tick_that_was_cancelled_leaves_a_sum_that_holds_and_another_ends_it(
    engine: AsyncEngine, clock: StandingClock
) -> None:
    await write(engine, 1, 5000, newest=clock.now() - 90 * DAY)
    cuts = 0
    while await runs(engine) == 0:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.05 * (cuts + 1)):
                await archive(engine, clock, batch=20)()
        cuts += 1
        assert sum(await counts(engine)) == 5000

    assert cuts > 1
    assert await counts(engine) == (0, 5000)


async def test_a_mark_of_the_day_before_yesterday_is_none(engine: AsyncEngine, clock: StandingClock) -> None:
    await write(engine, 1, 1500, newest=clock.now() - 90 * DAY)
    async with engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO job_runs (job, details, finished_at) VALUES (:job, :details, now() - interval '2 days')"),
            {"job": "archive_part", "details": '{"after": 7, "people": 1, "rows": 5, "seconds": 40.0}'},
        )

    await archive(engine, clock)()

    assert await counts(engine) == (0, 1500)


async def test_two_workers_at_once_move_each_row_once(engine: AsyncEngine, clock: StandingClock) -> None:
    for person in range(1, 6):
        await write(engine, person, 1200, newest=clock.now() - 90 * DAY)

    await asyncio.gather(*(archive(engine, clock, batch=100)() for _ in range(2)))

    assert await counts(engine) == (0, 6000)
    assert len(await ask(engine, "SELECT DISTINCT id FROM user_activity_logs_archive")) == 6000


async def test_it_rests_while_people_write_and_only_then(engine: AsyncEngine, clock: StandingClock, rows: Rows) -> None:
    rests: list[float] = []

    async def sleep(seconds: float) -> None:
        rests.append(seconds)

    await write(engine, 1, 1500, newest=clock.now() - 90 * DAY)
    await replace(archive(engine, clock), sleep=sleep)()
    assert rests == []

    await rows.let_pass(WEEK + DAY)
    await write(engine, 2, 1500, newest=clock.now() - 90 * DAY)
    await do(engine, "INSERT INTO inbox (bot_id, update_id, chat_id, lane) VALUES (1, 1, 1, 'talk')")
    await replace(archive(engine, clock), sleep=sleep)()
    assert len(rests) >= 4
    assert min(rests) > 0


async def test_nothing_old_is_a_run_as_well(engine: AsyncEngine, clock: StandingClock) -> None:
    await write(engine, 1, 1500, newest=clock.now())

    await archive(engine, clock)()

    assert await counts(engine) == (1500, 0)
    assert await runs(engine) == 1
