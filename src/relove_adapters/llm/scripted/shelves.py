"""The bank made ready to speak: every text in its three forms, findable by place and by what was said."""

from collections.abc import Iterator
from dataclasses import dataclass

from relove_adapters.llm.scripted.bank import STEPS, Bank, Line
from relove_adapters.llm.scripted.wording import Gender, forms, skeleton, slots


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A line of the bank with its address: ``themes/fear/cost``, ``reactions/bot``, …"""

    place: str
    number: int
    forms: dict[Gender, str]
    replies: dict[Gender, tuple[str, ...]]
    slots: frozenset[str]
    sentences: int
    line: Line

    @property
    def key(self) -> str:
        return f"{self.place}#{self.number}"


@dataclass(frozen=True, slots=True)
class Said:
    """What of the bank an utterance of the coach consists of."""

    lead: Phrase | None
    body: Phrase


class Shelves:
    def __init__(self, bank: Bank) -> None:
        self._by_place: dict[str, tuple[Phrase, ...]] = {}
        self._leads: dict[tuple[str, ...], Phrase] = {}
        self._bodies: dict[tuple[str, ...], Phrase] = {}
        self._last_sentences: dict[str, Phrase | None] = {}
        for place, lines in _places(bank):
            phrases = tuple(_phrase(place, number, line) for number, line in enumerate(lines))
            self._by_place[place] = phrases
            for phrase in phrases:
                self._remember(phrase)

    def __getitem__(self, place: str) -> tuple[Phrase, ...]:
        """The phrases of a place; none where there is no such place."""
        return self._by_place.get(place, ())

    def __iter__(self) -> Iterator[Phrase]:
        for phrases in self._by_place.values():
            yield from phrases

    def recognise(self, utterance: str) -> Said | None:
        """Which texts of the bank these are; None for words that are not from here."""
        sentences = skeleton(utterance)
        for at in range(len(sentences)):
            body = self._bodies.get(sentences[at:])
            if body:
                return Said(self._leads.get(sentences[:at]), body)
        last = self._last_sentences.get(sentences[-1]) if sentences else None
        return Said(None, last) if last else None

    def _remember(self, phrase: Phrase) -> None:
        is_lead = is_lead_place(phrase.place)
        for form in phrase.forms.values():
            sentences = skeleton(form)
            (self._leads if is_lead else self._bodies).setdefault(sentences, phrase)
            if not is_lead:
                known = self._last_sentences.setdefault(sentences[-1], phrase)
                if known is not phrase:
                    self._last_sentences[sentences[-1]] = None


def is_lead_place(place: str) -> bool:
    """Leads stand before another text; everything else can stand alone."""
    return place.startswith("leads/") or place.endswith("/mirrors")


def _places(bank: Bank) -> Iterator[tuple[str, tuple[Line, ...]]]:
    for key, theme in bank.themes.items():
        for part in ("mirrors", *STEPS, "core"):
            yield f"themes/{key}/{part}", getattr(theme, part)
    for key, stage in bank.stages.items():
        for part in ("openings", "questions", "deeper", "mirrors", "step", "closings"):
            yield f"stages/{key}/{part}", getattr(stage, part)
    for shelf in ("reactions", "leads", "moves", "arc", "care", "diagnosing"):
        for key, lines in getattr(bank, shelf).items():
            yield f"{shelf}/{key}", lines
    for key, contradiction in bank.contradictions.items():
        yield f"contradictions/{key}", contradiction.lines


def _phrase(place: str, number: int, line: Line) -> Phrase:
    rendered = forms(line.text)
    return Phrase(
        place=place,
        number=number,
        forms=rendered,
        replies={g: tuple(forms(r)[g] for r in line.replies) for g in Gender},
        slots=slots(line.text),
        sentences=max(len(skeleton(form)) for form in rendered.values()),
        line=line,
    )
