"""One slip of the finger in a word that matters."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relove_core.safety.russian.lexicon import COMMON, KEYS, OTHERS, SHORT
from relove_core.safety.russian.sounds import soften

_EXACT = frozenset(map(soften, KEYS))
_LONG, _LONGEST = 5, 30
_STUTTER = re.compile(r"([а-я]{2,4})\1")
_TWO_WORDS = re.compile(r"(?<![а-я])([а-я]{2,8}) (?=([а-я]{2,8})(?![а-я]))")
_WORD = re.compile(r"[а-я]+")
_NOT_DENIED = frozenset(
    map(soften, "недавно несколько некогда немного нехорошо неплохо нечем невольно неделя неделю небо нежить".split())
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that matter, and what one slip makes of them."""

    words: frozenset[str]
    right: frozenset[str]
    """Right as they are, and of no use to mend others by: words of guards."""
    stems: frozenset[str]
    """A word that begins like this is right as it is."""
    near: Mapping[str, tuple[str, ...]]
    """Each long word under all its spellings with one letter less."""
    swapped: Mapping[str, str]
    """Short words with two neighbours swapped: hardly ever a word of its own."""


def vocabulary(*, words: Iterable[str], right: Iterable[str], stems: Iterable[str]) -> Vocabulary:
    """Of softened words."""
    exact = frozenset(words) | _EXACT
    near = defaultdict(set)
    for word in exact:
        if len(word) >= _LONG or word in _EXACT:
            for short in (word, *_shortened(word)):
                near[short].add(word)
    swapped = {slip: word for word in sorted(exact) if len(word) == 4 for slip in _swaps(word)}
    return Vocabulary(
        words=exact,
        right=frozenset(right) | OTHERS,
        stems=frozenset(stems),
        near={short: tuple(sorted(meant)) for short, meant in near.items()},
        swapped={slip: word for slip, word in swapped.items() if slip not in exact},
    )


def mend(text: str, known: Vocabulary) -> str:
    """Put right the words that are one letter more, less, other or swapped away from a word that matters.

    A slip in the first letter or the last two makes other words and other endings more often than mistakes: there
    only the words of the lexicon are put right.
    """
    text = _TWO_WORDS.sub(lambda found: found[1] if found[1] + found[2] in _EXACT else found[0], text)
    return _WORD.sub(lambda found: _mended(found[0], known), text)


def _mended(word: str, known: Vocabulary) -> str:
    if word in known.words:
        return word
    if meant := SHORT.get(word):
        return meant
    if word in COMMON:
        return word
    if meant := known.swapped.get(word):
        return meant
    if word[:2] == "не" and word[2:] in known.words and word not in _NOT_DENIED:
        return f"не {word[2:]}"
    if not _LONG <= len(word) <= _LONGEST or word in known.right:
        return word
    if (once := _STUTTER.sub(r"\1", word)) in known.words:
        return once
    is_form = any(word[:n] in known.stems for n in range(4, len(word)))
    for spelling in (word, *_shortened(word)):
        for meant in known.near.get(spelling, ()):
            if _is_slip(word, meant) and (meant in _EXACT or not is_form):
                return meant
    return word


def _shortened(word: str) -> Iterable[str]:
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


def _swaps(word: str) -> Iterable[str]:
    return (word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1) if word[n] != word[n + 1])


def _is_slip(word: str, meant: str) -> bool:
    at = next((n for n, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    rest, want = word[at:], meant[at:]
    is_one = rest[1:] == want[1:] or rest[1:] == want or rest == want[1:]
    is_swap = rest[:2] == want[1::-1] and rest[2:] == want[2:]
    ending = 4 if meant.endswith("ся") else 2
    return (is_one and meant in _EXACT) or (at > 0 and (is_swap or (is_one and at < len(meant) - ending)))
