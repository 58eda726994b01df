"""Processes of the apps, to be stopped and killed.

Most are forked from a server that has imported the apps already: they are as real, and there some seconds sooner.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

#: A model's library is imported only by who talks to one, and is the next slowest.
IMPORTED = ("apps.bot.main", "apps.worker.main", "apps.worker.by_hand.carrying_out", "relove_adapters.llm.openai")
_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload([__name__, *IMPORTED])


class Running(Protocol):
    @property
    def pid(self) -> int: ...

    @property
    def exit_code(self) -> int | None: ...

    def wait(self, seconds: float) -> int:
        """The exit code, once it ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a process finds: all of its environment, the files that it appends to, and the words after its name.

    It starts in the folder of ``out``.
    """

    environment: Mapping[str, str]
    out: Path
    err: Path
    words: Sequence[str] = ()


class Cold:
    """A console script, as an operator starts it."""

    def __init__(self, script: Path, around: Surroundings) -> None:
        with around.out.open("ab") as out, around.err.open("ab") as err:
            self._popen = subprocess.Popen(
                [script, *around.words], env=around.environment, cwd=around.out.parent, stdout=out, stderr=err
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        return self._popen.poll()

    def wait(self, seconds: float) -> int:
        return self._popen.wait(seconds)


class Forked:
    """What the console script calls."""

    def __init__(self, run: Callable[[], None], around: Surroundings) -> None:
        self._process = _forkserver.Process(target=_run, args=(run, around), daemon=True)
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
            raise TimeoutError("the process does not end")
        return self._process.exitcode


def _run(run: Callable[[], None], around: Surroundings) -> None:
    os.environ.clear()
    os.environ.update(around.environment)
    os.chdir(around.out.parent)
    sys.argv[1:] = around.words
    for number, path in ((1, around.out), (2, around.err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT), number)
    run()
