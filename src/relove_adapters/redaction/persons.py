"""All the forms by which somebody who is known already may be spoken of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache

from relove_adapters.redaction.declension import forms, possessives
from relove_adapters.redaction.first_names import OF, latin, latin_names, relatives
from relove_adapters.redaction.lexicon import FIRST, LAST, Lexicon, Word
from relove_adapters.redaction.words import NAMES_FIRST

Known = tuple[str, str]
"""Kind and nominative of a name."""

PERSONS_KEPT = 2_000
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Diminutives of people whose name is known, though they are things as well.
THINGS_TOO = ("слав", "сережк", "мишк", "светик", "розочк", "катюш", "шурик")
SURNAMES = (
    (re.compile(r"(?<=[ое]в|[иы]н)а?$"), "", "а", "у", "ым", "е", "ой", "ою", "ы", "ых", "ыми"),
    (re.compile(r"(?<=[сц]к)(?:ий|ой|ая)$"), "ий", "ой", "ого", "ому", "им", "ом", "ая", "ую", "ие", "их"),
)


class Persons:
    """Names in all their forms, by the dictionary and by the families of first names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._forms_of = lru_cache(PERSONS_KEPT)(self._forms_anew)

    def called(self, names: Iterable[str]) -> Iterator[Known]:
        """The words of an account's names that can be a name; «и», «не», «просто» and single letters cannot."""
        for name in names:
            for found in LETTERS.finditer(name) if not name.startswith("@") else ():
                word = self._lexicon.word(found.group().lower())
                if not word.is_closed:
                    yield _kind(found.group(), word), found.group().title()

    def among(self, words: Set[str], persons: Iterable[Known]) -> dict[str, Known]:
        """Which of the ``words`` (in lower case without ё) mean one of these persons, and what stands behind each."""
        found = dict[str, Known]()
        for person in persons:
            forms_of_person = self._forms_of(person)
            for word in words & forms_of_person.keys():
                if forms_of_person[word] == person or not self._is_thing(word):
                    found[word] = forms_of_person[word]
        return found

    def _forms_anew(self, known: Known) -> Mapping[str, Known]:
        kind, name = known
        found = dict.fromkeys(self._own_forms(kind, name), known)
        for relative in self._relatives(name) - {name} if kind == FIRST else ():
            said = (*(form for _, form in forms(relative)), *possessives(relative), *latin(relative))
            found = {**dict.fromkeys(map(_folded, said), (kind, relative)), **found}
        for spelling in latin(name):
            found[spelling] = known
        return found

    def _own_forms(self, kind: str, name: str) -> Iterator[str]:
        yield _folded(name)
        declined = [(case, _folded(form)) for case, form in forms(name)] if kind == FIRST else []
        lexeme = [("", form) for form in self._lexicon.inflected(name)]
        owned = [(OF, _folded(form)) for form in possessives(name)] if kind == FIRST else []
        for case, form in (*declined, *owned, *lexeme, *(("", form) for form in _of_surname(kind, name))):
            word = self._lexicon.word(form)
            if not word.is_closed and not (case in ("voct", OF) and word.is_common):
                yield form

    def _relatives(self, name: str) -> frozenset[str]:
        folded = _folded(name)
        if folded in latin_names():
            return frozenset(r for n, family in relatives().items() if folded in latin(n) for r in family)
        return relatives().get(folded, frozenset())

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
