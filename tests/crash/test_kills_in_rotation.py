"""kill -9 of workers in the middle of portraits: everybody gets one version of what is known of them, paid for once."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import cycle
from operator import le
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest

from apps.worker.main import run
from sandbox.servers.ports import free_port
from tests.bot_process import eventually
from tests.bot_replica import Replica
from tests.crash.conftest import IS_FULL
from tests.integration.worker.portrayed import Rows, asking, rows_of
from tests.model_api import ModelApi, local_model_api

DUE, KILLS = (2000, 20) if IS_FULL else (60, 2)
BATCH = 10
PER_SECOND = 10
FIRST = 700_001
LATE_S = 0.5


class Phase(StrEnum):
    ASKING = "while a model is asked"
    WRITING = "before the commit"
    COMMITTING = "while committing"
    """The worker has asked for it and never hears that it was done."""


#: Where a refresh waits while somebody holds the gate of this number.
GATES = {Phase.WRITING: 61, Phase.COMMITTING: 62}
WAIT_AT_GATES = f"""
CREATE FUNCTION wait_at() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint);
    RETURN NEW;
END $$;
CREATE TRIGGER wait_before_commit BEFORE INSERT ON profile_versions FOR EACH ROW
    EXECUTE FUNCTION wait_at({GATES[Phase.WRITING]});
CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON profile_versions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION wait_at({GATES[Phase.COMMITTING]});
"""
PORTS_AT_GATE = """
SELECT client_port FROM pg_stat_activity JOIN pg_locks USING (pid)
 WHERE locktype = 'advisory' AND objid = $1 AND NOT granted
