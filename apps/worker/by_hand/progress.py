"""How far a run has come: a bar in a terminal, a line now and then elsewhere."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from apps.worker.by_hand.words import outcomes, say
from relove_core.profiles.rotation import RotationRun

Tell = Callable[[RotationRun], None]

EVERY_S = 5.0
"""Lines that nobody watches come no closer than this."""


def showing(console: Console, expected: int) -> AbstractContextManager[Tell]:
    """``expected``: how many it will be, as far as that is known."""
    return _bar(console, expected) if console.is_terminal else _lines(console, expected)


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text("—" if task.speed is None else f"{task.speed:.1f}/с")


class _Bar(Progress):
    """The outcomes stand below the bar: beside it nothing would be left of it on eighty columns."""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield self.make_tasks_table(self.tasks)
        yield from (Text(task.description) for task in self.tasks)


def _total(run: RotationRun, expected: int) -> int:
    """Once it has ended that is no guess any more."""
    return run.processed if run.finished_at else max(expected, run.processed)


@contextmanager
def _bar(console: Console, expected: int) -> Iterator[Tell]:
    columns = (BarColumn(), MofNCompleteColumn(), _Speed(), TextColumn("осталось"), TimeRemainingColumn())
    with _Bar(*columns, console=console) as progress:
        task = progress.add_task("", total=expected)

        def tell(run: RotationRun) -> None:
            total = _total(run, expected)
            progress.update(task, completed=run.processed, total=total, description=outcomes(run))

        yield tell


@contextmanager
def _lines(console: Console, expected: int) -> Iterator[Tell]:
    first: tuple[float, int] | None = None
    told = -math.inf

    def tell(run: RotationRun) -> None:
        nonlocal first, told
        now = time.monotonic()
        first = first or (now, run.processed)
        if now - told < EVERY_S:
            return
        told = now
        say(console, _line(run, _total(run, expected), *first, now))

    yield tell


def _line(run: RotationRun, total: int, began: float, already: int, now: float) -> str:
    speed = (run.processed - already) / (now - began) if now > began else 0.0
    left = timedelta(seconds=round((total - run.processed) / speed)) if speed else "?"
    return f"Готово {run.processed} из {total}, {speed:.1f}/с, осталось {left}: {outcomes(run)}"
