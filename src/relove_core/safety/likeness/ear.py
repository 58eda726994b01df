"""Listening to a message as a whole, and piece by piece where it is long."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from relove_core.safety.levels import CrisisLevel
from relove_core.safety.likeness.features import tokens
from relove_core.safety.likeness.weights import Head, Weights

_WHOLE = 320
"""Characters that are heard at once. What is longer is heard sentence by sentence: chatter must not drown one."""

_SENTENCE = re.compile(r"[^.?]{1,160}[.?]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """How grave a message sounds, and how much of any signal, as ``Head`` measures it."""

    grave: float
    signal: float

    def level_beside(self, known: CrisisLevel, head: Head) -> CrisisLevel:
        """The level of a message in which phrases of the level ``known`` were found; never below a grave one."""
        if known is CrisisLevel.SUPPORT and self.signal < head.doubt_below:
            known = CrisisLevel.NORMAL
        if known >= CrisisLevel.CRISIS:
            return known
        if self.grave >= head.grave_from:
            return CrisisLevel.CRISIS
        if known is CrisisLevel.NORMAL and self.signal < head.signal_from:
            return CrisisLevel.NORMAL
        return CrisisLevel.CRISIS if self.grave >= head.grave_with_signal_from else CrisisLevel.SUPPORT


def hear(text: str, masked: str, weights: Weights) -> Sound:
    """What a normal form sounds like. ``masked`` is the same text, of equal length, with idioms made illegible."""
    scores = [
        weights.score(tokens(text[start:end]), is_veiled=text[start:end] != masked[start:end])
        for start, end in _windows(text)
    ]
    return Sound(grave=max(grave for grave, _ in scores), signal=max(signal for _, signal in scores))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """All of it, or each sentence by itself and together with the next."""
    if len(text) <= _WHOLE:
        yield 0, len(text)
        return
    spans = [sentence.span() for sentence in _SENTENCE.finditer(text)] or [(0, len(text))]
    yield from spans
    yield from ((start, end) for (start, _), (_, end) in pairwise(spans))
