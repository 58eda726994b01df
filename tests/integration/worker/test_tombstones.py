"""Keys go when no copy can come any more; what waits or is undecided stays, however old."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from apps.worker.tombstones import DeleteTombstones
from tests.integration.worker.clocks import StandingClock

WEEK = timedelta(days=7)


def delete(engine: AsyncEngine, clock: StandingClock, *, batch: int = 500) -> DeleteTombstones:
    period = Period(engine=engine, clock=clock, job="tombstones", every=timedelta(hours=1))
    return DeleteTombstones(engine=engine, period=period, older_than=WEEK, batch=batch, rest=timedelta())


async def add_update(engine: AsyncEngine, update_id: int, *, state: str, days: float) -> None:
    sql = """INSERT INTO inbox (bot_id, update_id, chat_id, lane, state, received_at)
             VALUES (1, :id, 7, 'talk', :state, now() - CAST(:age AS interval))"""
    async with engine.begin() as connection:
        await connection.execute(text(sql), {"id": update_id, "state": state, "age": timedelta(days=days)})


async def add_message(engine: AsyncEngine, key: str, *, state: str, days: float) -> None:
    sql = """INSERT INTO outbox (key, bot_id, priority, state, created_at)
             VALUES (:key, 1, 2, :state, now() - CAST(:age AS interval))"""
    async with engine.begin() as connection:
        await connection.execute(text(sql), {"key": key, "state": state, "age": timedelta(days=days)})


async def left(engine: AsyncEngine, question: str) -> set[object]:
    async with engine.connect() as connection:
        return set(await connection.scalars(text(question)))


async def test_old_keys_of_updates_go_and_all_others_stay(engine: AsyncEngine, clock: StandingClock) -> None:
    await add_update(engine, 1, state="done", days=7.1)
    await add_update(engine, 2, state="done", days=6.9)
    await add_update(engine, 3, state="pending", days=30)
    await add_update(engine, 4, state="aside", days=30)

    await delete(engine, clock)()

    assert await left(engine, "SELECT update_id FROM inbox") == {2, 3, 4}


async def test_old_keys_of_messages_go_and_all_others_stay(engine: AsyncEngine, clock: StandingClock) -> None:
    for state in ("sent", "blocked", "failed", "cancelled", "pending", "sending", "uncertain"):
        await add_message(engine, f"old {state}", state=state, days=7.1)
        await add_message(engine, f"new {state}", state=state, days=6.9)

    await delete(engine, clock)()

    old = {key for key in await left(engine, "SELECT key FROM outbox") if str(key).startswith("old")}
    assert old == {"old pending", "old sending", "old uncertain"}
    assert len(await left(engine, "SELECT key FROM outbox")) == 10


async def test_more_than_a_batch_goes_in_one_run_and_a_row_says_how_many(
    engine: AsyncEngine, clock: StandingClock
) -> None:
    for number in range(7):
        await add_update(engine, number, state="done", days=8)
    await add_message(engine, "1:1:0", state="sent", days=8)

    await delete(engine, clock, batch=3)()

    assert await left(engine, "SELECT update_id FROM inbox") == set()
    assert await left(engine, "SELECT details::text FROM job_runs") == {'{"inbox": 7, "outbox": 1}'}


async def test_keys_are_looked_through_only_when_that_is_due(engine: AsyncEngine, clock: StandingClock) -> None:
    await delete(engine, clock)()
    await add_update(engine, 1, state="done", days=8)

    await delete(engine, clock)()
    assert await left(engine, "SELECT update_id FROM inbox") == {1}

    clock.pass_(timedelta(hours=1, minutes=1))
    await delete(engine, clock)()
    assert await left(engine, "SELECT update_id FROM inbox") == set()
