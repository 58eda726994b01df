"""How much of each programme's signs is in the person's words: counted, never guessed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.matching import words_of
from relove_adapters.llm.scripted.noticing import Notice, Noticing
from relove_core.llm import Prompt, Speaker
from relove_core.prompts import Label

_NOTE = re.compile(r"(?P<slug>[a-z0-9-]+): .*Признаки: (?P<signs>.+)\.")
_SENTENCE = re.compile(r"[^.!?…;\n]+[.!?…]*")
_STEM, _SHORTEST = 5, 4
"""Words of a sign are compared by their beginnings; shorter words say nothing."""
_HALF = 0.5
_CLEAR, _THEME = 3.0, 0.75
#: What of the evidence is taken for granted: one sign clearly heard makes 60 percent, two of them 75.
_DOUBT = 2.0
_SUREST, _IN_GRIEF = 90, 20
_MOST_QUOTES = 3
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Heard:
    weight: float
    quote: str
    """Verbatim."""


@dataclass(frozen=True, slots=True)
class ReadinessReading:
    bank: Bank
    noticing: Noticing

    def of(self, prompt: Prompt) -> Mapping[str, object]:
        """The values of a ``ReadinessReport``; somebody in danger or in grief is ready for none."""
        notices = [self.noticing.read(u.text) for u in prompt.dialogue if u.speaker is Speaker.PERSON]
        if any(n.has("danger") or n.has("violence") for n in notices):
            return {"streams": ()}
        most = _IN_GRIEF if any(n.has("grief") for n in notices) else _SUREST
        found = (_NOTE.fullmatch(note) for note in prompt.notes.get(Label.STREAMS, ()))
        return {"streams": tuple(self._read(n["slug"], n["signs"].split("; "), notices, most) for n in found if n)}

    def best(self, prompt: Prompt, *, at_least: int) -> str | None:
        """The slug of the programme with the most, if that is enough."""
        streams = self.of(prompt)["streams"]
        told = [s for s in streams if s["percent"] >= at_least] if isinstance(streams, tuple) else []
        return max(told, key=lambda s: int(s["percent"]))["slug"] if told else None

    def _read(self, slug: str, signs: Sequence[str], notices: Sequence[Notice], most: int) -> dict[str, object]:
        heard = [*self._signs(signs, notices), *self._themes(slug, notices)]
        score = sum(one.weight for one in heard)
        quotes = sorted(heard, key=lambda one: -one.weight)
        return {
            "slug": slug,
            "percent": min(most, round(100 * score / (score + _DOUBT))),
            "quotes": tuple(dict.fromkeys(one.quote for one in quotes))[:_MOST_QUOTES],
        }

    def _signs(self, signs: Sequence[str], notices: Sequence[Notice]) -> Iterator[Heard]:
        """Each sign once, in the sentence that says most of it."""
        sentences = [s for n in notices for s in _statements(n.text)]
        for sign in signs:
            wanted = _stems(sign)
            shares = [(len(wanted & _stems(s)) / len(wanted), s) for s in sentences] if wanted else []
            share, sentence = max(shares, default=(0.0, ""))
            if share >= _HALF:
                yield Heard(_CLEAR * share, sentence)

    def _themes(self, slug: str, notices: Sequence[Notice]) -> Iterator[Heard]:
        """What the themes that belong to a programme were said in; a first choice weighs whole, another half."""
        for portrait in self.bank.portraits.values():
            if slug not in portrait.streams:
                continue
            share = 1.0 if portrait.streams[0] == slug else 0.5
            for notice in notices:
                scores = self.noticing.themes(notice)
                words = notice.best() if notice.speaks() else None
                if words and (weight := sum(scores.get(theme, 0) for theme in portrait.themes)) >= 1:
                    yield Heard(_THEME * share * min(weight, 2.0), words.text)


def _statements(text: str) -> Iterator[str]:
    """Sentences that say something of who says them, short enough to be quoted."""
    for found in _SENTENCE.finditer(text):
        said = found.group().strip()
        if said and not said.endswith("?") and len(said) <= _MOST_LETTERS:
            yield said


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.norm[:_STEM] for word in words_of(text) if len(word.norm) >= _SHORTEST)
