"""SIGTERM again and again, while every tenth word that is to be kept fails: nothing is lost."""

import random
from pathlib import Path

import pytest

from tests.bot_process import Database, Telegram, eventually
from tests.bot_replica import replica
from tests.crash.conftest import TIMING, Report, Scale
from tests.crash.kills import AT_WORK
from tests.crash.load import plan
from tests.crash.verdict import judge

#: A sequence is not rolled back: what failed passes at one of its next tries.
EVERY_TENTH_FAILS = """
CREATE SEQUENCE tries;
CREATE FUNCTION fail_sometimes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('tries') % 10 = 0 THEN RAISE EXCEPTION 'this one fails'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fail_sometimes BEFORE INSERT ON session_messages FOR EACH ROW EXECUTE FUNCTION fail_sometimes();
"""
PENDING = "SELECT count(*) FROM inbox WHERE state = 'pending'"


@pytest.mark.timeout(1200)
async def test_stopped_in_the_middle_while_handlers_fail_it_loses_nothing(
    tmp_path: Path, telegram: Telegram, database: Database, scale: Scale, chance: random.Random, report: Report
) -> None:
    stops = scale.kills if scale.is_full else 1
    written = plan(chance, chats=scale.chats, updates=scale.updates)
    await database.acquaint(*(u.chat for u in written.opening))
    parts = written.slices(stops + 1)
    await database.execute(EVERY_TENTH_FAILS)

    async with replica(tmp_path, telegram, database.url, **TIMING) as bot:
        await telegram.inject([u.body for u in written.opening])
        for number, part in enumerate(parts[:-1], start=1):
            await telegram.inject([u.body for u in part])
            at_work = await eventually(lambda: database.value(AT_WORK), every_s=0)
            open_ = await database.value(PENDING)
            code, took_s = await bot.stop()
            leases = await database.value("SELECT count(*) FROM lanes WHERE lease_until > now()")
            report.lines.append(
                f"stop {number}: {at_work} chats at work, {open_} updates open, exit code {code} after {took_s:.1f} s"
            )
            assert code == 0
            assert bot.events("bot.stop_was_cut") == []
            assert leases == 0, "a claim is given back at once, not when its lease ends"
            await bot.start()
        await telegram.inject([u.body for u in parts[-1]])
        await database.settled(within_s=300)
        failed = len(bot.events("update.failed"))

    report.lines.append(f"{failed} handlers failed")
    verdict = await judge(written, database, telegram)
    report.judged(verdict)
    assert failed
    verdict.require_clean(most_copies=0)
