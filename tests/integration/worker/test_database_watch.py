"""The database goes away and comes back: the owners hear of both once, from one of two workers, by Telegram itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # ships no types
import psutil  # type: ignore[import-untyped]  # ships no types
import pytest
from pydantic import SecretStr

from apps.worker.errors import unceasing
from apps.worker.settings import WorkerSettings
from apps.worker.watching import opened_watch
from sandbox.servers import EmbeddedPostgres, EmbeddedRedis
from tests.bot_process import MIKHAIL, SASHA, TOKEN, Telegram, eventually
from tests.integration.worker.alerting import Office, opened_office
from tests.integration.worker.hasty import PATIENCE

AWAY, BACK = "🚨 База данных недоступна", "✅ База данных снова есть"


@pytest.fixture
async def office(
    telegram: Telegram, own_postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> AsyncIterator[Office]:
    async with opened_office(telegram, own_postgres.url, redis_url, tmp_path) as office:
        yield office


@asynccontextmanager
async def watching(office: Office, *, workers: int, redis_url: str | None = None) -> AsyncIterator[None]:
    """As so many workers do it, but quickly."""
    settings = WorkerSettings(
        database_url=office.database.url,
        redis_url=redis_url or office.redis_url,
        bot_api_url=office.telegram.url,
        admin_ids=(MIKHAIL,),
    )
    async with AsyncExitStack() as world, asyncio.TaskGroup() as group:
        tasks = []
        for _ in range(workers):
            watch = await world.enter_async_context(opened_watch(settings, SecretStr(TOKEN), PATIENCE))
            tasks.append(group.create_task(unceasing("database_watch", watch)))
        yield
        for task in tasks:
            task.cancel()


async def outages(office: Office) -> list[bool]:
    """Of each that is kept: whether it is over."""
    rows = await office.database.rows("SELECT cleared_at FROM system_alerts WHERE kind = 'database_down' ORDER BY id")
    return [row["cleared_at"] is not None for row in rows]


@pytest.mark.timeout(240)
async def test_two_workers_one_of_them_killed_tell_it_once(office: Office, own_postgres: EmbeddedPostgres) -> None:
    workers = [await office.worker() for _ in range(2)]
    for worker in workers:
        await worker.becomes(database="ok", redis="ok", within_s=90)
    await own_postgres.stop(immediate=True)
    await eventually(office.headlines, lambda told: told == [AWAY])
    workers[0].kill()
    workers.append(await office.worker())
    await workers[2].writes("alert.raised")
    assert await office.headlines() == [AWAY], "the new worker knows that the owners know"
    await own_postgres.start()
    await eventually(office.headlines, lambda told: BACK in told)
    await asyncio.sleep(2)

    assert await office.headlines() == [AWAY, BACK]
    assert await outages(office) == [True]
    for worker in workers:
        assert TOKEN.partition(":")[2] not in worker.log.read_text()


async def test_a_restart_of_postgresql_is_no_outage(office: Office, own_postgres: EmbeddedPostgres) -> None:
    async with watching(office, workers=2):
        await asyncio.sleep(1)
        await own_postgres.restart(immediate=True)
        await asyncio.sleep(3)

    assert await office.headlines() == []
    assert await outages(office) == []


async def test_admins_of_the_database_are_told_too_and_who_has_blocked_the_bot_stops_nobody(
    office: Office, own_postgres: EmbeddedPostgres
) -> None:
    await office.telegram.say(SASHA, "/help")
    await eventually(lambda: office.telegram.shown(SASHA))
    await office.execute(f"UPDATE users SET is_admin = true WHERE id = {SASHA}")
    async with watching(office, workers=2):
        await asyncio.sleep(1)
        await office.telegram.block(MIKHAIL, is_blocking=True)
        await own_postgres.stop(immediate=True)
        await eventually(lambda: office.telegram.shown(SASHA), lambda told: len(told) == 2)
        await own_postgres.start()
        await eventually(lambda: office.telegram.shown(SASHA), lambda told: len(told) == 3)

    assert [message.text.splitlines()[0] for message in (await office.telegram.shown(SASHA))[1:]] == [AWAY, BACK]


async def test_while_telegram_does_not_answer_it_is_tried_until_it_does(
    office: Office, own_postgres: EmbeddedPostgres
) -> None:
    async with watching(office, workers=2):
        await asyncio.sleep(1)
        await own_postgres.stop(immediate=True)
        await office.telegram.faults({"method": "sendMessage", "kind": "429", "retry_after": 2, "times": 2})
        await eventually(office.headlines, lambda told: told == [AWAY])
        await asyncio.sleep(3)
        assert await office.headlines() == [AWAY]
        await own_postgres.start()
        await eventually(office.headlines, lambda told: told == [AWAY, BACK])


async def test_with_redis_away_too_the_end_is_kept_and_told_once(
    office: Office, own_postgres: EmbeddedPostgres, own_redis: EmbeddedRedis
) -> None:
    await own_redis.stop()
    async with watching(office, workers=2, redis_url=own_redis.url):
        await asyncio.sleep(1)
        await own_postgres.stop(immediate=True)
        await eventually(office.headlines, lambda told: told == [AWAY, AWAY])
        await own_postgres.start()
        await eventually(office.headlines, lambda told: BACK in told)
        await asyncio.sleep(2)

    assert await office.headlines() == [AWAY, AWAY, BACK]
    assert await outages(office) == [True]


async def test_a_database_that_takes_no_writes_is_as_good_as_away(
    office: Office, own_postgres: EmbeddedPostgres
) -> None:
    async with watching(office, workers=1):
        await _let_write(own_postgres, is_allowed=False)
        await eventually(office.headlines, lambda told: told == [AWAY])
        await _let_write(own_postgres, is_allowed=True)
        await eventually(office.headlines, lambda told: told == [AWAY, BACK])

    assert await outages(office) == [True]


async def test_a_database_that_hangs_is_as_good_as_away(office: Office, own_postgres: EmbeddedPostgres) -> None:
    async with watching(office, workers=2):
        await asyncio.sleep(1)
        with suspended(own_postgres):
            await eventually(office.headlines, lambda told: told == [AWAY])
        await eventually(office.headlines, lambda told: told == [AWAY, BACK])

    assert await outages(office) == [True]


@contextmanager
def suspended(server: EmbeddedPostgres) -> Iterator[None]:
    """It is there, and answers nobody."""
    assert server.pid is not None
    processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


async def _let_write(server: EmbeddedPostgres, *, is_allowed: bool) -> None:
    connection = await asyncpg.connect(server.url)
    with suppress(asyncpg.PostgresError):
        await connection.execute("SET default_transaction_read_only = off")
    await connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {'off' if is_allowed else 'on'}")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()
