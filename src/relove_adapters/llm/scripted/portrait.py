"""A portrait without a model: the person's weightiest words, counted and quoted, and nothing made of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.noticing import Notice, Noticing
from relove_adapters.llm.scripted.wording import fill
from relove_core.llm import Prompt, Speaker
from relove_core.profiles.drafting import MOST_EVIDENCE
from relove_core.profiles.sitting import Source

_LEAST_QUOTES = 2
"""One sentence of somebody's is no portrait."""
_MOST_THEMES = 3
_CLEAR = 2.0
"""How much a theme weighs that is named: two words for it, or a strong one."""


@dataclass(frozen=True, slots=True)
class PortraitReading:
    bank: Bank
    noticing: Noticing

    def of(self, prompt: Prompt) -> Mapping[str, object]:
        """The values of a ``PortraitDraft``; of somebody in danger nothing is counted."""
        said = self._read([u.text for u in prompt.dialogue if u.speaker is Speaker.PERSON])
        shown = self._read([*prompt.notes.get(Source.BIO, ()), *prompt.notes.get(Source.POSTS, ())])
        if any(notice.has("danger") or notice.has("violence") for notice in (*said, *shown)):
            return {"is_enough": False}
        wish = next((words for n in reversed(said) if (words := n.holding("want")) and _is_free(words)), None)
        avoid = (wish,) if wish else ()
        spoken = _weightiest(said, avoid=avoid)
        told = [*spoken, *_weightiest(shown, avoid=(*avoid, *spoken))][: MOST_EVIDENCE - len(avoid)]
        quotes = [*told, *avoid]
        if len(quotes) < _LEAST_QUOTES:
            return {"is_enough": False}
        return {
            "is_enough": True,
            "evidence": quotes,
            "summary": " ".join(self._sentences(told, spoken, wish, self._themes((*said, *shown)))),
            "gallery": fill(self.bank.portraying.gallery, {"quote": quotes[0]}),
        }

    def _read(self, texts: Sequence[str]) -> list[Notice]:
        return [self.noticing.read(text) for text in texts]

    def _sentences(
        self, told: Sequence[str], spoken: Sequence[str], wish: str | None, themes: Sequence[str]
    ) -> Iterator[str]:
        texts = self.bank.portraying
        yield texts.opening
        for at, quote in enumerate(told):
            said = texts.weightiest if at == 0 else texts.said[(at - 1) % len(texts.said)]
            yield fill(said if quote in spoken else texts.shown, {"quote": quote})
        if wish:
            yield fill(texts.wish, {"quote": wish})
        if themes:
            yield f"{texts.themes} {', '.join(themes)}."
        yield texts.closing

    def _themes(self, notices: Sequence[Notice]) -> list[str]:
        scores = Counter[str]()
        for notice in notices:
            scores.update(self.noticing.themes(notice))
        clear = [key for key, weight in scores.most_common(_MOST_THEMES) if weight >= _CLEAR]
        return [self.bank.themes[key].title for key in clear]


def _weightiest(notices: Sequence[Notice], *, avoid: Sequence[str]) -> list[str]:
    """The best words of each text, the weightiest first, none of them twice."""
    found = (n.best(avoid=avoid) for n in notices if n.speaks())
    charged = sorted((f for f in found if f and f.charge > 0 and _is_free(f.text)), key=lambda f: -f.charge)
    return list(dict.fromkeys(fragment.text for fragment in charged))


def _is_free(words: str) -> bool:
    """Whether it stands without whomever it tells of: a portrait has no names."""
    return "[" not in words and " " in words
