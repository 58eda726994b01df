"""The redactor: forms first, then names, then everything that is known of this person already."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from relove_adapters.redaction.contacts import CONTACTS
from relove_adapters.redaction.documents import LONG_NUMBERS, NUMBERS, PAPERS
from relove_adapters.redaction.kept import AS_TITLE, AS_WRITTEN, KeptMarks, Mark, Marks
from relove_adapters.redaction.lexicon import FIRST, LAST, PATRONYMIC, Lexicon
from relove_adapters.redaction.line import Line
from relove_adapters.redaction.names import coach_addressed, is_idiom, names_in
from relove_adapters.redaction.patterns import BLANK, found_in
from relove_adapters.redaction.persons import Known, Persons, Words
from relove_adapters.redaction.phones import BY_PLAN, PHONES
from relove_adapters.redaction.placeholders import Placeholders
from relove_adapters.redaction.spans import Span
from relove_adapters.redaction.streets import STREETS
from relove_core.redaction import PLACEHOLDER, Hidden, RedactedText

FORMS = (*CONTACTS, *PAPERS, *PHONES, *NUMBERS, *BY_PLAN, *LONG_NUMBERS, *STREETS)
"""In this order: a link may hold a phone, a card begins like one, and a phone may have somebody's check digits."""
NAMES = frozenset((FIRST, PATRONYMIC, LAST))
TEXTS_KEPT = 2_000
"""As many remarks as thirty long conversations have; what is kept of each takes a few kilobytes."""
FIRST_WORDS = "Маша дома, 998901234567"
"""A name, a word, and a number that may be a phone of some country."""
SHORTEST_LITERAL = 4
"""Shorter than this, something known (a house number) is hidden only where its form is seen again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text holds, whoever wrote it."""

    text: str
    spans: tuple[Span, ...]
    words: tuple[tuple[int, int, str], ...]
    """Start, end and folded form of what is no part of a span."""
    coach: frozenset[int]
    """Where the coach is addressed by name."""


class RussianRedactor:
    """Hides names, phones, e-mails, handles, links, cards, documents, postal addresses and long numbers."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon()
        self._persons = Persons(self._lexicon)
        self._kept = KeptMarks(TEXTS_KEPT)

    def hide(
        self,
        texts: Sequence[str],
        *,
        known: Mapping[str, str],
        names: Sequence[str] = (),
        told: Sequence[str] = (),
    ) -> Hidden:
        try:
            return self._hidden(texts, known, names, told)
        finally:
            self._lexicon.forget()

    def warm_up(self) -> None:
        """Load all that the first text would wait for: dictionary, families of names, numbering plans."""
        self.hide([FIRST_WORDS], known={})

    def _hidden(
        self, texts: Sequence[str], known: Mapping[str, str], names: Sequence[str], told: Sequence[str]
    ) -> Hidden:
        readings = [self._read(text) for text in texts]
        given = Placeholders(known)
        found = [(s.kind, s.original) for r in readings for s in r.spans]
        things = dict.fromkeys((*given.things(), *found))
        handles = (("НИК", name.lstrip("@")) for name in (*names, *told) if name.startswith("@") or name.isdecimal())
        literal = _literal([*(t for t in things if t[0] not in NAMES), *handles])
        words = Words({form for r in readings for _, _, form in r.words})
        account = self._persons.among(words, self._persons.called(names))
        met = self._met([*(t for t in things if t[0] in NAMES), *self._persons.called(told)], words)
        hidden = tuple(_replaced(r, _more(r, account, met, literal), given) for r in readings)
        return Hidden(texts=hidden, placeholders=given.originals, raw=tuple(texts))

    def _read(self, text: str) -> Reading:
        # What a person wrote may look like a placeholder: it must never come back as somebody's data.
        text = PLACEHOLDER.sub(lambda m: f"({m.group()[1:-1]})", text)
        marks = self._kept.of(text)
        if marks is None:
            marks = self._marked(text)
            self._kept.keep(text, marks)
        return Reading(
            text,
            tuple(Span(m.start, m.end, m.kind, self._original(text[m.start : m.end], m)) for m in marks.spans),
            tuple((start, end, text[start:end].lower().replace("ё", "е")) for start, end in marks.words),
            marks.coach,
        )

    def _marked(self, text: str) -> Marks:
        spans = list(found_in(text, FORMS))
        line = Line(_blanked(text, spans), self._lexicon.word)
        coach = frozenset(coach_addressed(line))
        spans += [s for s in names_in(line) if s.start not in coach]
        taken = {s.start for s in spans}
        return Marks(
            tuple(Mark(s.start, s.end, s.kind, self._reading(text[s.start : s.end], s)) for s in spans),
            tuple(
                (t.start, t.end) for i, t in enumerate(line.tokens) if t.start not in taken and not is_idiom(line, i)
            ),
            coach,
        )

    def _reading(self, said: str, span: Span) -> int:
        """How to find again, in what is said, what stands behind it."""
        if span.original == said:
            return AS_WRITTEN
        names = [(r.kind, r.nominative) for r in self._lexicon.word(said.lower()).names]
        thing = (span.kind, span.original)
        return names.index(thing) if thing in names else AS_TITLE

    def _original(self, said: str, mark: Mark) -> str:
        if mark.reading < 0:
            return said if mark.reading == AS_WRITTEN else said.title()
        return self._lexicon.word(said.lower()).names[mark.reading].nominative

    def _met(self, persons: list[Known], words: Words) -> Mapping[str, Known]:
        """The forms of those who are known, and of those whom a form of theirs leads to, until nobody new turns up."""
        forms = dict[str, Known]()
        seen = set[Known]()
        while persons:
            seen |= set(persons)
            forms = {**self._persons.among(words, persons), **forms}
            persons = sorted({forms[word] for word in words.all & forms.keys()} - seen)
        return forms


def _blanked(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        text = f"{text[: span.start]}{BLANK * (span.end - span.start)}{text[span.end :]}"
    return text


def _literal(things: Iterable[tuple[str, str]]) -> tuple[re.Pattern[str], Mapping[str, str]] | None:
    """What is hidden wherever it stands as a whole, and its kinds; the longest first, as one may begin another."""
    kinds = {original.lower(): kind for kind, original in things if len(original) >= SHORTEST_LITERAL}
    if not kinds:
        return None
    found = "|".join(re.escape(original) for original in sorted(kinds, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE), kinds


def _more(
    reading: Reading,
    account: Mapping[str, Known],
    met: Mapping[str, Known],
    literal: tuple[re.Pattern[str], Mapping[str, str]] | None,
) -> list[Span]:
    """What only what is known of this person gives away, beside what the text itself does."""
    more = list[Span]()
    if literal:
        pattern, kinds = literal
        text = _blanked(reading.text, reading.spans)
        more += [Span(*m.span(), kinds[m.group().lower()], m.group()) for m in pattern.finditer(text)]
    for start, end, form in reading.words:
        known = account.get(form) or (met.get(form) if start not in reading.coach else None)
        if known and not any(s.start < end and start < s.end for s in more):
            more.append(Span(start, end, *known))
    return more


def _replaced(reading: Reading, more: Iterable[Span], given: Placeholders) -> RedactedText:
    pieces, at = list[str](), 0
    for span in sorted((*reading.spans, *more)):
        pieces += reading.text[at : span.start], given.of(span.kind, span.original)
        at = span.end
    return RedactedText("".join((*pieces, reading.text[at:])))
