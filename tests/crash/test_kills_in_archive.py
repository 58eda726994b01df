"""kill -9 while a batch is on its way to the archive: no row is lost, none is there twice, at any moment."""

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest

from tests.bot_process import eventually
from tests.crash.archive_audit import SHORT_LOGS, audited
from tests.crash.conftest import Report, Scale
from tests.integration.worker.processes import running_worker
from tests.servers import ROOT

BATCHES, RECORDS = 4712, 4713
#: In the middle of a batch: some of its rows have arrived, others are not taken out yet. And before a run is recorded.
GATES = f"""
CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock_shared(CAST(TG_ARGV[0] AS bigint));
    RETURN NEW;
END $$;
CREATE TRIGGER wait_at_gate BEFORE INSERT ON user_activity_logs_archive FOR EACH ROW
    WHEN (NEW.id % 37 = 0) EXECUTE FUNCTION wait_at_gate({BATCHES});
CREATE TRIGGER wait_at_gate BEFORE INSERT ON job_runs FOR EACH ROW
    WHEN (NEW.job LIKE 'archive%') EXECUTE FUNCTION wait_at_gate({RECORDS});
"""
_AT_GATE = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted"
_OLD = "SELECT count(*) FROM user_activity_logs WHERE timestamp < $2 AND NOT user_id = ANY($1)"
_TOO_YOUNG = "SELECT count(*) FROM user_activity_logs_archive WHERE timestamp >= archived_at - interval '90 days'"
_ENDED = "SELECT count(*) FROM job_runs WHERE job = 'archive'"


@dataclass(slots=True)
class Gate:
    """Closed, it lets nothing pass. ``database`` holds it, and looks who stands before it."""

    database: Any
    key: int

    async def close(self) -> None:
        await self.database.execute("SELECT pg_advisory_lock($1)", self.key)

    async def open(self) -> None:
        await self.database.execute("SELECT pg_advisory_unlock($1)", self.key)

    async def waiting(self) -> list[int]:
        """Who of the server's processes stands before it."""
        return [row["pid"] for row in await self.database.fetch(_AT_GATE, self.key)]

    async def let_pass(self) -> None:
        """What a process that is gone has left behind goes through."""
        await self.open()
        await eventually(self.waiting, lambda found: not found)
        await self.close()

    async def cut(self, pid: int) -> None:
        """As when the machine went with the process: what was under way is taken back."""
        await self.database.execute("SELECT pg_terminate_backend($1)", pid)
        await eventually(self.waiting, lambda found: not found)


@asynccontextmanager
async def gates(url: str) -> AsyncIterator[tuple[Gate, Gate]]:
    """For batches, and for records of runs; both closed."""
    database = await asyncpg.connect(url)
    try:
        await database.execute(GATES)
        both = Gate(database, BATCHES), Gate(database, RECORDS)
        for gate in both:
            await gate.close()
        yield both
    finally:
        await database.close()


def start(url: str, log: Path) -> "subprocess.Popen[bytes]":
    with log.open("ab") as out:
        return subprocess.Popen([sys.executable, "-m", "tests.crash.archiver", url], cwd=ROOT, stdout=out, stderr=out)


async def kill_at_gate(url: str, folder: Path, gate: Gate, *, is_cut: bool = True) -> str:
    """Kill a process when what it does stands before the gate; what became of that."""
    archiver = start(url, folder / "archiver.log")
    try:
        (pid,) = await eventually(gate.waiting, within_s=120)
    finally:
        archiver.kill()
        await asyncio.to_thread(archiver.wait)
    await (gate.cut(pid) if is_cut else gate.let_pass())
    what = "batch" if gate.key == BATCHES else "record"
    return f"{what} {'taken back' if is_cut else 'ended without its process'}"


async def ended(url: str, folder: Path, database: Any) -> None:
    """Two processes at once do what is left."""
    both = [start(url, folder / f"archiver-{n}.log") for n in range(2)]
    try:
        await eventually(lambda: database.fetchval(_ENDED), within_s=300)
    finally:
        for archiver in both:
            archiver.kill()
            await asyncio.to_thread(archiver.wait)


@pytest.mark.timeout(1800)
async def test_no_row_is_lost_or_doubled_at_any_kill(
    database_url: str, tmp_path: Path, scale: Scale, report: Report
) -> None:
    rows, kills = (200_000, 20) if scale.is_full else (20_000, 3)
    phases: Counter[str] = Counter()
    async with gates(database_url) as (batches, records), audited(database_url, rows=rows) as auditor:
        for number in range(kills):
            # A batch that was taken back comes again, so that there is work for every kill.
            phases[await kill_at_gate(database_url, tmp_path, batches, is_cut=number % 3 != 1)] += 1
        await batches.open()
        phases[await kill_at_gate(database_url, tmp_path, records)] += 1
        await records.open()
        await ended(database_url, tmp_path, records.database)
        left = await records.database.fetchval(_OLD, SHORT_LOGS, auditor.old)
        too_young = await records.database.fetchval(_TOO_YOUNG)
    moved = max(auditor.archived)
    report.lines.append(f"{sum(phases.values())} kills: {dict(phases)}; {auditor.looks} snapshots, {moved} rows moved")

    assert sum(phases.values()) == kills + 1
    assert (left, too_young) == (0, 0)
    assert moved > rows // 3
    assert auditor.looks > kills


@pytest.mark.timeout(600)
async def test_a_worker_that_was_killed_in_a_batch_is_followed_by_the_next(
    database_url: str, redis_url: str, tmp_path: Path, scale: Scale, report: Report
) -> None:
    """By the worker's own schedule: its alarm rings once a minute."""
    if not scale.is_full:
        pytest.skip("two minutes of waiting for an alarm: only in the full form")
    settings = {"database_url": database_url, "redis_url": redis_url}
    async with gates(database_url) as (batches, records), audited(database_url, rows=20_000) as auditor:
        async with running_worker(tmp_path, **settings):
            (pid,) = await eventually(batches.waiting, within_s=120)
        await batches.cut(pid)
        await batches.open()
        await records.open()
        async with running_worker(tmp_path, **settings) as worker:
            await eventually(lambda: records.database.fetchval(_ENDED), within_s=200)
            code, took_s = await worker.stop()
        left = await records.database.fetchval(_OLD, SHORT_LOGS, auditor.old)
    report.lines.append(f"{max(auditor.archived)} rows moved by the next worker, {auditor.looks} snapshots")

    assert (left, code, took_s < 10) == (0, 0, True)
