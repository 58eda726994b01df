"""The person's own words: which short fragment of a text is worth giving back, whole and verbatim."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from relove_adapters.llm.scripted.matching import Hit, Word

MOST_WORDS = 9
_CUT_COSTS, _THIN_COSTS, _EVASION_COSTS, _ASKING_COSTS = 1.5, 2.0, 3.0, 1.0
_ASKING = frozenset({"чем", "что", "кто", "зачем", "почему", "как", "куда", "где", "какой", "какая"})
_MOST_LETTERS = 64
_SENTENCE = re.compile(r"[^.!?…;\n]+[.!?…;]*")
_QUOTABLE = re.compile(r"[\w ,\-–—\[\]'%:]+")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LEADING = frozenset(
    "и а но что чтобы потому поэтому который которая которые как бы же ли то ну вот так да ведь или просто короче "
    "типа значит хотя зато где тогда вообще честно говоря кстати конечно наверное наверно кажется блин слушай "
    "нет".split()
)
#: Clauses that promise another one: nothing to end a quotation with, or to begin it.
_PROMISING = re.compile(r"(?:^|, *)(?:что |а |но |и )?(?:если|когда|пока|раз|хоть|как только|чем)\b[^,]*$")
_TRAILING = frozenset("и а но или что чтобы как в во на с со к ко по за от до из у о об про для при без не ни же бы ли "
                      "я он она это то его её ее их мой моя мне меня потому поэтому если когда который которая очень "
                      "так такой такая под над перед между через свой свою своей свои ещё еще уже даже только сам "
                      "самый самая самое будто ну вот или чем зачем".split())  # fmt: skip
_AFTERTHOUGHTS = frozenset({"конечно", "наверное", "наверно", "вот", "короче", "блин", "вообще", "да", "ага"})
_JOINING = frozenset({"и", "а", "но", "или", "потому", "что", "чтобы", "когда", "как"})
_NEVER_CUT_OFF = frozenset({"не", "ни", "без", "нет"})
NOT_GIVEN_BACK = frozenset({"hostile", "bot", "danger", "violence", "swear", "product", "greeting", "human",
                           "foreign", "gibberish", "misheard", "repeating", "confused", "why_ask", "asks_back",
                           "health"})  # fmt: skip
_FEELING = ("feeling", "tears")
_OWN = frozenset({"я", "мне", "меня", "мной", "мой", "моя", "мою", "моей"})
_IDLE = ("dont_know", "fine", "yes", "no", "filler", "laugh", "thanks")
_TELLING = ("always", "should", "cannot", "want", "if_only", "alone", "age")


@dataclass(frozen=True)
class Passage:
    """A text, its words, and the cues found in it."""

    text: str
    words: tuple[Word, ...]
    hits: Mapping[str, tuple[Hit, ...]]

    @cached_property
    def cues_at(self) -> tuple[set[str], ...]:
        """The cues that begin or end at each word."""
        cues: tuple[set[str], ...] = tuple(set() for _ in self.words)
        for cue, hits in self.hits.items():
            for hit in hits:
                cues[hit.first].add(cue)
                cues[hit.last].add(cue)
        return cues

    @cached_property
    def idle(self) -> frozenset[int]:
        """Words that say nothing by themselves."""
        return frozenset(i for cue in _IDLE for h in self.hits.get(cue, ()) for i in range(h.first, h.last + 1))


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words of a person, as they stand in their text."""

    text: str
    charge: float


def fragments(passage: Passage) -> tuple[Fragment, ...]:
    """What can be quoted from a text, the most charged first; equal ones in their order."""
    found = {f.text: f for f in _fragments(passage)}
    return tuple(sorted(found.values(), key=lambda f: -f.charge))


