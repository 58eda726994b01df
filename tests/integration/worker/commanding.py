"""``relove-profiles`` as its operator runs it: a process with an environment, and what it says; or within this one."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from rich.console import Console

from apps.worker import profiles_command
from apps.worker.by_hand.carrying_out import obey
from apps.worker.by_hand.orders import read_order
from apps.worker.settings import ProfileSettings
from tests.forked import Forked, Running, Surroundings
from tests.integration.worker.processes import environment

SCRIPT = Path(sys.executable).with_name("relove-profiles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningCommand:
    process: Running
    out: Path
    err: Path

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        """``kill -9``, if it is there still."""
        if self.process.exit_code is None:
            self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """The exit code; the loop stays free for the model."""
        return await asyncio.to_thread(self.process.wait, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``settings``: as environment variables without their prefix."""

    folder: Path
    settings: dict[str, str]

    async def __call__(self, *words: str) -> Said:
        async with self.running(*words) as process:
            return await ended(process)

    async def here(self, *words: str) -> tuple[int, str]:
        """The exit code, and what is shown. Raises what refuses the order."""
        shown = StringIO()
        settings = ProfileSettings.model_validate({"database_pool": "12", **self.settings})
        code = await obey(read_order(words), settings, Console(file=shown, width=200))
        return code, shown.getvalue()

    @asynccontextmanager
    async def running(self, *words: str) -> AsyncIterator[RunningCommand]:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        around = Surroundings(
            environment=environment(**self.settings), out=folder / "out", err=folder / "err", words=words
        )
        process = RunningCommand(process=Forked(profiles_command.run, around), out=around.out, err=around.err)
        try:
            yield process
        finally:
            process.kill()
            await process.wait()


async def ended(process: RunningCommand) -> Said:
    code = await process.wait()
    return Said(code=code, out=process.out.read_text(), err=process.err.read_text())
