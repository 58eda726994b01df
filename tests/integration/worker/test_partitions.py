"""The months of the activity log are there before anybody needs them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from apps.worker.partitions import MakePartitions
from tests.integration.worker.portrayed import Rows

DAY = timedelta(days=1)


def make(engine: AsyncEngine, *, ahead: int = 3) -> MakePartitions:
    period = Period(engine=engine, job="partitions", every=DAY)
    return MakePartitions(engine=engine, period=period, ahead=ahead)


def month(ahead: int) -> str:
    now = datetime.now(UTC)
    years, months = divmod(now.month - 1 + ahead, 12)
    return f"user_activity_logs_{now.year + years}_{months + 1:02}"


async def partitions(engine: AsyncEngine) -> set[str]:
    question = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'user_activity_logs'::regclass"
    async with engine.connect() as connection:
        return set(await connection.scalars(text(question)))


async def runs(engine: AsyncEngine) -> list[list[str]]:
    question = "SELECT details -> 'made' FROM job_runs WHERE job = 'partitions' ORDER BY id"
    async with engine.connect() as connection:
        return list(await connection.scalars(text(question)))


async def forget(engine: AsyncEngine, name: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(f"DROP TABLE {name}"))


async def test_three_months_are_made_ahead_and_a_row_says_so(engine: AsyncEngine) -> None:
    before = await partitions(engine)

    await make(engine)()

    expected = {month(ahead) for ahead in range(4)}
    assert await partitions(engine) == expected
    assert await runs(engine) == [sorted(expected - before)]


async def test_they_are_made_again_only_when_that_is_due(engine: AsyncEngine, rows: Rows) -> None:
    await make(engine)()
    await forget(engine, month(3))

    await rows.let_pass(DAY - timedelta(minutes=1))
    await make(engine)()
    assert month(3) not in await partitions(engine)
    assert len(await runs(engine)) == 1

    await rows.let_pass(timedelta(minutes=2))
    await make(engine)()
    assert month(3) in await partitions(engine)
    assert (await runs(engine))[1:] == [[month(3)]]


async def test_a_start_makes_what_a_new_setting_asks_for(engine: AsyncEngine) -> None:
    await make(engine)()

    await make(engine, ahead=5).at_start()

    assert {month(4), month(5)} <= await partitions(engine)
    assert (await runs(engine))[1:] == [[month(4), month(5)]]


async def test_starts_that_find_nothing_to_do_leave_no_rows(engine: AsyncEngine) -> None:
    await make(engine)()

    for _ in range(3):
        await make(engine).at_start()

    assert len(await runs(engine)) == 1


async def test_a_run_long_missed_is_caught_up(engine: AsyncEngine, rows: Rows) -> None:
    await make(engine)()

    await rows.let_pass(timedelta(days=60))
    await make(engine)()
    await make(engine)()

    assert len(await runs(engine)) == 2
