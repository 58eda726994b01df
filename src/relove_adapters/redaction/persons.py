"""All the forms by which somebody who is known already may be spoken of."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from itertools import islice, takewhile

from relove_adapters.redaction.declension import forms, possessives
from relove_adapters.redaction.first_names import latin, latin_relatives, relatives, said
from relove_adapters.redaction.lexicon import FIRST, LAST, Lexicon, Word
from relove_adapters.redaction.words import NAMES_FIRST

Known = tuple[str, str]
"""Kind and nominative of a name."""

MOST_DECLINED = 100
"""So many people at once are declined by the dictionary; of a list of more, the rest by endings and families alone."""
LONGEST_ENDING = 4
"""What a form of a name may change of its end: Котён-ок, Достоевск-ого."""
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Diminutives of people whose name is known, though they are things as well.
THINGS_TOO = ("слав", "сережк", "мишк", "светик", "розочк", "катюш", "шурик")
SURNAMES = (
    (re.compile(r"(?<=[ое]в|[иы]н)а?$"), "", "а", "у", "ым", "е", "ой", "ою", "ы", "ых", "ыми"),
    (re.compile(r"(?<=[сц]к)(?:ий|ой|ая)$"), "ий", "ой", "ого", "ому", "им", "ом", "ая", "ую", "ие", "их"),
)


class Words:
    """The words of some texts, in lower case without ё, by how they begin and by whom they may mean."""

    def __init__(self, words: Set[str]) -> None:
        self.all = words
        self._ordered = sorted(words)
        self.relatives = defaultdict[str, list[str]](list)
        for word in self._ordered:
            for name in said().get(word, ()):
                self.relatives[name].append(word)

    def like(self, name: str) -> set[str]:
        """Those that begin like a name, and may be forms of it."""
        stem = name[: max(1, len(name) - LONGEST_ENDING)]
        first = bisect_left(self._ordered, stem)
        return set(takewhile(lambda word: word.startswith(stem), islice(self._ordered, first, None)))


class Persons:
    """Names in all their forms, by the dictionary and by the families of first names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def called(self, names: Iterable[str]) -> Iterator[Known]:
        """The words of an account's names that can be a name; «и», «не», «просто» and single letters cannot."""
        for name in names:
            for found in LETTERS.finditer(name) if not name.startswith("@") else ():
                word = self._lexicon.word(found.group().lower())
                if not word.is_closed:
                    yield _kind(found.group(), word), found.group().title()

    def among(self, words: Words, persons: Iterable[Known]) -> dict[str, Known]:
        """Which of the ``words`` mean one of these persons, and what stands behind each.

        Nothing of it is kept: forms that do not occur are not looked up.
        """
        found = dict[str, Known]()
        for number, person in enumerate(persons):
            kind, name = person
            for relative in sorted(self._relatives(name) - {name}) if kind == FIRST else ():
                for word in words.relatives.get(relative, ()):
                    if not self._is_thing(word):
                        found[word] = kind, relative
            own = self._own_forms(kind, name, words.like(_folded(name)), is_declined=number < MOST_DECLINED)
            found |= dict.fromkeys((*own, *(latin(name) & words.all)), person)
        return found

    def _own_forms(self, kind: str, name: str, words: set[str], *, is_declined: bool) -> Iterator[str]:
        folded = _folded(name)
        if folded in words:
            yield folded
        words = words - {folded}
        if not words:
            return
        declined = [(case, _folded(form)) for case, form in forms(name)] if kind == FIRST else []
        sure = {form for case, form in declined if case != "voct"} | {*_of_surname(kind, name)}
        sure |= self._lexicon.inflected(name) if is_declined else frozenset()
        rare = {form for case, form in declined if case == "voct"}
        rare |= {_folded(form) for form in possessives(name)} if kind == FIRST else set()
        for form in words & (sure | rare):
            word = self._lexicon.word(form)
            if not word.is_closed and (form in sure or not word.is_common):
                yield form

    def _relatives(self, name: str) -> frozenset[str]:
        folded = _folded(name)
        return latin_relatives().get(folded) or relatives().get(folded, frozenset())

    def _is_thing(self, form: str) -> bool:
        word = self._lexicon.word(form)
        return word.is_closed or (word.is_common and form not in NAMES_FIRST and not form.startswith(THINGS_TOO))


def _kind(name: str, word: Word) -> str:
    kinds = {r.kind for r in word.names}
    is_last = LAST in kinds or any(end.search(_folded(name)) for end, *_ in SURNAMES)
    return LAST if is_last and not (FIRST in kinds and (word.is_known or word.is_ours)) else FIRST


def _of_surname(kind: str, name: str) -> Iterator[str]:
    """Of a woman and of a man alike: a wife may be called by her husband's."""
    for end, *endings in SURNAMES if kind == LAST else ():
        stem = end.sub("", _folded(name))
        if end.search(_folded(name)):
            yield from (stem + ending for ending in endings)


def _folded(name: str) -> str:
    return name.lower().replace("ё", "е")
