"""PostgreSQL crashes in mid-conversation and comes back; Redis goes away, and nobody who chats can tell."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from sandbox.servers import EmbeddedPostgres, EmbeddedRedis
from sandbox.servers.ports import free_port
from tests.bot_process import Chat, Database, Telegram, environment, eventually
from tests.bot_replica import replica
from tests.crash.conftest import TIMING, Report, Scale
from tests.crash.kills import AT_WORK
from tests.crash.load import FIRST_CHAT, plan
from tests.crash.verdict import AUDIT, judge


@pytest.mark.timeout(1200)
async def test_postgresql_crashes_in_mid_conversation_and_the_bot_goes_on(
    tmp_path: Path,
    telegram: Telegram,
    own_postgres: EmbeddedPostgres,
    scale: Scale,
    chance: random.Random,
    report: Report,
) -> None:
    crashes = 3 if scale.is_full else 1
    written = plan(chance, chats=scale.chats, updates=scale.updates)
    parts = written.slices(crashes + 1)
    database = Database(url=own_postgres.url, telegram=telegram)
    await database.execute(AUDIT)
    await database.acquaint(*(u.chat for u in written.opening))

    async with replica(tmp_path, telegram, database.url, **TIMING) as bot:
        pid = bot.pid
        await telegram.inject([u.body for u in written.opening])
        for part in parts[:-1]:
            await telegram.inject([u.body for u in part])
            at_work = await eventually(lambda: database.value(AT_WORK), every_s=0)
            open_ = await database.waiting()
            await own_postgres.restart(immediate=True)
            report.lines.append(
                f"PostgreSQL crashed with {at_work} chats at work, {open_[1]} updates and {open_[2]} messages open"
            )
        await telegram.inject([u.body for u in parts[-1]])
        await database.settled(within_s=300)
        assert bot.is_alive, "the process never ended"
        assert bot.pid == pid
        unsettled = len(bot.events("message.unsettled"))

    verdict = await judge(written, database, telegram)
    report.judged(verdict)
    assert unsettled == 0
    verdict.require_clean(most_copies=0)


@asynccontextmanager
async def worker_running(folder: Path, **settings: str) -> AsyncIterator["Popen[bytes]"]:
    listen = f"127.0.0.1:{free_port()}"
    with (folder / "worker.log").open("wb") as out:
        command = [sys.executable, "-m", "apps.worker.main"]
        process = Popen(command, env=environment(metrics_listen=listen, **settings), stdout=out, stderr=out)  # noqa: ASYNC220 - watched, not waited for
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.timeout(300)
async def test_redis_stops_and_is_emptied_and_chats_go_on(
    tmp_path: Path, telegram: Telegram, database: Database, own_redis: EmbeddedRedis, scale: Scale, report: Report
) -> None:
    away_s = 20.0 if scale.is_full else 2.0
    chat = Chat(telegram=telegram, person=FIRST_CHAT)
    await telegram.post("/sandbox/people", {"id": FIRST_CHAT, "first_name": "Ольга", "is_started": True})
    common = {"database_url": database.url, "redis_url": own_redis.url}

    async with worker_running(tmp_path, **common) as worker, replica(tmp_path, telegram, database.url):
        await chat.acquainted()
        await own_redis.stop(immediate=True)
        answered, deadline = 0, asyncio.get_running_loop().time() + away_s
        while asyncio.get_running_loop().time() < deadline:
            await chat.ask(f"Мысль {answered}, и я устала")
            answered += 1
        for leftover in own_redis.files.glob("*"):
            leftover.unlink()
        await own_redis.start()
        await chat.ask("И ещё одна")
        assert worker.poll() is None, "the worker waits for Redis"

    report.lines.append(f"{answered} messages answered while Redis was away for {away_s:.0f} s, and it came back empty")
    assert answered
