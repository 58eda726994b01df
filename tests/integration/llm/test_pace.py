"""One grid of slots for all processes: its state is in PostgreSQL, so it can be looked at instead of timed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.model_pace import PostgresModelPace
from relove_adapters.postgres.opening import opened_engine

GAP_S = 60.0
TAKERS = 20
FOR_LONG = 1e9


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with opened_engine(database_url, pool_size=10) as engine:
        yield engine


@pytest.fixture
def pace(engine: AsyncEngine) -> PostgresModelPace:
    """So slow that nothing passes by itself while a test runs."""
    made = PostgresModelPace(engine, per_second=2)
    made.gap_s = GAP_S
    return made


async def value(engine: AsyncEngine, sql: str) -> Any:
    async with engine.begin() as connection:
        return (await connection.execute(text(sql))).scalar_one()


async def test_the_first_of_all_calls_goes_at_once(pace: PostgresModelPace) -> None:
    assert await pace.take(within_s=FOR_LONG) == 0


async def test_all_at_once_get_slots_one_after_the_other(pace: PostgresModelPace, engine: AsyncEngine) -> None:
    waits = await asyncio.gather(*(pace.take(within_s=FOR_LONG) for _ in range(TAKERS)))

    slots = [round(wait / GAP_S) for wait in sorted(wait for wait in waits if wait is not None)]
    assert slots == list(range(TAKERS))
    ahead = await value(engine, "SELECT extract(epoch FROM slot_at - now()) FROM budgets WHERE name = 'models'")
    assert (TAKERS - 2) * GAP_S < ahead <= (TAKERS - 1) * GAP_S


async def test_time_that_passed_unused_is_not_made_up_for(pace: PostgresModelPace, engine: AsyncEngine) -> None:
    await pace.take(within_s=FOR_LONG)
    await value(engine, "UPDATE budgets SET slot_at = slot_at - interval '1 day' RETURNING 1")

    waits = [await pace.take(within_s=FOR_LONG), await pace.take(within_s=FOR_LONG)]

    assert [round((wait or 0) / GAP_S) for wait in waits] == [0, 1]


async def test_whoever_has_no_time_for_a_slot_leaves_it_to_the_next(
    pace: PostgresModelPace, engine: AsyncEngine
) -> None:
    await pace.take(within_s=FOR_LONG)
    before = await value(engine, "SELECT slot_at FROM budgets WHERE name = 'models'")

    refused = await asyncio.gather(*(pace.take(within_s=GAP_S / 2) for _ in range(TAKERS)))

    assert set(refused) == {None}
    assert await value(engine, "SELECT slot_at FROM budgets WHERE name = 'models'") == before
    wait_s = await pace.take(within_s=2 * GAP_S)
    assert wait_s is not None
    assert round(wait_s / GAP_S) == 1


async def test_a_free_slot_is_taken_by_who_cannot_wait_at_all(pace: PostgresModelPace, engine: AsyncEngine) -> None:
    await pace.take(within_s=FOR_LONG)
    await value(engine, "UPDATE budgets SET slot_at = slot_at - interval '1 day' RETURNING 1")

    assert await pace.take(within_s=0) == 0


async def test_background_work_takes_no_slot_while_somebody_waits_for_one(
    pace: PostgresModelPace, engine: AsyncEngine
) -> None:
    for _ in range(3):
        await pace.take(within_s=FOR_LONG)
    before = await value(engine, "SELECT slot_at FROM budgets WHERE name = 'models'")

    wait_s = await pace.take_if_idle()

    assert wait_s is not None
    assert wait_s > 2 * GAP_S
    assert await value(engine, "SELECT slot_at FROM budgets WHERE name = 'models'") == before


async def test_background_work_has_every_second_slot_at_the_most(pace: PostgresModelPace, engine: AsyncEngine) -> None:
    await pace.take(within_s=FOR_LONG)
    await value(engine, "UPDATE budgets SET slot_at = slot_at - interval '1 day', background_at = now() RETURNING 1")
    refused = await pace.take_if_idle()
    await value(engine, f"UPDATE budgets SET background_at = now() - interval '{2 * GAP_S} s' RETURNING 1")

    assert refused is not None
    assert round(refused / GAP_S) == 2
    assert await pace.take_if_idle() is None
    assert await pace.take_if_idle() is not None


async def test_of_many_that_want_an_idle_slot_one_gets_it(pace: PostgresModelPace, engine: AsyncEngine) -> None:
    await pace.take(within_s=FOR_LONG)
    await value(engine, "UPDATE budgets SET slot_at = now() - interval '1 day', background_at = slot_at RETURNING 1")
    await value(engine, "UPDATE budgets SET background_at = now() - interval '1 day' RETURNING 1")

    taken = await asyncio.gather(*(pace.take_if_idle() for _ in range(TAKERS)))

    assert taken.count(None) == 1


async def test_background_work_may_be_the_first_of_all(pace: PostgresModelPace) -> None:
    assert await pace.take_if_idle() is not None
    assert isinstance(await pace.take(within_s=FOR_LONG), float)
