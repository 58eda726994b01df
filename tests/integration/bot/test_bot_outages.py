"""PostgreSQL that refuses to write for a while, or goes and comes back: chats go on, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest

from sandbox.servers import EmbeddedPostgres
from tests.bot_process import ANSWERS, Chat, Database, Telegram, bot_in_process, eventually


@asynccontextmanager
async def read_only(server: EmbeddedPostgres) -> AsyncIterator[None]:
    """As a full disk or a standby would have it."""
    await _alter(server, "on")
    try:
        yield
    finally:
        await _alter(server, "off")


async def _alter(server: EmbeddedPostgres, value: str) -> None:
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute("SET default_transaction_read_only = off")
        await connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
        await connection.execute("SELECT pg_reload_conf()")
    finally:
        await connection.close()


async def _is_refused(database: Database) -> bool:
    return bool(await database.value("SHOW default_transaction_read_only") == "on")


async def test_while_postgresql_only_reads_words_wait_and_are_answered_after(
    anna: Chat, telegram: Telegram, own_postgres: EmbeddedPostgres
) -> None:
    database = Database(url=own_postgres.url, telegram=telegram)
    async with bot_in_process(telegram, database.url) as process:
        await anna.acquainted()
        async with read_only(own_postgres):
            await eventually(lambda: _is_refused(database))
            for number in range(3):
                await anna.say(f"Мысль {number}, и я устала")
            await eventually(process.readiness, lambda checks: checks["polling"] == "database")
            assert await anna.unread() == []
        assert (await anna.next()).text
        await database.settled()
        await eventually(process.readiness, lambda checks: set(checks.values()) == {"ok"})
    said = await database.rows(
        "SELECT text, is_answered FROM session_messages WHERE speaker = 'user' ORDER BY position"
    )
    assert [tuple(r) for r in said] == [(f"Мысль {n}, и я устала", True) for n in range(3)]


@pytest.mark.parametrize("immediate", [False, True], ids=["fast", "immediate"])
async def test_a_restart_of_postgresql_in_mid_conversation_costs_nobody_a_word(
    immediate: bool, anna: Chat, telegram: Telegram, own_postgres: EmbeddedPostgres
) -> None:
    database = Database(url=own_postgres.url, telegram=telegram)
    async with bot_in_process(telegram, database.url) as process:
        await anna.acquainted()
        async with asyncio.TaskGroup() as group:
            group.create_task(_talk(anna, words=10))
            await own_postgres.restart(immediate=immediate)
        await database.settled()
        await eventually(process.readiness, lambda checks: set(checks.values()) == {"ok"})
    said = await database.rows(
        "SELECT text, is_answered FROM session_messages WHERE speaker = 'user' ORDER BY position"
    )
    assert [tuple(r) for r in said] == [(f"Мысль {n}, и я устала", True) for n in range(10)]
    answers = await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'assistant'")
    assert len(await telegram.shown()) == answers + 2 + len(ANSWERS), "the acquaintance came before the conversation"


async def _talk(anna: Chat, *, words: int) -> None:
    for number in range(words):
        await anna.say(f"Мысль {number}, и я устала")
        await asyncio.sleep(0.1)


async def test_a_bot_that_starts_before_its_database_waits_for_it(
    anna: Chat, telegram: Telegram, own_postgres: EmbeddedPostgres
) -> None:
    await own_postgres.stop()
    async with asyncio.TaskGroup() as group:
        done = asyncio.Event()
        group.create_task(_run_until(done, telegram, own_postgres.url))
        await anna.say("/help")
        await own_postgres.start()
        assert "Что я умею" in (await anna.next()).text
        done.set()


async def _run_until(done: asyncio.Event, telegram: Telegram, url: str) -> None:
    async with bot_in_process(telegram, url):
        await done.wait()
