"""Bots that are processes of their own, to be killed, stalled and stopped.

Most are forked from a server that has imported the bot already: they are as real, and there some seconds sooner.
"""

import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import aiohttp

from apps.bot import main
from tests.bot_process import Telegram, answers, environment, eventually, settings_for

SCRIPT = Path(sys.executable).with_name("relove-bot")
_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload([__name__])


class Running(Protocol):
    @property
    def pid(self) -> int: ...

    @property
    def exit_code(self) -> int | None: ...

    def wait(self, seconds: float) -> int:
        """The exit code, once it ended."""
        ...


class Cold:
    """The console script, as an operator starts it."""

    def __init__(self, settings: Mapping[str, str], log: Path) -> None:
        with log.open("ab") as out:
            given = environment(**settings)
            self._popen = subprocess.Popen([SCRIPT], env=given, cwd=log.parent, stdout=out, stderr=out)

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        return self._popen.poll()

    def wait(self, seconds: float) -> int:
        return self._popen.wait(seconds)


class Forked:
    def __init__(self, settings: Mapping[str, str], log: Path, run: Callable[[], None] = main.run) -> None:
        self._process = _forkserver.Process(target=_run, args=(environment(**settings), log, run), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def exit_code(self) -> int | None:
        return self._process.exitcode

    def wait(self, seconds: float) -> int:
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError("the bot does not end")
        return self._process.exitcode


def _run(given: Mapping[str, str], log: Path, run: Callable[[], None]) -> None:
    os.environ.clear()
    os.environ.update(given)
    os.chdir(log.parent)
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(out, 1)
    os.dup2(out, 2)
    run()


@dataclass(slots=True, kw_only=True)
class Replica:
    """A bot that is started, killed and started again with the same settings. ``is_cold``: by the console script.

    ``run``: of what else than a bot this is a process.
    """

    folder: Path
    settings: Mapping[str, str]
    name: str
    is_cold: bool = False
    run: Callable[[], None] = main.run
    running: Running | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        assert self.running is not None
        return self.running.pid

    @property
    def is_alive(self) -> bool:
        return self.running is not None and self.running.exit_code is None

    async def start(self) -> None:
        """Returns once it answers."""
        self.running = Cold(self.settings, self.log) if self.is_cold else Forked(self.settings, self.log, self.run)
        url = f"http://{self.settings['metrics_listen']}/health/live"
        async with aiohttp.ClientSession() as http:

            async def lives() -> bool:
                if not self.is_alive:
                    raise AssertionError(f"the bot ended at once:\n{self.log.read_text()[-3000:]}")
                return await answers(http, url)

            await eventually(lives)

    async def readiness(self) -> Mapping[str, str]:
        url = f"http://{self.settings['metrics_listen']}/health/ready"
        async with aiohttp.ClientSession() as http, http.get(url) as response:
            found: Mapping[str, str] = await response.json()
        return found

    def kill(self) -> None:
        """``kill -9``, at this very moment."""
        if self.is_alive:
            self.signal(signal.SIGKILL)
            assert self.running is not None
            self.running.wait(60)

    def sleep(self) -> None:
        """Stall it until it wakes: for the others it is as if it were gone."""
        self.signal(signal.SIGSTOP)

    def wake(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def stop(self) -> tuple[int, float]:
        """The exit code after SIGTERM, and after how many seconds it came."""
        assert self.running is not None
        begun = time.monotonic()
        self.signal(signal.SIGTERM)
        code = await asyncio.to_thread(self.running.wait, 60)
        return code, time.monotonic() - begun

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line.get("event") == name]


_numbers = count(1)


@asynccontextmanager
async def replica(
    folder: Path, telegram: Telegram, database_url: str, *, is_cold: bool = False, **settings: str
) -> AsyncIterator[Replica]:
    """A bot process of its own, gone after the block."""
    given = settings_for(telegram, database_url, **settings)
    made = Replica(folder=folder, settings=given, name=f"bot-{next(_numbers)}", is_cold=is_cold)
    try:
        await made.start()
        yield made
    finally:
        made.kill()
