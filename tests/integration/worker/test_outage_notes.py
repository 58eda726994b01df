"""What workers leave for each other in Redis while the database is away, and the look that says whether it is."""

import asyncio
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.watching import Look
from relove_adapters.clock import SystemClock
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_adapters.redis.outage_notes import opened_notes
from relove_core.alerts.who_is_told import Told, WhoIsTold
from relove_core.testing.clock import NOON

MINUTE = timedelta(minutes=1)


async def test_one_tells_and_another_only_after_its_time(redis_url: str) -> None:
    async with opened_notes(redis_url, holder="a") as first, opened_notes(redis_url, holder="b") as second:
        assert [await notes.take_telling(MINUTE) for notes in (first, second, first)] == [True, False, True]
        assert await first.take_telling(timedelta(milliseconds=20))
        await asyncio.sleep(0.1)

        assert [await notes.take_telling(MINUTE) for notes in (second, first)] == [True, False]


async def test_what_is_noted_is_known_to_all_until_it_is_forgotten(redis_url: str) -> None:
    async with opened_notes(redis_url, holder="a") as first, opened_notes(redis_url, holder="b") as second:
        assert await second.told_since() is None
        await first.take_telling(MINUTE)
        await first.note_told(NOON)
        assert await second.told_since() == NOON
        await second.forget()

        assert await first.told_since() is None
        assert await second.take_telling(MINUTE)


async def test_without_redis_everybody_may_tell_and_nobody_knows() -> None:
    async with opened_notes("redis://127.0.0.1:1/0", holder="a") as notes:
        await notes.note_told(NOON)
        await notes.forget()

        assert await notes.told_since() is None
        assert await notes.take_telling(MINUTE)


async def test_a_database_that_waits_for_its_migrations_is_there(engine: AsyncEngine) -> None:
    look = Look(engine=engine, who_is_told=WhoIsTold(begin=PostgresTransactions(engine).begin, clock=SystemClock()))
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO users (id, is_admin) VALUES (1, true)"))
    assert (await look()).team == (1,)
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE alert_mutes"))

    assert await look() == Told()
