"""Who is forgotten while their rows move ends in neither of the two tables."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.archive import PostgresArchive
from relove_adapters.postgres.budgets import ensure_send_budget
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.privacy import PostgresErasures
from relove_core.ids import UserId
from relove_core.testing.builders import ANNA, BORIS, BOT
from tests.bot_process import eventually
from tests.contracts.privacy import forget, wish
from tests.contracts.world import SECOND, meet
from tests.integration.postgres.months import make_months
from tests.integration.postgres.world import PostgresWorld

ROWS = 600
_GATE = 4711
#: What arrives in the archive waits as long as somebody holds the gate.
GATE = f"""
CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock_shared({_GATE});
    RETURN NULL;
END $$;
CREATE TRIGGER wait_at_gate BEFORE INSERT ON user_activity_logs_archive EXECUTE FUNCTION wait_at_gate();
"""
_WRITE = """
    INSERT INTO user_activity_logs (user_id, activity_type, timestamp)
    SELECT $1, 'message', now() - interval '100 days' + n * interval '1 second' FROM generate_series(1, $2::int) n
"""
_AT_GATE = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {_GATE} AND NOT granted"
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"


class Race:
    def __init__(self, engine: AsyncEngine, database: Any) -> None:
        self.world = PostgresWorld(engine)
        self.database = database
        self.archive = PostgresArchive(engine)
        self.erasures = PostgresErasures(engine, batch=50)

    async def live(self, *people: UserId) -> None:
        for number, person in enumerate(people):
            await meet(self.world, person, update_id=900_000 + number)
            await self.database.execute(_WRITE, person, ROWS)

    async def move(self, *, most: int) -> None:
        before = datetime.now(UTC) - timedelta(days=90)
        while (await self.archive.move([ANNA, BORIS], before=before, most=most)).people:
            pass

    async def forget(self) -> None:
        await forget(self.world, await wish(self.world))
        while (erasure := await self.erasures.take()) is not None:
            await self.erasures.go_on(erasure)
            await self.world.pass_(20 * SECOND)

    async def count(self, table: str, person: UserId) -> int:
        return int(await self.database.fetchval(f"SELECT count(*) FROM {table} WHERE user_id = $1", person))

    async def require_forgotten(self) -> None:
        assert await self.world.traces(ANNA) == frozenset()
        assert await self.count("user_activity_logs_archive", BORIS) == ROWS


@asynccontextmanager
async def gate_held(url: str) -> AsyncIterator[None]:
    keeper = await asyncpg.connect(url)
    await keeper.execute("SELECT pg_advisory_lock($1)", _GATE)
    try:
        yield
    finally:
        await keeper.close()


@pytest.fixture
async def race(database_url: str) -> AsyncIterator[Race]:
    async with opened_engine(database_url, pool_size=8) as engine:
        now = datetime.now(UTC)
        await make_months(engine, since=now - timedelta(days=130), until=now)
        await ensure_send_budget(engine, BOT)
        database = await asyncpg.connect(database_url)
        await database.execute(GATE)
        yield Race(engine, database)
        await database.close()


async def test_an_erasure_waits_for_rows_on_their_way_and_finds_them(race: Race, database_url: str) -> None:
    await race.live(ANNA, BORIS)
    async with asyncio.TaskGroup() as group, gate_held(database_url):
        group.create_task(race.move(most=300))
        await eventually(lambda: race.database.fetchval(_AT_GATE))
        group.create_task(race.forget())
        await eventually(lambda: race.database.fetchval(_WAITING))
        assert not await race.database.fetchval("SELECT count(*) FROM users WHERE id = $1", ANNA)

    await race.require_forgotten()


async def test_rows_whose_move_was_cut_are_erased_where_they_were(race: Race, database_url: str) -> None:
    await race.live(ANNA, BORIS)
    async with asyncio.TaskGroup() as group, gate_held(database_url):
        moving = group.create_task(race.move(most=300))
        await eventually(lambda: race.database.fetchval(_AT_GATE))
        erasing = group.create_task(race.forget())
        await eventually(lambda: race.database.fetchval(_WAITING))
        moving.cancel()
        await erasing

    assert await race.count("user_activity_logs_archive", ANNA) == 0
    await race.move(most=300)
    await race.require_forgotten()


@pytest.mark.parametrize("delay_s", [0.0, 0.01, 0.03, 0.06, 0.1])
async def test_whenever_somebody_is_forgotten_nothing_of_them_stays(race: Race, delay_s: float) -> None:
    await race.live(ANNA, BORIS)

    async def forget_later() -> None:
        await asyncio.sleep(delay_s)
        await race.forget()

    await asyncio.gather(race.move(most=20), forget_later())

    await race.require_forgotten()


async def test_who_was_forgotten_with_rows_in_the_archive_leaves_none_there(race: Race) -> None:
    await race.live(ANNA, BORIS)
    await race.move(most=300)
    assert await race.count("user_activity_logs_archive", ANNA) == ROWS

    await race.forget()

    await race.require_forgotten()
