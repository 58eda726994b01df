"""What a single word may be, by the dictionary of Russian and the names as they are said."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from relove_adapters.redaction.declension import CASES
from relove_adapters.redaction.first_names import OF, family_forms, spelled_out
from relove_adapters.redaction.words import NAMES_FIRST

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

FIRST, PATRONYMIC, LAST = "ИМЯ", "ОТЧЕСТВО", "ФАМИЛИЯ"
GRAMMEMES = {"Name": FIRST, "Patr": PATRONYMIC, "Surn": LAST}
CLOSED = frozenset(("PREP", "CONJ", "PRCL", "NPRO", "INTJ", "PRED", "ADVB"))
VERBS = frozenset(("VERB", "INFN", "GRND"))
WORDS_KEPT = 50_000


class Reading(NamedTuple):
    """A word taken as a name."""

    kind: str
    case: str
    nominative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """All that the rules of names ask of it."""

    names: tuple[Reading, ...] = ()
    is_known: bool = False
    is_ours: bool = False
    """It is a form of the first names as they are said."""
    is_common: bool = False
    """It is something else as well."""
    is_else_verb: bool = False
    """All that it is else are verbs."""
    is_possible: bool = False
    """The dictionary only guesses that it is a name."""
    is_place: bool = False
    is_closed: bool = False
    """A preposition, a pronoun and their like: nobody is called so."""
    is_verb: bool = False
    """It may say what somebody does or how it is: «люблю», «жалко»."""
    is_singular_verb: bool = False
    """«Сказал», «скажет»: what one other person does."""
    lemmas: frozenset[str] = frozenset()

    @property
    def is_sure(self) -> bool:
        """Whether it is a name in lower case too."""
        return bool(self.names) and not self.is_common and not self.is_possible


class Lexicon:
    """The dictionary, loaded when the first word is asked for; answers are kept of words that it has."""

    def __init__(self) -> None:
        self._kept = dict[str, Word]()
        self._strange = dict[str, Word]()

    def word(self, lower: str) -> Word:
        """``lower``: letters only, in lower case."""
        found = self._kept.get(lower) or self._strange.get(lower)
        if found is None:
            found = self._word(lower)
            is_anybodys = found.is_known or found.is_ours
            (self._kept if is_anybodys and len(self._kept) < WORDS_KEPT else self._strange)[lower] = found
        return found

    def forget(self) -> None:
        """What is in no dictionary may be one person's alone: it is kept for no longer than a look at their words."""
        self._strange.clear()

    @cached_property
    def _dictionary(self) -> "MorphAnalyzer":
        from pymorphy3 import MorphAnalyzer  # noqa: PLC0415 - a fifth of a second that no start should wait for

        return MorphAnalyzer()

    def _word(self, lower: str) -> Word:
        if not re.fullmatch("[а-яё]+", lower):
            return Word()
        parses = self._dictionary.parse(lower)
        known = [p for p in parses if p.is_known]
        common = [p for p in known if not _is_name(p) and "Geox" not in p.tag and "Poss" not in p.tag]
        form = lower.replace("ё", "е")
        ours = family_forms().get(form, ())
        if common and form not in NAMES_FIRST:
            ours = tuple((case, name) for case, name in ours if name in spelled_out() and case != OF)
        names = [Reading(FIRST, case, name) for case, name in ours]
        names += [r for p in known or ([] if ours else parses) for r in _readings(p)]
        return Word(
            names=tuple(dict.fromkeys(names)),
            is_common=bool(common) and form not in NAMES_FIRST,
            is_known=bool(known),
            is_place=any("Geox" in p.tag for p in known),
            is_closed=bool(known) and (known[0].tag.POS in CLOSED or "Apro" in known[0].tag),
            is_ours=bool(ours),
            is_possible=not known and not ours,
            is_else_verb=bool(common) and all(p.tag.POS in VERBS for p in common),
            is_verb=any(p.tag.POS in ("VERB", "PRED") for p in known),
            is_singular_verb=any(
                p.tag.POS == "VERB" and p.tag.number == "sing" and p.tag.person in (None, "3per") for p in known
            ),
            lemmas=frozenset(p.normal_form.replace("ё", "е") for p in known if not _is_name(p) or not common),
        )

    def inflected(self, name: str) -> frozenset[str]:
        """Every form of a name, in lower case without ё; of a word that is no name in the dictionary, its likeliest."""
        parses = self._dictionary.parse(name.lower())
        parses = [p for p in parses if _is_name(p)] or parses[:1]
        return frozenset(form.word.replace("ё", "е") for p in parses for form in p.lexeme)


def _is_name(parse: "Parse") -> bool:
    return any(grammeme in parse.tag for grammeme in GRAMMEMES)


def _readings(parse: "Parse") -> list[Reading]:
    kinds = [kind for grammeme, kind in GRAMMEMES.items() if grammeme in parse.tag]
    if not kinds or (parse.tag.number == "plur" and kinds[0] != LAST):
        return []
    nominative = parse.inflect({"nomn", parse.tag.number or "sing"}) or parse
    case = parse.tag.case if parse.tag.case in CASES else "nomn"
    return [Reading(kinds[0], case, nominative.word.title())]
