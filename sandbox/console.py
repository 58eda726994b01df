"""What a person sees in the terminal: steps, the lines of the apps with their names, and where to go."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO

COLOURS = {"бот": 36, "задачи": 35, "панель": 34, "чат": 33}
WIDTH = 8
#: The apps colour their lines whoever listens.
PAINT = re.compile(r"\033\[[0-9;]*m")


class Console:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._coloured = stream.isatty() and "NO_COLOR" not in os.environ

    def line(self, text: str = "") -> None:
        """Write a line; a terminal that was closed is no reason to stop."""
        with suppress(OSError, ValueError):
            self._stream.write(f"{text}\n")
            self._stream.flush()

    def step(self, name: str, took_s: float) -> None:
        took = f"{took_s:.1f}".replace(".", ",")
        self.line(f"  {self._painted('✓', 32)} {name} ({took} с)")

    def said(self, name: str, text: str) -> None:
        """One line of a child, with its name."""
        prefix = f"{name:<{WIDTH}}│"
        text = text if self._coloured else PAINT.sub("", text)
        self.line(f"{self._painted(prefix, COLOURS.get(name, 37))} {text}")

    def box(self, rows: Iterable[tuple[str, str]], *, title: str) -> None:
        lines = [f"{name:<14}{value}" for name, value in rows]
        width = max(map(len, [title, *lines]))
        self.line()
        self.line(f"┌─{'─' * width}─┐")
        for text in (title, "", *lines):
            self.line(f"│ {text:<{width}} │")
        self.line(f"└─{'─' * width}─┘")

    def _painted(self, text: str, colour: int) -> str:
        return f"\033[{colour}m{text}\033[0m" if self._coloured else text
