"""The pace of models on the wire, and what a bulk of analyses costs those who wait for an answer.

Three processes ask one model that thinks for a second; the bulk comes and goes, so that both sides are measured in one
run. In the end people rush: more ask than there are slots.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from bisect import bisect_left
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

from benchmarks.report import Figure
from benchmarks.stage import ROOT, _migrate
from sandbox.servers import EmbeddedPostgres
from sandbox.servers.ports import free_port

PROCESSES = 3
PHASE_S = 12.0
PHASES = 6
THINKS_S = 1.0
LIMIT = 10


async def measure() -> list[Figure]:
    async with _world() as (folder, database_url, api_url):
        bulk = folder / "bulk"
        askers = [_asker(number, database_url, api_url, folder) for number in range(PROCESSES)]
        await asyncio.sleep(8)
        for phase in range(PHASES):
            if phase % 2:
                bulk.touch()
            else:
                bulk.unlink(missing_ok=True)
            await asyncio.sleep(PHASE_S)
        bulk.unlink()
        (folder / "rush").touch()
        await asyncio.sleep(PHASE_S)
        for asker in askers:
            asker.kill()
            asker.wait()
        calls = json.loads(await asyncio.to_thread(_get, f"{api_url}/model/log?path=chat&after=0"))["calls"]
        lines = [line.split() for n in range(PROCESSES) for line in (folder / f"asker{n}").read_text().splitlines()]
    took = [(parts[1], float(parts[2])) for parts in lines if len(parts) == 3]
    return list(_figures(calls, took))


def _figures(calls: list[dict[str, Any]], took: list[tuple[str, float]]) -> Iterator[Figure]:
    times = sorted(call["received"] for call in calls)
    fullest = max(bisect_left(times, start + 1.0) - i for i, start in enumerate(times))
    bulk = [call["received"] for call in calls if call["schema"] == "StageProposal"]
    idle_s, bulk_s = (sorted(s for phase, s in took if phase == wanted) for wanted in ("idle", "bulk"))
    yield Figure(
        name="most calls in any sliding second",
        value=fullest,
        bound=f"≤ {LIMIT}",
        is_met=fullest <= LIMIT,
        remark=f"{len(times)} calls of {PROCESSES} processes",
    )
    ratio = _p95(bulk_s) / _p95(idle_s)
    yield Figure(
        name="p95 of a dialogue's answer with a bulk of analyses / without",
        value=ratio,
        bound="≤ 1.2",
        is_met=ratio <= 1.2,
        remark=f"{_p95(bulk_s):.2f} s / {_p95(idle_s):.2f} s, {len(bulk_s)} and {len(idle_s)} answers",
    )
    through = len(bulk) / (PHASE_S * PHASES / 2)
    yield Figure(
        name="analyses/s that get through beside the dialogues",
        value=through,
        bound="≥ 3",
        is_met=through >= 3,
        remark="every second slot at the most, and those that still wait when the bulk is over",
    )


def _p95(ordered: list[float]) -> float:
    return ordered[int(0.95 * (len(ordered) - 1))]


@asynccontextmanager
async def _world() -> AsyncIterator[tuple[Path, str, str]]:
    with tempfile.TemporaryDirectory(prefix="relove-bench-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        await asyncio.to_thread(folder.chmod, 0o711)
        postgres = EmbeddedPostgres(folder / "postgres", database="relove_bench")
        url = await postgres.start()
        await asyncio.to_thread(_migrate, url)
        connection = await asyncpg.connect(url)
        await connection.execute(f"INSERT INTO users (id) SELECT generate_series(1, {PROCESSES})")
        await connection.close()
        port = free_port()
        model = _model(port)
        try:
            await _thinking(f"http://127.0.0.1:{port}")
            yield folder, url, f"http://127.0.0.1:{port}"
        finally:
            model.kill()
            model.wait()
            await postgres.stop()


async def _thinking(api_url: str) -> None:
    """Once it is there, it takes its time."""
    rules = json.dumps([{"kind": "slow", "path": "chat", "seconds": THINKS_S}]).encode()
    for _ in range(100):
        try:
            await asyncio.to_thread(_get, f"{api_url}/model/faults", rules)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            return
    raise RuntimeError("the local model does not answer")


def _get(url: str, body: bytes | None = None) -> bytes:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        found: bytes = response.read()
    return found


def _model(port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "sandbox.model_api", "--port", str(port)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def _asker(number: int, database_url: str, api_url: str, folder: Path) -> "subprocess.Popen[bytes]":
    environment = {
        "RELOVE_DATABASE_URL": database_url,
        "RELOVE_LLM_PROVIDER": "openai",
        "RELOVE_LLM_API_KEY": "sk-bench",
        "RELOVE_LLM_BASE_URL": f"{api_url}/v1",
        "RELOVE_LLM_MODEL": "local-coach",
        "RELOVE_LLM_PER_SECOND": str(LIMIT),
        "RELOVE_LLM_CALLS_PER_DAY": "100000",
    }
    with (folder / f"asker{number}").open("wb") as out:
        command = [sys.executable, "-m", "benchmarks.asking", str(number + 1), str(folder)]
        return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=out)
