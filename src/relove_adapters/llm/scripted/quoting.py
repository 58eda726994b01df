"""The person's own words: which short fragment of a text is worth giving back, whole and verbatim."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from relove_adapters.llm.scripted.noticing import Notice

MOST_WORDS = 8
_CUT_COSTS, _THIN_COSTS = 1.5, 2.0
_MOST_LETTERS = 64
_SENTENCE = re.compile(r"[^.!?…;\n]+[.!?…;]*")
_QUOTABLE = re.compile(r"[\w ,\-–—\[\]'%:]+")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LEADING = frozenset(
    "и а но что чтобы потому поэтому который которая которые как бы же ли то ну вот так да ведь или "
    "просто короче типа значит хотя зато где тогда вообще честно говоря кстати".split()
)
#: Clauses that promise another one: nothing to end a quotation with, or to begin it.
_PROMISING = re.compile(r"(?:^|, *)(?:что |а |но |и )?(?:если|когда|пока|раз|хоть|как только|чем)\b[^,]*$")
_TRAILING = frozenset("и а но или что чтобы как в во на с со к ко по за от до из у о об про для при без не ни же бы ли "
                      "я он она это то его её ее их мой моя мне меня потому поэтому если когда который которая очень "
                      "так такой такая под над перед между через свой свою своей свои ещё еще уже даже только сам "
                      "самый самая самое будто ну вот или чем зачем".split())  # fmt: skip
_JOINING = frozenset({"и", "а", "но", "или", "потому", "что", "чтобы", "когда", "как"})
_NEVER_CUT_OFF = frozenset({"не", "ни", "без", "нет"})
_SILENT_KINDS = frozenset({"hostile", "bot", "danger", "violence", "swear", "product", "greeting", "human",
                           "foreign", "gibberish", "misheard", "repeating", "confused", "why_ask", "asks_back",
                           "health"})  # fmt: skip
_FEELING = ("feeling", "tears")
_OWN = frozenset({"я", "мне", "меня", "мной", "мой", "моя", "мою", "моей"})
_IDLE = ("dont_know", "fine", "yes", "no", "filler", "laugh", "thanks")
_TELLING = ("always", "should", "cannot", "want", "if_only", "alone", "age")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words of a person, as they stand in their text."""

    text: str
    charge: float


def fragments(notice: Notice) -> tuple[Fragment, ...]:
    """What can be quoted from a text, the most charged first; equal ones in their order."""
    if notice.kind in _SILENT_KINDS or notice.kind in {"yes", "no", "dont_know", "fine", "thanks", "leaving", "laugh"}:
        return ()
    found = {f.text: f for f in _fragments(notice)}
    return tuple(sorted(found.values(), key=lambda f: -f.charge))


def best(notice: Notice, *, avoid: Collection[str] = (), at_least: float = 0.0) -> Fragment | None:
    """The most charged fragment that was not given back yet."""
    return next((f for f in fragments(notice) if f.charge >= at_least and not _known(f.text, avoid)), None)


def _known(text: str, avoid: Collection[str]) -> bool:
    return any(text in known or known in text for known in avoid)


def _fragments(notice: Notice) -> Iterator[Fragment]:
    starts = [w.start for w in notice.words]
    for sentence in _SENTENCE.finditer(notice.text):
        if sentence.group().rstrip().endswith("?"):
            continue
        inside = [i for i, start in enumerate(starts) if sentence.start() <= start < sentence.end()]
        if inside:
            for first, last in _ranges(notice, inside[0], inside[-1]):
                fragment = _fragment(notice, first, last)
                if fragment:
                    yield fragment


def _ranges(notice: Notice, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The sentence if it is short, else its parts between commas, joined while they are short, else its beginning."""
    if last - first < MOST_WORDS:
        yield first, last
    parts: list[tuple[int, int]] = []
    begin = first
    for i in range(first, last + 1):
        if i == last or _gap(notice, i).strip(" -"):
            parts.append((begin, i))
            begin = i + 1
    for n, (a, b) in enumerate(parts):
        if b - a >= MOST_WORDS:
            yield from _clauses(notice, a, b)
            continue
        if last - first >= MOST_WORDS:
            yield a, b
            if n + 1 < len(parts) and parts[n + 1][1] - a < MOST_WORDS:
                yield a, parts[n + 1][1]


def _clauses(notice: Notice, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A long part without commas, divided at its conjunctions; its beginning if that does not help."""
    starts = [first, *(i for i in range(first + 2, last) if notice.words[i].norm in _JOINING)]
    ranges = [(a, b - 1) for a, b in zip(starts, [*starts[1:], last + 1], strict=True) if b - a <= MOST_WORDS]
    yield from ranges or [(first, first + MOST_WORDS - 1)]


def _gap(notice: Notice, at: int) -> str:
    """What stands between a word and the next one."""
    return notice.text[notice.words[at].end : notice.words[at + 1].start]


def _fragment(notice: Notice, first: int, last: int) -> Fragment | None:
    """The range without idle words at its ends, if what is left can stand alone."""
    words = notice.words
    while first <= last and words[first].norm in _LEADING:
        first += 1
    is_cut = last + 1 < len(words) and not _gap(notice, last).strip()
    while is_cut and last > first and words[last].norm in _TRAILING:
        last -= 1
    if first > last or _loses_its_negation(notice, first):
        return None
    text = notice.text[words[first].start : words[last].end]
    if len(text) > _MOST_LETTERS or not _QUOTABLE.fullmatch(text) or not _CYRILLIC.search(text):
        return None
    goes_on = last + 1 < len(words) and not re.search(r"[.!?…;\n]", _gap(notice, last))
    if goes_on and _PROMISING.search(text.lower()):
        return None
    charge = _charge(notice, range(first, last + 1))
    return None if charge is None else Fragment(text, charge - (_CUT_COSTS if is_cut else 0))


def _loses_its_negation(notice: Notice, first: int) -> bool:
    before = first - 1
    return before >= 0 and notice.words[before].norm in _NEVER_CUT_OFF and not _gap(notice, before).strip()


def _charge(notice: Notice, inside: range) -> float | None:
    """How much the words weigh; None where there is nothing to weigh or nothing to give back."""
    cues = {cue for cue, hits in notice.hits.items() if any(h.first in inside or h.last in inside for h in hits)}
    substance = len(inside) - len(_idle(notice) & set(inside))
    if cues & _SILENT_KINDS or substance == 0:
        return None
    charge = 2.0 * sum(1 for cue in cues if cue in _FEELING or cue.startswith("strong:"))
    charge += sum(1 for cue in cues if cue in _TELLING or cue.startswith("theme:"))
    charge += 1.0 if any(notice.words[i].norm in _OWN for i in inside) else 0.0
    charge += {1: -1.0, 2: 0.0}.get(len(inside), 1.0)
    return charge + min(substance, 5) * 0.2 - (_THIN_COSTS if substance == 1 < len(inside) else 0)


def _idle(notice: Notice) -> set[int]:
    return {i for cue in _IDLE for hit in notice.hits.get(cue, ()) for i in range(hit.first, hit.last + 1)}


def holding(notice: Notice, cue: str) -> str | None:
    """The best fragment with the cue in it."""
    evidence = notice.evidence(cue)
    return next((f.text for f in fragments(notice) if evidence in f.text), None) if evidence else None
