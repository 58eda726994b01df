"""``relove-local``: the whole product on this machine, with nothing to install and no account."""

import asyncio
import io
import os
import signal
import sys
import time
from typing import Final

from sandbox.console import Console
from sandbox.datadir import claimed
from sandbox.plan import Commands
from sandbox.refusal import REASONS, Refused, reason
from sandbox.settings import LocalSettings, read_settings
from sandbox.supervisor import Supervisor

#: make passes a signal on that its children had already got: the second within this time is the same one.
SAME_SIGNAL_S: Final = 0.5


class Interrupts:
    """The first asks to stop; a second Ctrl-C ends everything at once."""

    def __init__(self, supervisor: Supervisor, console: Console, running: "asyncio.Task[object] | None") -> None:
        self._supervisor = supervisor
        self._console = console
        self._running = running
        self._asked_at: float | None = None

    def listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._hear, number)

    @property
    def asked(self) -> bool:
        return self._asked_at is not None

    def _hear(self, number: signal.Signals) -> None:
        if self._asked_at is None:
            self._asked_at = time.monotonic()
            self._console.line("Останавливаюсь… (ещё раз Ctrl-C — завершить сразу)")
            if self._running is not None:
                self._running.cancel()
        elif number == signal.SIGINT and time.monotonic() - self._asked_at > SAME_SIGNAL_S:
            self._supervisor.kill()
            os._exit(130)


async def supervise(settings: LocalSettings, console: Console, commands: Commands) -> None:
    with claimed(settings.data_dir) as data:
        supervisor = Supervisor(settings, data, console, commands)
        interrupts = Interrupts(supervisor, console, asyncio.current_task())
        interrupts.listen()
        try:
            await supervisor.run()
        except asyncio.CancelledError:
            if not interrupts.asked:
                raise
        console.line(f"reLove остановлен. Данные сохранены: {data.path}")


def refusal_in(error: BaseException) -> Refused | None:
    """The reason for a person among what went wrong in the tasks."""
    if isinstance(error, BaseExceptionGroup):
        return next((found for inner in error.exceptions if (found := refusal_in(inner))), None)
    if isinstance(error, OSError) and error.filename is not None and error.errno in REASONS:
        return Refused(f"{os.fsdecode(error.filename)}: {reason(error)}.")
    return error if isinstance(error, Refused) else None


def main(commands: Commands | None = None) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    console = Console(sys.stdout)
    try:
        asyncio.run(supervise(read_settings(), console, commands or Commands()))
    except (Refused, OSError, BaseExceptionGroup) as e:
        refusal = refusal_in(e)
        if refusal is None:
            raise
        Console(sys.stderr).line(str(refusal))
        return Refused.exit_code
    return 0


def run() -> None:
    sys.exit(main())


if __name__ == "__main__":
    run()
