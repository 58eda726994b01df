"""What the redactor makes of the corpus, half by half and kind by kind."""

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from relove_adapters.redaction.pipeline import RussianRedactor

FOLDER = Path(__file__).parent
MARKED = re.compile(r"\{(?P<kind>[А-Я]+):(?P<what>[^}]*)\}")
PLACEHOLDER = re.compile(r"\[[А-Я]+_\d+\]")

#: What is read by its form, and has to be hidden nearly always.
BY_FORM = ("ТЕЛЕФОН", "ПОЧТА", "НИК", "ССЫЛКА", "КАРТА", "ДОКУМЕНТ", "НОМЕР", "АДРЕС")
NAMES = ("ИМЯ",)


class Part(StrEnum):
    """Two halves by checksum; beside them, what was written after the patterns and read since, or not read yet."""

    TUNE = "tune"
    HELD_OUT = "held-out"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Line:
    """``marked``: what has to be hidden, as (kind, text); none in a harmless line."""

    source: str
    file: str = ""

    @property
    def part(self) -> Part:
        """Fixed by the line itself, but for what was seen, and what never may be."""
        if self.file.endswith("_seen"):
            return Part.TUNE
        if self.file.endswith("_fresh"):
            return Part.FRESH
        return Part.HELD_OUT if zlib.crc32(self.source.encode()) % 2 else Part.TUNE

    @property
    def text(self) -> str:
        return MARKED.sub(lambda m: m["what"], self.source)

    @property
    def marked(self) -> tuple[tuple[str, str], ...]:
        return tuple((m["kind"], m["what"]) for m in MARKED.finditer(self.source))

    @property
    def rest(self) -> Counter[str]:
        return _words(MARKED.sub(" ", self.source))


@dataclass(frozen=True, slots=True)
class Seen:
    """One line after the redactor: what stayed of the marked, and what went of the rest."""

    line: Line
    hidden: str
    left: tuple[tuple[str, str], ...]
    lost: tuple[str, ...]


@cache
def lines() -> tuple[Line, ...]:
    return tuple(
        Line(text, path.stem)
        for path in sorted(FOLDER.glob("*.txt"))
        for text in path.read_text(encoding="utf-8").splitlines()
        if text.strip() and not text.startswith("# ")
    )


@cache
def seen() -> tuple[Seen, ...]:
    """Every line, as if it were the only one of its person."""
    redactor = RussianRedactor()
    return tuple(_seen(redactor, line) for line in lines())


def missed(kinds: Sequence[str], *parts: Part) -> tuple[int, list[Seen]]:
    """How many things of these kinds there are, and the lines where one of them stayed (as often as one did)."""
    found = [s for s in seen() if s.line.part in parts]
    total = sum(kind in kinds for s in found for kind, _ in s.line.marked)
    return total, [s for s in found for kind, _ in s.left if kind in kinds]


def changed(*parts: Part) -> tuple[int, list[Seen]]:
    """How many harmless lines there are, and those that lost a word."""
    found = [s for s in seen() if not s.line.marked and s.line.part in parts]
    return len(found), [s for s in found if s.hidden != s.line.text]


def overdone(*parts: Part) -> tuple[int, list[Seen]]:
    """How many lines with something to hide there are, and those that lost more than that."""
    found = [s for s in seen() if s.line.marked and s.line.part in parts]
    return len(found), [s for s in found if s.lost]


def _seen(redactor: RussianRedactor, line: Line) -> Seen:
    (hidden,) = redactor.hide([line.text], known={}).texts
    stayed = _words(PLACEHOLDER.sub(" ", hidden))
    beyond = stayed - line.rest
    left = tuple((kind, what) for kind, what in line.marked if _words(what) & beyond)
    return Seen(line, hidden, left, tuple((line.rest - stayed).elements()))


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))
