"""What a turn costs, counted where it cannot be talked away: on the wire to PostgreSQL, and in its statistics."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from apps.bot.main import BotProcess
from relove_adapters.telegram.updates import encode
from relove_core.delivery.model import Lane
from tests.bot_process import (
    ANNA,
    USERNAME,
    Database,
    Telegram,
    composed,
    message_update,
    settings_for,
)
from tests.integration.bot.portraits import hung
from tests.integration.bot.wire import Wire, wire_to

MOST_ROUND_TRIPS = 12
BATCH = 100


@dataclass(slots=True, kw_only=True)
class Steps:
    """A replica that does nothing by itself: each step is taken by hand, on one connection, and counted."""

    process: BotProcess
    wire: Wire
    number: int = 1000

    async def count(self, step: Any) -> int:
        before = self.wire.round_trips
        await step
        return self.wire.round_trips - before

    async def take_in(self, *texts: str) -> None:
        updates: list[dict[str, Any]] = []
        for said in texts:
            self.number += 1
            updates.append(message_update(ANNA, said, message_id=self.number, update_id=self.number))
        await self.process._intake.take([(update, encode(update)) for update in updates])

    async def work(self) -> None:
        pump = self.process._lane_pump(Lane.TALK)
        claim = await pump.claim()
        assert claim is not None
        await pump.work(claim)

    async def send(self) -> None:
        pump = self.process._send_pump()
        posting = await pump.claim()
        assert posting is not None
        await pump.work(posting)

    async def turn(self, said: str) -> dict[str, int]:
        return {
            "intake": await self.count(self.take_in(said)),
            "work": await self.count(self.work()),
            "send": await self.count(self.send()),
        }


@pytest.fixture
async def steps(telegram: Telegram, database: Database, database_url: str) -> AsyncIterator[Steps]:
    await database.acquaint(ANNA)
    await telegram.post("/sandbox/people", {"id": ANNA, "is_started": True})
    async with wire_to(database_url) as (wire, near):
        settings = settings_for(telegram, near, database_pool="1")
        async with composed(settings) as container:
            yield Steps(process=BotProcess(container, container.settings(), username=USERNAME), wire=wire)


async def test_a_whole_turn_takes_at_most_twelve_round_trips_to_the_database(steps: Steps) -> None:
    await steps.turn("/natasha")
    for number in range(3):
        await steps.turn(f"Разогрев {number}, я устала")

    counted = await steps.turn("Мне надоело угождать всем вокруг")

    print(f"round trips of a turn: {counted}, {sum(counted.values())} in all")  # noqa: T201 - the figure
    assert counted["intake"] == 1
    assert counted["work"] >= 4, "the wire counts"
    assert sum(counted.values()) <= MOST_ROUND_TRIPS, counted


async def test_a_portrait_costs_a_turn_one_more_round_trip_an_hour_and_none_while_it_is_remembered(
    steps: Steps, database: Database
) -> None:
    await hung(database, ANNA, "Держит всех.")
    await steps.turn("/natasha")
    for number in range(3):
        await steps.turn(f"Разогрев {number}, я устала")
    await hung(database, ANNA, "Начала просить.")

    read, remembered = [sum((await steps.turn(f"Мне надоело угождать {n}")).values()) for n in range(2)]

    print(f"round trips of a turn: {read} where the portrait is read, {remembered} where it is remembered")  # noqa: T201 - the figure
    assert remembered <= MOST_ROUND_TRIPS
    assert read == remembered + 1


async def test_a_batch_is_taken_in_by_one_statement(steps: Steps) -> None:
    for _ in range(2):
        await steps.take_in(*(f"м{n}" for n in range(BATCH)))
    assert await steps.count(steps.take_in(*(f"м{n}" for n in range(BATCH)))) == 1


async def test_a_conversation_breaks_the_hot_chain_of_its_person_once_a_minute_at_most(
    steps: Steps, telegram: Telegram, database: Database
) -> None:
    await steps.turn("/natasha")
    before = await _cold_writes(steps, database)
    begun = await database.value("SELECT now()")
    for number in range(30):
        await steps.turn(f"Мысль {number}, и я устала")
    minutes = (await database.value("SELECT now()") - begun).total_seconds() / 60

    assert await _cold_writes(steps, database) - before <= minutes + 1


async def _cold_writes(steps: Steps, database: Database) -> int:
    engine = steps.process._container.engine()
    async with engine.connect() as connection:
        await connection.execute(text("SELECT pg_stat_force_next_flush()"))
    found = await database.value("SELECT n_tup_upd - n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'users'")
    return int(found)
