"""Where a conversation stands: everything the choice of the next turn needs, read from the prompt alone."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from relove_adapters.llm.scripted.bank import STEPS
from relove_adapters.llm.scripted.noticing import Notice
from relove_adapters.llm.scripted.shelves import Said
from relove_adapters.llm.scripted.wording import Gender, quotations

_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Exchange:
    """A remark of the coach and the answer to it. The first may lack the remark, the last the answer."""

    asked: str | None
    said: Said | None
    answer: Notice | None


@dataclass(frozen=True)
class Scene:
    stage: str
    tone: str
    gender: Gender
    exchanges: tuple[Exchange, ...]
    scores: tuple[Mapping[str, float], ...]
    """Of each exchange's answer, by theme."""
    manner: frozenset[str] = frozenset()
    """Cues of how to speak to this person, whatever is said."""
    known: str | None = None
    """What earlier sessions have shown to come back again and again."""

    @property
    def now(self) -> Notice | None:
        return self.exchanges[-1].answer if self.exchanges else None

    @cached_property
    def turn(self) -> int:
        """The number of the turn to be said, from 1."""
        return sum(1 for e in self.exchanges if e.asked is not None) + 1

    @cached_property
    def seed(self) -> int:
        told = "\0".join(e.answer.text for e in self.exchanges if e.answer)
        return zlib.crc32(f"{self.stage}\0{told}".encode())

    @cached_property
    def used(self) -> dict[str, int]:
        """Keys of phrases said before, with how many remarks ago the last time was."""
        ago: dict[str, int] = {}
        spoken = [e for e in self.exchanges if e.asked is not None]
        for distance, exchange in enumerate(reversed(spoken), start=1):
            for phrase in (exchange.said.lead, exchange.said.body) if exchange.said else ():
                if phrase:
                    ago.setdefault(phrase.key, distance)
        return ago

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """Every quotation the coach has made."""
        return tuple(q for e in self.exchanges if e.asked for q in quotations(e.asked))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places of the bodies said so far, oldest first; empty for words that are not of the bank."""
        return tuple((e.said.body.place if e.said else "") for e in self.exchanges if e.asked is not None)

    @property
    def last_place(self) -> str:
        return self.places[-1] if self.places else ""

    @property
    def thread(self) -> str:
        """The last place that was neither a reaction nor a word picked up: where the talk is to be taken up."""
        return next((p for p in reversed(self.places) if p and not p.startswith(("reactions/", "moves/"))), "")

    @property
    def is_done(self) -> bool:
        """The arc has been walked to its closing turn."""
        return any(place.endswith("/closings") for place in self.places)

    @property
    def answered_places(self) -> tuple[str, ...]:
        """As ``places``, those that got an answer."""
        return tuple(e.said.body.place for e in self.exchanges if e.said and e.answer)

    def said_at(self, beginning: str) -> bool:
        return any(place.startswith(beginning) for place in self.places)

    def steps_of(self, theme: str) -> frozenset[str]:
        """Which steps of the theme's chain were asked."""
        return frozenset(step for step in STEPS if f"themes/{theme}/{step}" in self.places)

    def answers(self) -> Iterator[tuple[Exchange, Notice]]:
        for exchange in self.exchanges:
            if exchange.answer:
                yield exchange, exchange.answer

    def answer_to(self, beginning: str) -> Notice | None:
        """The last answer of substance to a remark from a place."""
        for exchange, answer in reversed(list(self.answers())):
            if exchange.said and exchange.said.body.place.startswith(beginning) and answer.speaks():
                return answer
        return None

    def count(self, kind: str) -> int:
        return sum(1 for _, answer in self.answers() if answer.kind == kind)

    @cached_property
    def is_tender(self) -> bool:
        """Tears or a fresh wound now or in one of the two answers before, a hard turn that hit, or any loss."""
        answers = [answer for _, answer in self.answers()]
        is_sore = any(a.kind in {"tears", "too_hard"} or a.has("wound") for a in answers[-3:])
        return is_sore or self._was_hit_hard or any(a.has("grief") for a in answers)

    @property
    def _was_hit_hard(self) -> bool:
        """The last remark was a hard one, and it hurts or exhausts."""
        last = self.exchanges[-1] if self.exchanges else None
        if last is None or last.said is None or last.answer is None:
            return False
        return last.said.body.line.edge == "hard" and last.answer.has("sore")

    @cached_property
    def care(self) -> str | None:
        """What forbids provoking: danger and violence for the rest of the session, a loss for three answers."""
        answers = [answer for _, answer in self.answers()]
        for kind, heard in (("danger", answers), ("violence", answers), ("grief", answers[-3:])):
            if any(answer.has(kind) for answer in heard):
                return kind
        return None

    @cached_property
    def is_taciturn(self) -> bool:
        lengths = [len(answer.words) for _, answer in self.answers()]
        return len(lengths) > 2 and sum(lengths) / len(lengths) < _FEW_WORDS
