"""kill -9 in the middle of an erasure: another process ends it, and the person stays forgotten."""

import asyncio
from functools import partial
from operator import gt
from pathlib import Path

import pytest

from relove_adapters.postgres.opening import opened_engine
from tests.bot_process import ANNA, Chat, Database, Telegram, eventually
from tests.bot_replica import replica
from tests.crash.conftest import TIMING, Report, Scale
from tests.integration.postgres.walk import traces_of

LOGGED = "SELECT count(*) FROM user_activity_logs WHERE user_id = $1"
DUE_NOW = "UPDATE erasures SET due_at = now() WHERE finished_at IS NULL AND due_at > now()"


@pytest.mark.timeout(300)
async def test_an_erasure_that_is_killed_again_and_again_ends(
    tmp_path: Path, telegram: Telegram, database: Database, scale: Scale, report: Report
) -> None:
    anna = Chat(telegram=telegram, person=ANNA)
    kills = 0
    async with replica(tmp_path, telegram, database.url, **TIMING) as bot:
        await anna.acquainted()
        await database.rows(
            "INSERT INTO user_activity_logs (user_id, activity_type, timestamp)"
            " SELECT $1, 'message', now() - n * interval '1 ms' FROM generate_series(1, $2) n",
            ANNA,
            scale.updates * 500,
        )
        asked = await anna.ask("/forget_me")
        await telegram.press(ANNA, asked, "Стереть всё навсегда")
        await eventually(lambda: database.value("SELECT count(*) FROM erasures"))
        for _ in range(scale.kills):
            before = await database.value(LOGGED, ANNA)
            if not before:
                break
            await eventually(lambda: database.value(LOGGED, ANNA), partial(gt, before))
            bot.kill()
            kills += 1
            assert await database.value("SELECT count(*) FROM users") == 0, "forgotten from the first moment on"
            await database.execute(DUE_NOW)
            await bot.start()
        await eventually(lambda: _is_over(database), within_s=120)
        async with opened_engine(database.url, pool_size=2) as engine:
            # What the tests themselves write down of the others is not the product's.
            left = {table for table in await traces_of(engine, ANNA) if not table.startswith("audit_")}
    report.lines.append(f"{kills} kills, left: {sorted(left)}")

    assert kills >= 1
    assert left == set()
    assert [one.text[:10] for one in await anna.unread()].count("Всё стёрто") >= 1


async def _is_over(database: Database) -> bool:
    """The rests are cut short: a killed sender's lease, and the wait before the last look."""
    await database.execute(f"{DUE_NOW}; UPDATE outbox_chats SET lease_until = now() WHERE lease_until > now()")
    await asyncio.sleep(0.2)
    return bool(await database.value("SELECT bool_and(finished_at IS NOT NULL) FROM erasures"))
