"""What is looked at in a message: its words, their families, and which of them stand near each other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from zlib import crc32

from relove_core.safety.likeness.meanings import meaning

BITS = 18
_SHIFT = 32 - BITS
_ALL = 0xFFFFFFFF
_TOKEN = re.compile(r"[а-я]+|[0-9]+|[.,?]")
_ENDING = re.compile(
    r"(?:ами|ями|ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ую|юю|ых|их|ым|им|ом|ем|ам|ям|ах|ях|ов|ев|еш"
    r"|иш|ет|ит|ут|ют|ат|ят|ла|ло|ли|л|а|я|о|е|и|ы|у|ю|й)$"
)
_NEAR, _BESIDE = 4, 2
"""How far apart two families, or a family and a word, may stand to be looked at together."""

_LENGTHS, _LONGEST = 3, 30


@dataclass(frozen=True, slots=True)
class Word:
    stem: int
    family: int
    """0: none."""
    alone: tuple[int, ...]
    """Buckets of what the word says by itself."""


def tokens(text: str) -> list[str]:
    """Words, numbers (all the same) and punctuation of a normal form."""
    return ["0" if token.isdigit() else token for token in _TOKEN.findall(text)]


def buckets(said: Sequence[str], *, is_veiled: bool) -> set[int]:
    """Everything that is looked at, as numbers below ``2 ** BITS``. ``is_veiled``: an idiom or a quotation is in it."""
    words = [_EDGE, *map(_word, said), _EDGE]
    seen = {bucket for word in words for bucket in word.alone}
    seen.update(_neighbours(words))
    seen.update(_families(words))
    seen.add(_bucket(90, min(len(said), _LONGEST) // _LENGTHS, 0))
    if is_veiled:
        seen.add(_bucket(91, 0, 0))
    return seen


def _neighbours(words: Sequence[Word]) -> Iterator[int]:
    """Pairs of stems, and of a stem with a family, at most one word between them."""
    for distance in range(1, _BESIDE + 1):
        for one, other in zip(words, words[distance:], strict=False):
            yield _bucket(10 + distance, one.stem, other.stem)
            if one.family:
                yield _bucket(20, one.family, other.stem)
            if other.family:
                yield _bucket(21, one.stem, other.family)


def _families(words: Sequence[Word]) -> Iterator[int]:
    """Pairs of families: near each other in their order, and anywhere in any order."""
    found = [(at, word.family) for at, word in enumerate(words) if word.family]
    for n, (at, family) in enumerate(found):
        for further, other in found[n + 1 : n + 1 + _NEAR]:
            if further - at <= _NEAR:
                yield _bucket(30, family, other)
    for pair in combinations(sorted({family for _, family in found}), 2):
        yield _bucket(31, *pair)


@lru_cache(maxsize=20_000)
def _word(token: str) -> Word:
    stem, ending = _stem(token), token[-2:] if len(token) > 3 else token
    family = crc32(name.encode()) if (name := meaning(token)) else 0
    alone = [_bucket(1, crc32(stem.encode()), 0), _bucket(2, crc32(token.encode()), 0)]
    alone += [_bucket(length, crc32(token[:length].encode()), 0) for length in (4, 5) if len(token) > length]
    if family:
        alone += [_bucket(6, family, 0), _bucket(7, family, crc32(ending.encode()))]
    return Word(crc32(stem.encode()), family, tuple(alone))


def _stem(word: str) -> str:
    if len(word) < 4:
        return word
    stem = _ENDING.sub("", word.removesuffix("ся") if len(word) > 5 else word)
    return stem if len(stem) >= 3 else word[:3]


def _bucket(kind: int, one: int, other: int) -> int:
    """A deterministic hash: Knuth's multiplicative one, of which the high bits are the good ones."""
    mixed = (one * 0x9E3779B1 + other * 0x85EBCA77 + kind * 0xC2B2AE3D) & _ALL
    return ((mixed ^ mixed >> 15) * 0x2C1B3C6D & _ALL) >> _SHIFT


_EDGE = Word(crc32(b"edge"), 0, ())
"""Where a message begins and where it ends."""
