"""One server process: started on a leash, stopped with growing firmness, found again after a crash."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from sandbox.servers import leash
from sandbox.servers.privileges import ServerUser

#: How firmly to ask, and how long to wait each time.
Firmness = Iterable[tuple[signal.Signals, timedelta]]
POLL_S = 0.02
LOG_KEPT_BYTES = 5_000_000


@dataclass(slots=True, kw_only=True)
class ServerProcess:
    """A child of ours that gets ``farewell`` from the kernel when we die.

    Made of a plain ``Popen``: it belongs to no event loop, so that a test may start it in one and stop it in another.
    Start it from the main thread: the kernel watches the thread that started the child, not the process.
    """

    log: Path
    user: ServerUser
    farewell: signal.Signals
    _popen: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def spawn(self, command: list[str], *, config: bytes = b"") -> None:
        """Start ``command``; ``config`` goes to its standard input, which nobody else can read."""
        _keep_short(self.log)
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(  # noqa: S603 - our own binaries, no shell
                leashed(command, farewell=self.farewell, user=self.user),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                start_new_session=True,
            )
        if self._popen.stdin is not None:
            with suppress(BrokenPipeError), self._popen.stdin as pipe:  # it ended at once: its log says why
                pipe.write(config)

    @property
    def pid(self) -> int | None:
        return self._popen.pid if self._popen is not None and self._popen.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        return self._popen.poll() if self._popen is not None else None

    async def finished(self) -> int:
        while self.exit_code is None:  # noqa: ASYNC110 - nothing sets an event when a process ends
            await asyncio.sleep(POLL_S)
        return self.exit_code

    async def stop(self, firmness: Firmness) -> None:
        if self._popen is not None and self.pid is not None:
            await _ask(self._popen.pid, firmness, is_gone=lambda: self.pid is None)
        self._popen = None


def leashed(command: list[str], *, farewell: signal.Signals, user: ServerUser | None = None) -> list[str]:
    """The command that ends with this process, and runs as ``user``."""
    options = ["--parent", str(os.getpid()), "--signal", farewell.name, *(user or ServerUser()).leash_options()]
    return [sys.executable, "-I", "-S", leash.__file__, *options, "--", *command]


async def end_orphan(pid: int, firmness: Firmness, *, is_ours: Callable[[int], bool]) -> None:
    """Stop a process left over from an earlier run, unless its number belongs to somebody else by now."""
    if is_ours(pid):
        await _ask(pid, firmness, is_gone=lambda: not is_ours(pid))


def command_of(pid: int) -> list[str]:
    """The command line of a living process, empty for none: readable even where its folder and executable are not."""
    try:
        process = psutil.Process(pid)
        return [] if process.status() == psutil.STATUS_ZOMBIE else list(process.cmdline())
    except psutil.Error:
        return []


async def _ask(pid: int, firmness: Firmness, *, is_gone: Callable[[], bool]) -> None:
    for number, patience in firmness:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience.total_seconds()
        while time.monotonic() < deadline:
            if is_gone():
                return
            await asyncio.sleep(POLL_S)


def _keep_short(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_KEPT_BYTES:
        log.replace(log.with_suffix(".old.log"))
