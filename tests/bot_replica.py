"""Bots that are processes of their own, to be killed, stalled and stopped."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from apps.bot import main
from tests.bot_process import Telegram, answers, environment, eventually, settings_for
from tests.forked import Cold, Forked, Running, Surroundings

SCRIPT = Path(sys.executable).with_name("relove-bot")


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
        around = Surroundings(environment=environment(**self.settings), out=self.log, err=self.log)
        self.running = Cold(SCRIPT, around) if self.is_cold else Forked(self.run, around)
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
