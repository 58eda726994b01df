"""kill -9 of replicas that are called: each update comes twice, in any order over both, and counts once."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import aiohttp
import pytest

from tests.bot_process import SECRET, Database, Telegram, by_webhook, eventually
from tests.bot_replica import Replica, replica
from tests.crash.conftest import TIMING, Report, Scale
from tests.crash.kills import Phase, long_phase, strike
from tests.crash.load import Plan, Planned, plan
from tests.crash.verdict import judge

SENDS_AT_ONCE = 4
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}


@dataclass(slots=True, kw_only=True)
class TelegramCalls:
    """Telegram's side of the webhook: a chat's next update only after a 2xx for the one before; and all of them again.

    The second delivery of an update comes at any time after the first began, to any replica.
    """

    replicas: Sequence[Replica]
    chance: random.Random
    http: aiohttp.ClientSession
    answers: dict[int, int] = field(default_factory=dict)

    async def deliver(self, updates: Sequence[Planned]) -> None:
        chats: dict[int, list[Planned]] = {}
        for update in updates:
            chats.setdefault(update.chat, []).append(update)
        async with asyncio.TaskGroup() as group:
            for mine in chats.values():
                group.create_task(self._deliver_chat(mine, group))

    async def _deliver_chat(self, updates: Sequence[Planned], group: asyncio.TaskGroup) -> None:
        for update in updates:
            group.create_task(self._deliver(update, after_s=self.chance.random()))
            await self._deliver(update, after_s=0)

    async def _deliver(self, update: Planned, *, after_s: float) -> None:
        await asyncio.sleep(after_s)
        await eventually(lambda: self._is_taken(update), every_s=0.1, within_s=300)

    async def _is_taken(self, update: Planned) -> bool:
        url = self.chance.choice(self.replicas).settings["webhook_url"]
        try:
            async with self.http.post(url, json=update.body, headers=HEADERS) as response:
                self.answers[response.status] = self.answers.get(response.status, 0) + 1
                return response.ok
        except (aiohttp.ClientError, TimeoutError):
            return False


async def _kill_one(phase: Phase, part: Sequence[Planned], calls: TelegramCalls, at: "_Scene") -> None:
    """While this part is delivered, kill the victim in this phase, and start it again.

    The bystander sleeps until then, so that what is hit is surely the victim's; what was sent to it meanwhile waits.
    """
    await at.database.settled()
    at.bystander.sleep()
    async with asyncio.TaskGroup() as group:
        async with long_phase(phase, at.database, at.database.telegram):
            group.create_task(calls.deliver(part))
            kill = None
            while kill is None:
                kill = await strike(at.victim, phase, at.database)
            at.report.killed(kill)
        at.bystander.wake()
        await at.victim.start()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    victim: Replica
    bystander: Replica
    database: Database
    report: Report


async def _run(written: Plan, kills: int, calls: TelegramCalls, database: Database, report: Report) -> None:
    await calls.deliver(written.opening)
    parts = written.slices(kills + 1)
    phases = cycle(calls.chance.sample(list(Phase), len(Phase)))
    victim, bystander = calls.replicas
    for part in parts[:-1]:
        at = _Scene(victim=victim, bystander=bystander, database=database, report=report)
        await _kill_one(next(phases), part, calls, at)
        victim, bystander = bystander, victim
    await calls.deliver(parts[-1])


@pytest.mark.timeout(1200)
async def test_killed_while_called_twice_for_each_update_it_loses_and_doubles_nothing(
    tmp_path: Path, telegram: Telegram, database: Database, scale: Scale, chance: random.Random, report: Report
) -> None:
    kills = scale.kills if scale.is_full else len(Phase)
    written = plan(chance, chats=scale.chats, updates=scale.updates)
    await database.acquaint(*(u.chat for u in written.opening))
    people = [{"id": u.chat, "first_name": f"Человек {u.chat}", "is_started": True} for u in written.opening]
    await telegram.post("/sandbox/people", {"people": people})

    async with (
        replica(tmp_path, telegram, database.url, **TIMING, **by_webhook()) as one,
        replica(tmp_path, telegram, database.url, **TIMING, **by_webhook()) as other,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as http,
    ):
        calls = TelegramCalls(replicas=[one, other], chance=chance, http=http)
        await _run(written, kills, calls, database, report)
        await database.settled(within_s=300)

    report.lines.append(f"answers to Telegram: {dict(sorted(calls.answers.items()))}")
    verdict = await judge(written, database, telegram)
    report.judged(verdict)
    assert {k.phase for k in report.kills} == set(Phase)
    assert calls.answers[200] == 2 * len(written.all)
    verdict.require_clean(most_copies=kills * SENDS_AT_ONCE)
