"""Choosing among texts that could be said: what fits best, what was not said yet, and a steady hand for the rest."""

import zlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.shelves import Phrase
from relove_adapters.llm.scripted.wording import Gender, fill

_SOFT_TONES = frozenset({"soft", "warm"})


@dataclass(frozen=True, slots=True)
class Context:
    """What decides between two texts of one shelf."""

    scene: Scene
    cues: Set[str]
    """Of what was just said; for ``when``."""
    all_cues: Set[str]
    """Of the whole conversation; for ``unless``."""
    words: Mapping[str, str]
    """What the slots can be filled with."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A phrase and the person's words for its slots."""

    phrase: Phrase
    words: Mapping[str, str]

    def text(self, gender: Gender) -> str:
        return fill(self.phrase.forms[gender], self.words)


def choose(context: Context, phrases: Iterable[Phrase], *, again: bool = False, sentences: int = 3) -> Chosen | None:
    """The best phrase that can be said now; ``again`` allows what was said already, the longest ago first."""
    fitting = [p for p in phrases if p.sentences <= sentences and _fits(context, p)]
    fresh = [p for p in fitting if p.key not in context.scene.used]
    if fresh:
        return Chosen(max(fresh, key=lambda p: (_points(context, p), _draw(context, p))), context.words)
    old = [p for p in fitting if again and context.scene.used[p.key] > 1]
    if old:
        return Chosen(max(old, key=lambda p: (context.scene.used[p.key], _draw(context, p))), context.words)
    return None


def _fits(context: Context, phrase: Phrase) -> bool:
    line = phrase.line
    if not phrase.slots <= context.words.keys():
        return False
    if line.when and context.cues.isdisjoint(line.when):
        return False
    if not context.all_cues.isdisjoint(line.unless):
        return False
    return line.edge != "hard" or not (context.scene.is_tender or context.scene.tone in _SOFT_TONES)


def _points(context: Context, phrase: Phrase) -> int:
    """A line that asks for what is there beats one that fits anything; then the tone; then a use for own words."""
    line = phrase.line
    scene = context.scene
    points = 4 * len(context.cues & set(line.when))
    if scene.is_tender or scene.tone in _SOFT_TONES:
        points += 3 if line.edge == "soft" else 0
    elif scene.tone == "hard":
        points += {"hard": 2, "soft": -2, "even": 0}[line.edge]
    return points + (1 if phrase.slots else 0)


def _draw(context: Context, phrase: Phrase) -> int:
    return zlib.crc32(f"{context.scene.seed}:{phrase.key}".encode())