"""
MADE = "SELECT count(*) FROM profile_versions"
LEFT = "SELECT count(*) FROM profile_states WHERE due_at <= (SELECT max(began_at) FROM rotation_runs)"


@dataclass(slots=True, kw_only=True)
class Worker:
    """A process and a model of its own, so that whose calls are under way is known."""

    process: Replica
    model: ModelApi
    answered: int = 0
    """Up to this number its calls are over."""
    is_up: bool = False

    async def hit(self, phase: Phase, rows: Rows) -> int:
        """How many of its portraits are in this phase now."""
        if phase is Phase.ASKING:
            calls = await self.model.calls(after=self.answered)
            under_way = [call["number"] for call in calls if call["took_s"] is None]
            self.answered = (
                min(under_way, default=max((call["number"] for call in calls), default=self.answered + 1)) - 1
            )
            return len(under_way)
        ours = {c.laddr.port for c in psutil.Process(self.process.pid).net_connections("tcp")}
        return sum(port in ours for (port,) in await rows.all(PORTS_AT_GATE, GATES[phase]))

    async def strike(self, phase: Phase, rows: Rows) -> int:
        """How much was hit: the worker was stopped, looked at, and killed. Nothing: it lives, the instant is over."""
        self.process.sleep()
        hit = await self.hit(phase, rows)
        if hit:
            self.process.kill()
            self.is_up = False
        else:
            self.process.wake()
        return hit

    async def start(self) -> None:
        await self.process.start()
        self.is_up = True


async def kill_one(workers: Sequence[Worker], phase: Phase, rows: Rows) -> tuple[Worker, int]:
    """Whichever comes to this phase first, for one that commits keeps all others waiting; and how much was hit."""

    async def struck() -> tuple[Worker, int] | None:
        for worker in workers:
            if worker.is_up and await worker.hit(phase, rows) and (hit := await worker.strike(phase, rows)):
                return worker, hit
        return None

    async with _long(phase, rows):
        found = await eventually(struck, every_s=0.02, within_s=300)
    assert found is not None
    return found


@dataclass(slots=True, kw_only=True)
class Toll:
    kills: Counter[Phase] = field(default_factory=Counter)
    hit: int = 0

    def count(self, victim: Worker, phase: Phase, hit: int) -> None:
        self.kills[phase] += 1
        self.hit += hit
        line = f"  kill {self.kills.total()}: {victim.process.name} {phase}, {hit} portraits hit"
        print(line, flush=True)  # noqa: T201 - for whoever watches


@asynccontextmanager
async def _long(phase: Phase, rows: Rows) -> AsyncIterator[None]:
    """Portraits that come now stay in this phase until the block ends; a model is slow anyway."""
    if phase not in GATES:
        yield
        return
    await rows.execute("SELECT pg_advisory_lock($1)", GATES[phase])
    try:
        yield
    finally:
        await rows.execute("SELECT pg_advisory_unlock($1)", GATES[phase])


@pytest.mark.timeout(3000)
async def test_workers_killed_again_and_again_make_each_portrait_once(
    tmp_path: Path, database_url: str, redis_url: str, chance: random.Random
) -> None:
    phases = cycle(chance.sample(list(Phase), len(Phase)))
    toll = Toll()
    async with AsyncExitStack() as stack:
        rows = await stack.enter_async_context(rows_of(database_url))
        people = await rows.people(range(FIRST, FIRST + DUE))
        await rows.execute(WAIT_AT_GATES)
        workers = [
            await stack.enter_async_context(_worker(tmp_path, f"worker-{n}", database_url, redis_url)) for n in (1, 2)
        ]
        async with asyncio.TaskGroup() as starting:
            for number in range(KILLS):
                made = DUE * number // (KILLS + 1)
                await eventually(lambda: rows.value(MADE), partial(le, made), within_s=1200)
                phase = next(phases)
                victim, hit = await kill_one(workers[:: 1 if number % 2 else -1], phase, rows)
                toll.count(victim, phase, hit)
                starting.create_task(victim.start())
        ends = KILLS + await _leases_end(workers, rows)
        await eventually(lambda: rows.value(LEFT), lambda left: left == 0, within_s=1200, every_s=0.5)
        await eventually(lambda: rows.value("SELECT bool_and(finished_at IS NOT NULL) FROM rotation_runs"))
        calls = [call for worker in workers for call in await worker.model.calls()]
        await _judge(rows, people, calls, toll, most=DUE + ends * BATCH)


async def _leases_end(workers: Sequence[Worker], rows: Rows) -> int:
    """As if the leases of the killed had run out, in the short form: how many were stopped for that."""
    if IS_FULL:
        return 0
    for worker in workers:
        code, _ = await worker.process.stop()
        assert code == 0
    await rows.execute("UPDATE profile_states SET lease_until = now() WHERE lease_until IS NOT NULL")
    for worker in workers:
        await worker.start()
    return len(workers)


async def _judge(rows: Rows, people: Sequence[int], calls: Sequence[dict[str, Any]], toll: Toll, *, most: int) -> None:
    versions = dict(await rows.all("SELECT user_id, count(*) FROM profile_versions GROUP BY 1"))
    newest = await rows.value(
        "SELECT count(*) FROM users u JOIN profile_versions v ON v.id = u.profile_version"
        " AND v.psychological_summary = u.psychological_summary"
    )
    (run_,) = await rows.all("SELECT updated, failed, finished_at - began_at FROM rotation_runs")
    second = _most_in_a_second([call["received"] for call in calls])
    figures = [
        f"== {DUE} due, {toll.kills.total()} kills over 2 workers hit {toll.hit} portraits: {dict(toll.kills)}",
        f"   {len(versions)} people with versions, most of one: {max(versions.values())}; run: {run_}",
        f"   {len(calls)} calls of a model, at most {most} allowed; most in any second: {second}",
    ]
    print("\n".join(figures), flush=True)  # noqa: T201 - the result
    assert versions == dict.fromkeys(people, 1)
    assert newest == len(people)
    assert run_[:2] == (DUE, 0)
    assert {call["schema"] for call in calls} - {None} == {"PortraitDraft"}, "of one that was cut nobody knows"
    assert len(calls) <= most
    assert second <= PER_SECOND


def _most_in_a_second(moments: Sequence[float]) -> int:
    ordered = sorted(moments)
    return max(sum(at <= later < at + 1 for later in ordered[n : n + 50]) for n, at in enumerate(ordered))


@asynccontextmanager
async def _worker(folder: Path, name: str, database_url: str, redis_url: str) -> AsyncIterator[Worker]:
    async with local_model_api() as model:
        await model.faults({"kind": "slow", "path": "chat", "seconds": LATE_S})
        settings = asking(
            model.url,
            database_url=database_url,
            redis_url=redis_url,
            metrics_listen=f"127.0.0.1:{free_port()}",
            rotation_batch=str(BATCH),
            llm_per_second=str(PER_SECOND),
        )
        process = Replica(folder=folder, settings=settings, name=name, run=run)
        try:
            worker = Worker(process=process, model=model)
            await worker.start()
            yield worker
        finally:
            process.kill()
            await asyncio.sleep(LATE_S)
