"""What the detector makes of the corpus, part by part."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from relove_core.safety.detector import detect
from relove_core.safety.levels import CrisisLevel

FOLDER = Path(__file__).parent


class Part(StrEnum):
    """Two halves by checksum; beside them, what was read while tuning and what was written after it.

    The second ear learns from ``TUNE`` and ``WRITTEN``, and from nothing else.
    """

    TUNE = "tune"
    WRITTEN = "written"
    HELD_OUT = "held-out"
    FRESH = "fresh"
    BLIND = "blind"
    FINAL = "final"
    LAST = "last"
    TALK = "talk"


_BY_NAME = {
    "seen": Part.TUNE,
    "written": Part.WRITTEN,
    "fresh": Part.FRESH,
    "blind": Part.BLIND,
    "final": Part.FINAL,
    "last": Part.LAST,
    "talk": Part.TALK,
}


class Sort(StrEnum):
    EXPLICIT = "explicit"
    IMMINENT = "imminent"
    INDIRECT = "indirect"
    HARMLESS = "harmless"

    def is_right(self, level: CrisisLevel) -> bool:
        match self:
            case Sort.EXPLICIT | Sort.IMMINENT:
                return level >= CrisisLevel.CRISIS
            case Sort.INDIRECT:
                return level >= CrisisLevel.SUPPORT
            case Sort.HARMLESS:
                return level is CrisisLevel.NORMAL


@dataclass(frozen=True, slots=True)
class Line:
    sort: Sort
    text: str

    file: str

    @property
    def part(self) -> Part:
        """Fixed by the text itself, but for what was seen, and what never may be."""
        if named := _BY_NAME.get(self.file.split("_")[1] if "_" in self.file else ""):
            return named
        return Part.HELD_OUT if zlib.crc32(self.text.encode()) % 2 else Part.TUNE

    @property
    def level(self) -> CrisisLevel:
        signal = detect(self.text)
        return signal.level if signal else CrisisLevel.NORMAL


def lines() -> Iterator[Line]:
    for path in sorted(FOLDER.glob("*.txt")):
        for text in path.read_text(encoding="utf-8").splitlines():
            if text.strip() and not text.startswith("# "):
                yield Line(Sort(path.stem.partition("_")[0]), text, path.stem)


@dataclass(frozen=True, slots=True)
class Figures:
    """``right`` counts what was taken as it is meant; for the harmless that is: not flagged."""

    total: int
    right: int
    misses: tuple[Line, ...]
    by_level: dict[CrisisLevel, int]

    @property
    def share(self) -> float:
        return self.right / self.total


def figures(part: Part, *sorts: Sort) -> Figures:
    found = [(line, line.level) for line in lines() if line.part is part and line.sort in sorts]
    misses = tuple(line for line, level in found if not line.sort.is_right(level))
    by_level = {level: sum(at is level for _, at in found) for level in CrisisLevel}
    return Figures(len(found), len(found) - len(misses), misses, by_level)
