"""PostgreSQL moves old rows to the archive as the contract says; a row arrives as it was."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.archive import PostgresArchive
from relove_core.ids import UserId
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.clock import NOON
from tests.contracts.archive import CUTOFF, ArchiveContract, due, moments, move
from tests.integration.postgres.months import make_months

_WRITE = """
    INSERT INTO user_activity_logs (user_id, chat_id, activity_type, details, timestamp)
    SELECT :person, :person, 'button', jsonb_build_object('n', n), moment
      FROM unnest(CAST(:moments AS timestamptz[])) WITH ORDINALITY AS m (moment, n)
"""
_FORGET = "INSERT INTO erasures (user_id, asked_at) VALUES (:person, now())"
_ROWS = "SELECT id, user_id, chat_id, activity_type, timestamp, details FROM {} ORDER BY id"
_KEEP_ONE = """
    INSERT INTO user_activity_logs_archive
    SELECT id, user_id, chat_id, activity_type, timestamp, details, now() FROM user_activity_logs OFFSET 3 LIMIT 1
"""
_LIVE_IN = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), '{}'); END $$"
LOG, ARCHIVE = "user_activity_logs", "user_activity_logs_archive"


@dataclass(frozen=True, slots=True)
class InPostgres:
    engine: AsyncEngine

    @property
    def archive(self) -> PostgresArchive:
        return PostgresArchive(self.engine)

    async def write(self, user_id: UserId, *moments: datetime) -> None:
        await self.execute(_WRITE, person=user_id, moments=list(moments))

    async def forget(self, user_id: UserId) -> None:
        await self.execute(_FORGET, person=user_id)

    async def live(self, user_id: UserId) -> Sequence[datetime]:
        return await self._moments(LOG, user_id)

    async def archived(self, user_id: UserId) -> Sequence[datetime]:
        return await self._moments(ARCHIVE, user_id)

    async def _moments(self, table: str, user_id: UserId) -> Sequence[datetime]:
        query = f"SELECT timestamp FROM {table} WHERE user_id = :person ORDER BY timestamp"
        return [row.timestamp for row in await self.execute(query, person=user_id)]

    async def rows(self, table: str) -> Sequence[Any]:
        return await self.execute(_ROWS.format(table))

    async def execute(self, sql: str, **given: object) -> Sequence[Any]:
        async with self.engine.begin() as connection:
            found = await connection.execute(text(sql), given)
            return found.all() if found.returns_rows else []


@pytest.fixture
async def archives(engine: AsyncEngine) -> InPostgres:
    await make_months(engine, since=NOON - timedelta(days=130), until=NOON)
    return InPostgres(engine)


class TestPostgresArchive(ArchiveContract):
    pass


async def test_a_row_arrives_as_it_was_and_says_when(archives: InPostgres) -> None:
    await archives.write(ANNA, *moments(5))
    before = await archives.rows(LOG)
    await move(archives, ANNA)
    stamps = await archives.execute(f"SELECT archived_at FROM {ARCHIVE}")

    assert await archives.rows(ARCHIVE) == before
    assert await archives.rows(LOG) == []
    assert all(abs(datetime.now(UTC) - row.archived_at) < timedelta(minutes=1) for row in stamps)


async def test_rows_of_several_months_move_together(archives: InPostgres) -> None:
    days = [CUTOFF - timedelta(days=n) for n in (1, 20, 35)]
    await archives.write(ANNA, *days)

    assert (await move(archives, ANNA)).rows == 3
    assert await archives.archived(ANNA) == sorted(days)


async def test_a_row_that_cannot_be_kept_stays_with_all_of_its_batch(archives: InPostgres) -> None:
    await archives.write(ANNA, *moments(5))
    await archives.execute(_KEEP_ONE)

    with pytest.raises(Exception, match="user_activity_logs_archive_pkey"):
        await move(archives, ANNA)

    assert await archives.live(ANNA) == moments(5)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kamchatka"])
async def test_the_zone_of_the_database_changes_nothing(archives: InPostgres, zone: str) -> None:
    """Months end at another hour there."""
    await archives.execute(_LIVE_IN.format(zone))
    await archives.engine.dispose()
    try:
        await archives.write(ANNA, *moments(4, since=CUTOFF - timedelta(seconds=2)))
        found = await due(archives)
        moved = await move(archives, ANNA)
    finally:
        await archives.execute(_LIVE_IN.format("UTC"))
        await archives.engine.dispose()

    assert (found.due, moved.rows) == ((ANNA,), 2)
    assert await archives.live(ANNA) == [CUTOFF, CUTOFF + timedelta(seconds=1)]


async def test_two_at_once_move_each_row_once(archives: InPostgres) -> None:
    for person in (ANNA, BORIS):
        await archives.write(person, *moments(400))

    async def empty() -> int:
        total = 0
        while (moved := await move(archives, ANNA, BORIS, most=30)).people:
            total += moved.rows
        return total

    counts = await asyncio.gather(*(empty() for _ in range(4)))

    assert sum(counts) == 800
    assert (len(await archives.rows(LOG)), len(await archives.rows(ARCHIVE))) == (0, 800)
