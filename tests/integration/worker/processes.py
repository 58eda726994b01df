"""A worker as its operator runs it: a process with an environment, an address, and lines that it writes."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from apps.worker import main
from tests.forked import Cold, Forked, Running, Surroundings

SCRIPT = Path(sys.executable).with_name("relove-worker")


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
    return port


def environment(**settings: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RELOVE_")}
    return clean | {f"RELOVE_{name.upper()}": value for name, value in settings.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningWorker:
    process: Running
    listen: str
    log: Path

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"http://{self.listen}{path}") as answer:
            return answer.status, await answer.text()

    async def readiness(self) -> Mapping[str, str]:
        found: Mapping[str, str] = json.loads((await self.get("/health/ready"))[1])
        return found

    async def becomes(self, *, within_s: float = 60, **checks: str) -> None:
        """Wait until readiness says these."""
        deadline = time.monotonic() + within_s
        said: object = None
        while time.monotonic() < deadline:
            try:
                said = await self.readiness()
            except aiohttp.ClientConnectionError as e:
                said = e
            if isinstance(said, Mapping) and checks.items() <= said.items():
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"wanted {checks}, readiness says {said}; log:\n{self.log.read_text()}")

    async def writes(self, event: str) -> None:
        """Wait until the log has it; the test's own time limit ends the wait."""
        while not self.events(event):  # noqa: ASYNC110 - the event is another process's
            await asyncio.sleep(0.05)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        """``kill -9``, if it is there still."""
        if self.process.exit_code is None:
            self.signal(signal.SIGKILL)
            self.process.wait(20)

    async def stop(self) -> tuple[int, float]:
        """The exit code after SIGTERM, and how long it took in seconds."""
        started = time.monotonic()
        self.signal(signal.SIGTERM)
        code = await asyncio.to_thread(self.process.wait, 20)
        return code, time.monotonic() - started

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [line for line in lines if line["event"] == name]


def running_worker(
    folder: Path, run: Callable[[], None] = main.run, /, **settings: str
) -> AbstractAsyncContextManager[RunningWorker]:
    return _running(folder, settings, partial(Forked, run))


def cold_worker(folder: Path, **settings: str) -> AbstractAsyncContextManager[RunningWorker]:
    """By the console script."""
    return _running(folder, settings, partial(Cold, SCRIPT))


@asynccontextmanager
async def _running(
    folder: Path, settings: Mapping[str, str], start: Callable[[Surroundings], Running]
) -> AsyncIterator[RunningWorker]:
    listen = f"127.0.0.1:{free_port()}"
    log = folder / f"worker-{listen.rpartition(':')[2]}.log"
    log.touch()
    process = start(Surroundings(environment=environment(metrics_listen=listen, **settings), out=log, err=log))
    worker = RunningWorker(process=process, listen=listen, log=log)
    try:
        yield worker
    finally:
        worker.kill()


def refused(folder: Path, **settings: str) -> tuple[int, str]:
    """The exit code of a worker that should not start, and what it says."""
    around = Surroundings(environment=environment(**settings), out=folder / "out", err=folder / "err")
    code = Forked(main.run, around).wait(60)
    return code, around.err.read_text()
