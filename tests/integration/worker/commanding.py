"""``relove-profiles`` as its operator runs it: a process with an environment, and what it says; or within this one."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from rich.console import Console

from apps.worker.by_hand.carrying_out import obey
from apps.worker.by_hand.orders import read_order
from apps.worker.settings import ProfileSettings
from tests.integration.worker.processes import environment

SCRIPT = Path(sys.executable).with_name("relove-profiles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``settings``: as environment variables without their prefix."""

    folder: Path
    settings: dict[str, str]

    async def __call__(self, *words: str) -> Said:
        async with self.running(*words) as process:
            return await ended(process)

    async def here(self, *words: str) -> tuple[int, str]:
        """The exit code, and what is shown. Raises what refuses the order: to load everything anew takes seconds."""
        shown = StringIO()
        settings = ProfileSettings.model_validate({"database_pool": "12", **self.settings})
        code = await obey(read_order(words), settings, Console(file=shown, width=200))
        return code, shown.getvalue()

    @asynccontextmanager
    async def running(self, *words: str) -> "AsyncIterator[asyncio.subprocess.Process]":
        process = await asyncio.create_subprocess_exec(
            SCRIPT,
            *words,
            env=environment(**self.settings),
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def ended(process: asyncio.subprocess.Process) -> Said:
    out, err = await process.communicate()
    return Said(code=process.returncode or 0, out=out.decode(), err=err.decode())
