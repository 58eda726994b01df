"""Finding cues in Russian text: ``обид*`` by stem, ``не знаю`` by words, ``мне|я`` by choice, ``*`` any word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\[[^\[\]\s]{1,24}\]|[^\W_]+(?:-[^\W_]+)*")
_LONG_DRAWN = re.compile(r"(.)\1{2,}")
_NEGATIONS = frozenset({"не", "ни", "без", "нет"})
_SHORTEST_FUZZY = 6
_VOWELS = frozenset("аеиоуыэюя")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in the text."""

    norm: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a cue was found: words ``first`` to ``last`` inclusive."""

    first: int
    last: int
    negated: bool


def words_of(text: str) -> tuple[Word, ...]:
    norm = _norm if _LONG_DRAWN.search(text) else _lowered
    return tuple(Word(norm(m.group()), m.start(), m.end()) for m in _WORD.finditer(text))


def _norm(word: str) -> str:
    return _LONG_DRAWN.sub(r"\1", _lowered(word))


def _lowered(word: str) -> str:
    return word.lower().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class _Token:
    exact: frozenset[str]
    stems: tuple[str, ...]

    @classmethod
    def parse(cls, source: str) -> "_Token":
        choices = [_norm(c) for c in source.split("|")]
        if not all(choices):
            raise ValueError(f"an empty choice in the pattern {source!r}")
        return cls(
            frozenset(c for c in choices if not c.endswith("*")),
            tuple(c[:-1] for c in choices if c.endswith("*")),
        )

    def fits(self, word: str) -> bool:
        return word in self.exact or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class _Pattern:
    cue: str
    head: _Token
    rest: tuple[_Token, ...]


class Matcher:
    """All cues of the bank at once."""

    def __init__(self, cues: Mapping[str, Sequence[str]]) -> None:
        self._exact: dict[str, list[_Pattern]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], list[_Pattern]] = defaultdict(list)
        self._stems: dict[str, list[_Pattern]] = defaultdict(list)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._near: dict[str, set[str]] = defaultdict(set)
        self._near_heads: dict[str, int] = {}
        for cue, sources in cues.items():
            for source in sources:
                self._add(cue, source)

    def _add(self, cue: str, source: str) -> None:
        tokens = [_Token.parse(part) for part in source.split()]
        pattern = _Pattern(cue, tokens[0], tuple(tokens[1:]))
        for word in pattern.head.exact:
            self._add_exact(word, pattern)
        for stem in pattern.head.stems:
            if not stem:
                raise ValueError(f"{cue}: the pattern {source!r} begins with any word")
            self._stems[stem].append(pattern)
            self._lengths[stem[0]].add(len(stem))
            if len(stem) >= _SHORTEST_FUZZY:
                self._add_near(stem)

    def _add_exact(self, word: str, pattern: _Pattern) -> None:
        """Phrases under their first two words: many begin with the same small word."""
        if not pattern.rest or pattern.rest[0].stems:
            self._exact[word].append(pattern)
            return
        for second in pattern.rest[0].exact:
            self._pairs[word, second].append(pattern)

    def _add_near(self, stem: str) -> None:
        for near in _with_one_letter_less(stem):
            self._near[near].add(stem)
        self._near_heads[stem[:2]] = max(len(stem), self._near_heads.get(stem[:2], 0))

    def find(self, words: Sequence[Word]) -> dict[str, tuple[Hit, ...]]:
        found: dict[str, list[Hit]] = defaultdict(list)
        norms = [word.norm for word in words]
        for at, norm in enumerate(norms):
            following = norms[at + 1] if at + 1 < len(norms) else ""
            for pattern in self._candidates(norm, following):
                if not pattern.rest or _goes_on(pattern, norms, at + 1):
                    negated = at > 0 and norms[at - 1] in _NEGATIONS
                    found[pattern.cue].append(Hit(at, at + len(pattern.rest), negated))
        return {cue: tuple(hits) for cue, hits in found.items()}

    def _candidates(self, word: str, following: str) -> Iterator[_Pattern]:
        any_found = False
        exact = self._exact.get(word)
        if exact:
            any_found = True
            yield from exact
        pairs = self._pairs.get((word, following))
        if pairs:
            any_found = True
            yield from pairs
        for length in self._lengths.get(word[0], ()):
            stemmed = self._stems.get(word[:length]) if length <= len(word) else None
            if stemmed:
                any_found = True
                yield from stemmed
        if not any_found and len(word) >= _SHORTEST_FUZZY - 1:
            for stem in self._misspelt(word):
                yield from self._stems[stem]

    def _misspelt(self, word: str) -> set[str]:
        """Stems that the beginning of ``word`` is but one slip away from."""
        longest = self._near_heads.get(word[:2])
        if longest is None:
            return set()
        begins = [word[:length] for length in range(_SHORTEST_FUZZY - 1, min(longest + 1, len(word)) + 1)]
        near = (
            (begin, stem)
            for begin in begins
            for key in _with_one_letter_less(begin)
            for stem in self._near.get(key, ())
        )
        return {stem for begin, stem in near if _is_a_slip(begin, stem)}


def _is_a_slip(begin: str, stem: str) -> bool:
    """A letter too many or too few, two exchanged, or a vowel for a vowel; never the last letter alone.

    A consonant for a consonant is left out: it makes other words («привет», «прилет») more often than misprints.
    """
    if begin[-1] != stem[-1]:
        return False
    if len(begin) != len(stem):
        return abs(len(begin) - len(stem)) == 1
    differing = [i for i, (a, b) in enumerate(zip(begin, stem, strict=True)) if a != b]
    if len(differing) == 1:
        return {begin[differing[0]], stem[differing[0]]} <= _VOWELS
    first, *rest = differing
    return rest == [first + 1] and begin[first] == stem[first + 1] and begin[first + 1] == stem[first]


def _goes_on(pattern: _Pattern, norms: Sequence[str], at: int) -> bool:
    following = norms[at : at + len(pattern.rest)]
    return len(following) == len(pattern.rest) and all(map(_Token.fits, pattern.rest, following))


def _with_one_letter_less(word: str) -> set[str]:
    """The word and the word without one of its letters, the first two aside."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(2, len(word))}
