"""Hearing a crisis in a message by two ears, pure, without the network, in well under a millisecond.

The first knows phrases (``patterns``), the second how such messages sound (``likeness``). What one hears counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relove_core.safety.guards import is_reported, stands
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.likeness.ear import hear
from relove_core.safety.likeness.weights import Weights, shipped
from relove_core.safety.masks import MASKS, masked
from relove_core.safety.patterns import RULES
from relove_core.safety.russian.stems import Stems
from relove_core.safety.russian.text import normal_form
from relove_core.safety.russian.typos import vocabulary
from relove_core.safety.signals import Kind, Signal

_WORD = re.compile(r"(?<![а-я\])])[а-я]{4,}(?![а-я\[?{]|\((?!\?[!=]))")
_STEM = re.compile(r"(?<![а-я\])])[а-я]{4,}(?=\[)")
_SAYS = [*(rule.says.pattern for rule in RULES), *(mask.pattern for mask, _ in MASKS)]
_GUARDS = [guard.pattern for rule in RULES for guard in (rule.unless, rule.but_not_after, rule.along_with) if guard]
_KNOWN = vocabulary(
    words=(word for said in _SAYS for word in _WORD.findall(said)),
    right=(word for said in _GUARDS for word in _WORD.findall(said)),
    stems=(stem for said in (*_SAYS, *_GUARDS) for stem in _STEM.findall(said)),
)
_STEMS = frozenset().union(*(rule.stems for rule in RULES), *(needed for _, needed in MASKS))


_NORMAL = CrisisLevel.NORMAL
_WINDOW, _STEP = 1200, 950
"""A long message is heard in overlapping pieces: what is said at its ends has nothing to do with each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a normal form, and the same with idioms made illegible; ``held`` are the stems it holds."""

    said: str
    masked: str
    held: Stems


def detect(text: str) -> Signal | None:
    """The gravest signal of a message, or None.

    What idioms, quotes and symbolic death cover is taken out first, exactly as far as they reach, so that they can
    never hide what else was said. «Пошутила» takes nothing back. Heard is the person, not another one: the deaths
    of others are no signal, a living other's wish to die is support.

    Left out on purpose: irony, context of earlier messages, other languages. The model's own flag is one more pair of
    ears.
    """
    gravest: Signal | None = None
    for piece in pieces(text):
        signal = _of_both(piece, shipped())
        if signal and (gravest is None or signal.level > gravest.level):
            gravest = signal
    return gravest


def detect_safely(text: str) -> Signal | None:
    """``detect`` for the product: a detector that fails means support, never provocation."""
    try:
        return detect(text)
    except Exception:  # noqa: BLE001 - whatever breaks in here, a person must not be provoked for it
        return Signal(CrisisLevel.SUPPORT, Kind.DETECTOR_FAILED)


def pieces(text: str) -> Iterator[Piece]:
    """What the ears are given: one piece for a message of ordinary length."""
    for said in _cut(normal_form(text, _KNOWN)):
        held = frozenset(stem for stem in _STEMS if stem in said)
        yield Piece(said=said, masked=masked(said, held), held=held)


def known_phrase(piece: Piece) -> Signal | None:
    """What the first ear alone hears."""
    reported: Signal | None = None
    for rule in RULES:
        if piece.held.isdisjoint(rule.stems):
            continue
        for found in rule.found_in(piece.masked):
            if not stands(rule, found, piece.masked, piece.said):
                continue
            if rule.level <= CrisisLevel.SUPPORT or not is_reported(found, piece.masked):
                return Signal(rule.level, rule.kind)
            reported = Signal(CrisisLevel.SUPPORT, Kind.FOR_A_FRIEND)
    return reported


def _of_both(piece: Piece, weights: Weights) -> Signal | None:
    """The higher level counts; a grave phrase is never talked away, one of support only by what sounds of nothing."""
    known = known_phrase(piece)
    if known and known.level >= CrisisLevel.CRISIS:
        return known
    level = hear(piece.said, piece.masked, weights).level_beside(known.level if known else _NORMAL, weights.head)
    if known and level is known.level:
        return known
    return None if level is _NORMAL else Signal(level, Kind.LIKENESS)


def _cut(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > _WINDOW:
        yield text[start : start + _WINDOW]
        space = text.rfind(" ", start + 1, start + _STEP)
        start = space + 1 if space > 0 else start + _STEP
    yield text[start:]