def _fragments(passage: Passage) -> Iterator[Fragment]:
    starts = [w.start for w in passage.words]
    for sentence in _SENTENCE.finditer(passage.text):
        if sentence.group().rstrip().endswith("?"):
            continue
        inside = [i for i, start in enumerate(starts) if sentence.start() <= start < sentence.end()]
        if inside:
            for first, last in _ranges(passage, inside[0], inside[-1]):
                fragment = _fragment(passage, first, last)
                if fragment:
                    yield fragment


def _ranges(passage: Passage, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The sentence if it is short, else its parts between commas, joined while they are short, else its beginning."""
    if last - first < MOST_WORDS:
        yield first, last
    parts: list[tuple[int, int]] = []
    begin = first
    for i in range(first, last + 1):
        if i == last or _gap(passage, i).strip(" -"):
            parts.append((begin, i))
            begin = i + 1
    for n, (a, b) in enumerate(parts):
        if b - a >= MOST_WORDS:
            yield from _clauses(passage, a, b)
            continue
        if last - first >= MOST_WORDS:
            yield a, b
            if n + 1 < len(parts) and parts[n + 1][1] - a < MOST_WORDS and ":" not in _gap(passage, b):
                yield a, parts[n + 1][1]


def _clauses(passage: Passage, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A long part without commas, divided at its conjunctions; its beginning if that does not help."""
    starts = [first, *(i for i in range(first + 2, last) if passage.words[i].norm in _JOINING)]
    ranges = [(a, b - 1) for a, b in zip(starts, [*starts[1:], last + 1], strict=True) if b - a <= MOST_WORDS]
    yield from ranges or [(first, first + MOST_WORDS - 1)]


def _gap(passage: Passage, at: int) -> str:
    """What stands between a word and the next one."""
    return passage.text[passage.words[at].end : passage.words[at + 1].start]


def _fragment(passage: Passage, first: int, last: int) -> Fragment | None:
    """The range without idle words at its ends, if what is left can stand alone."""
    words = passage.words
    while first <= last and words[first].norm in _LEADING:
        first += 1
    is_cut = last + 1 < len(words) and not _gap(passage, last).strip()
    while last > first and words[last].norm in (_TRAILING if is_cut else _AFTERTHOUGHTS):
        last -= 1
    if first > last or _loses_its_negation(passage, first):
        return None
    text = passage.text[words[first].start : words[last].end]
    if len(text) > _MOST_LETTERS or not _QUOTABLE.fullmatch(text) or not _CYRILLIC.search(text):
        return None
    goes_on = last + 1 < len(words) and not re.search(r"[.!?…;\n]", _gap(passage, last))
    if goes_on and _PROMISING.search(text.lower()):
        return None
    charge = _charge(passage, range(first, last + 1))
    return None if charge is None else Fragment(text, charge - (_CUT_COSTS if is_cut else 0))


def _loses_its_negation(passage: Passage, first: int) -> bool:
    before = first - 1
    return before >= 0 and passage.words[before].norm in _NEVER_CUT_OFF and not _gap(passage, before).strip()


def _charge(passage: Passage, inside: range) -> float | None:
    """How much the words weigh; None where there is nothing to weigh or nothing to give back."""
    cues: set[str] = set().union(*(passage.cues_at[i] for i in inside))
    substance = sum(1 for i in inside if i not in passage.idle)
    if cues & NOT_GIVEN_BACK or substance == 0:
        return None
    charge = 2.0 * sum(1 for cue in cues if cue in _FEELING or cue.startswith("strong:"))
    charge += sum(1 for cue in cues if cue in _TELLING or cue.startswith("theme:"))
    charge += 1.0 if any(passage.words[i].norm in _OWN for i in inside) else 0.0
    charge += {1: -1.0, 2: 0.0}.get(len(inside), 1.0)
    charge -= _EVASION_COSTS if "dont_know" in cues else 0.0
    charge -= _ASKING_COSTS if not _ASKING.isdisjoint(passage.words[i].norm for i in inside[:2]) else 0.0
    return charge + min(substance, 5) * 0.2 - (_THIN_COSTS if substance == 1 < len(inside) else 0)
