"""How many months ahead the log can be written."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.partitions import FARTHEST, ensure_activity_months, future_months


def month(ahead: int) -> str:
    now = datetime.now(UTC)
    years, months = divmod(now.month - 1 + ahead, 12)
    return f"user_activity_logs_{now.year + years}_{months + 1:02}"


async def change(engine: AsyncEngine, statement: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(statement))


async def counted(url: str, *, ahead: int, without: int | None = None, detach: bool = False) -> int:
    async with opened_engine(url, pool_size=1) as engine:
        await ensure_activity_months(engine, ahead=ahead)
        if without is not None:
            gone = "ALTER TABLE user_activity_logs DETACH PARTITION" if detach else "DROP TABLE"
            await change(engine, f"{gone} {month(without)}")
        return await future_months(engine)


async def test_the_present_month_is_none_of_them(database_url: str) -> None:
    assert await counted(database_url, ahead=3) == 3


async def test_what_lies_beyond_a_gap_does_not_count(database_url: str) -> None:
    assert await counted(database_url, ahead=4, without=3) == 2


async def test_a_month_that_is_not_attached_does_not_count(database_url: str) -> None:
    assert await counted(database_url, ahead=3, without=2, detach=True) == 1


async def test_without_the_next_month_there_is_none(database_url: str) -> None:
    assert await counted(database_url, ahead=3, without=1) == 0


async def test_it_looks_no_farther_than_anybody_makes_them(database_url: str) -> None:
    assert await counted(database_url, ahead=FARTHEST + 2) == FARTHEST
