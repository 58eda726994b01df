"""One app as a child process: its lines are shown with its name, and it is started again when it dies."""

import asyncio
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Final

from sandbox.console import Console
from sandbox.http_probe import status_of
from sandbox.refusal import Refused
from sandbox.servers.process import leashed

BAD_SETTINGS: Final = 2
#: Pauses before a start, in seconds; the last one is repeated.
PAUSES_S: Final = (1, 2, 4, 8, 16, 30)
#: A child that lived this long was well: its next pause is the first again.
WELL_AFTER_S: Final = 60.0
#: What a starting child says is held back this long: if it refuses its settings, only those lines are shown.
HELD_BACK_S: Final = 5.0
LONGEST_LINE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    ready_url: str
    patience: timedelta = timedelta(seconds=10)


@dataclass(slots=True)
class Child:
    program: Program
    console: Console
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    _process: asyncio.subprocess.Process | None = None
    _held_back: list[str] | None = field(default_factory=list)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    def kill(self) -> None:
        if self.pid is not None and self._process is not None:
            self._process.kill()

    async def keep_running(self) -> None:
        """Run the program until cancelled, which stops it gently.

        Raises:
            Refused: its first start ended with the exit code that means bad settings.
        """
        failures = 0
        for turn in count():
            started = time.monotonic()
            code = await self._run_once()
            if code == BAD_SETTINGS and turn == 0 and not self.ready.is_set():
                raise Refused("\n".join(self._held_back or ()) or f"{self.program.name}: неверные настройки")
            self._show_held_back()
            failures = 0 if time.monotonic() - started > WELL_AFTER_S else failures
            pause = PAUSES_S[min(failures, len(PAUSES_S) - 1)]
            failures += 1
            self.console.said(self.program.name, f"завершился (код {code}), новый запуск через {pause} с")
            await asyncio.sleep(pause)

    async def _run_once(self) -> int:
        process = await asyncio.create_subprocess_exec(
            *leashed(list(self.program.command), farewell=signal.SIGKILL),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=dict(self.program.environment),
            start_new_session=True,  # Ctrl-C is for us: we stop the children in order
            limit=LONGEST_LINE,
        )
        self._process = process
        async with asyncio.TaskGroup() as tasks:
            lines = tasks.create_task(self._forward(process))
            end = tasks.create_task(process.wait())
            watches = [tasks.create_task(self._watch_ready()), tasks.create_task(self._stop_holding_back())]
            try:
                return await process.wait()
            finally:
                for watch in watches:
                    watch.cancel()
                await self._end(process, end)
                await asyncio.wait([lines], timeout=1)  # a grandchild may hold the pipe open
                lines.cancel()

    async def _end(self, process: asyncio.subprocess.Process, end: "asyncio.Task[int]") -> None:
        """Stop gently, then firmly. By ``wait``: in a task that is being cancelled, as ours is, ``asyncio.timeout`` of
        Python 3.11.2 (Debian 12) raises CancelledError instead of TimeoutError."""
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
            _, late = await asyncio.wait([end], timeout=self.program.patience.total_seconds())
            if late:
                self.console.said(self.program.name, "не остановился сам, завершаю")
                process.kill()
                await asyncio.wait([end])

    async def _forward(self, process: asyncio.subprocess.Process) -> None:
        while process.stdout is not None:
            try:
                line = await process.stdout.readline()
            except ValueError:  # longer than any line should be: the reader has dropped it
                continue
            if not line:
                return
            self._hear(line.decode("utf-8", "replace").rstrip())

    def _hear(self, text: str) -> None:
        if self._held_back is not None:
            self._held_back.append(text)
        else:
            self.console.said(self.program.name, text)

    def _show_held_back(self) -> None:
        held, self._held_back = self._held_back or (), None
        for text in held:
            self.console.said(self.program.name, text)

    async def _stop_holding_back(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(HELD_BACK_S):
                await self.ready.wait()
        self._show_held_back()

    async def _watch_ready(self) -> None:
        while not self.ready.is_set():
            if await status_of(self.program.ready_url) == 200:
                self.ready.set()
            await asyncio.sleep(0.1)
