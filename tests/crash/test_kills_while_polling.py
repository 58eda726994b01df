"""kill -9 of a bot that polls: nothing is lost, nothing is done twice, and a copy has its reason."""

import random
from itertools import cycle
from pathlib import Path

import pytest

from tests.bot_process import Database, Telegram
from tests.bot_replica import replica
from tests.crash.conftest import TIMING, Report, Scale
from tests.crash.kills import Phase, let_time_pass, long_phase, recovered, strike
from tests.crash.load import plan
from tests.crash.verdict import judge

SENDS_AT_ONCE = 4


@pytest.mark.timeout(1200)
async def test_killed_while_polling_it_loses_nothing(
    tmp_path: Path, telegram: Telegram, database: Database, scale: Scale, chance: random.Random, report: Report
) -> None:
    written = plan(chance, chats=scale.chats, updates=scale.updates)
    await database.acquaint(*(u.chat for u in written.opening))
    parts = written.slices(scale.kills + 1)
    phases = cycle(chance.sample(list(Phase), len(Phase)))

    async with replica(tmp_path, telegram, database.url, **TIMING) as bot:
        await telegram.inject([u.body for u in written.opening])
        await database.settled()
        for part in parts[:-1]:
            phase = next(phases)
            kill = None
            async with long_phase(phase, database, telegram):
                await telegram.inject([u.body for u in part])
                while kill is None:
                    kill = await strike(bot, phase, database)
            report.killed(kill)
            if not scale.is_full:
                await let_time_pass(database)
            await bot.start()
            await recovered(kill, database)
        await telegram.inject([u.body for u in parts[-1]])
        await database.settled(within_s=300)

    verdict = await judge(written, database, telegram)
    report.judged(verdict)
    assert {k.phase for k in report.kills} == set(Phase)
    verdict.require_clean(most_copies=scale.kills * SENDS_AT_ONCE)
