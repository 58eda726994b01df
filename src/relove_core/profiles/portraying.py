"""Asking for a person's portrait: what leaves is redacted, what comes back is measured by their own words."""

from dataclasses import dataclass, replace
from datetime import timedelta

from relove_core.errors import Unavailable
from relove_core.llm import LLMPort, ModelFailed, Prompt, Purpose, Speaker, Usage, Utterance
from relove_core.profiles.drafting import FAULT, Fault, Measure, PortraitDraft, believed
from relove_core.profiles.evidence import Words
from relove_core.profiles.material import Material
from relove_core.profiles.portrait import Portrait
from relove_core.profiles.sitting import Sitter, Source, notes_of
from relove_core.prompts import Fact
from relove_core.redaction import Redactor
from relove_core.transactions import StorageUnavailable

MOST_ASKED = 2
"""So often a model is asked about one material: what is refused is asked for once more, saying why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """``usage`` is that of the answer, ``tokens`` are those of all answers."""

    portrait: Portrait
    usage: Usage
    tokens: int


class NotDrawn(Unavailable):
    """There is no portrait that may be believed; the one that there is stays. ``reason``: a code, for logs."""

    code = "profile.not_drawn"

    def __init__(self, message: str, *, reason: str, tokens: int = 0, retry_after: timedelta | None = None) -> None:
        super().__init__(message, retry_after=retry_after)
        self.reason = reason
        self.tokens = tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Portraitist:
    """Whoever makes portraits, behind the port. No transaction is open while they think."""

    llm: LLMPort
    redactor: Redactor

    async def draw(self, sitter: Sitter, material: Material) -> Drawn:
        """The portrait; see ``MOST_ASKED``.

        Raises:
            NotDrawn: see there.
            StorageUnavailable: see there.
        """
        prompt, measure = self.ask(sitter, material)
        drawn, tokens = await self._once(prompt, measure, before=0)
        for _ in range(MOST_ASKED - 1):
            if isinstance(drawn, Fault):
                mended = replace(prompt, facts={**prompt.facts, FAULT: drawn.value})
                drawn, tokens = await self._once(mended, measure, before=tokens)
        if isinstance(drawn, Fault):
            raise NotDrawn(f"the portrait is refused: {drawn}", reason=drawn.value, tokens=tokens)
        return drawn

    def ask(self, sitter: Sitter, material: Material) -> tuple[Prompt, Measure]:
        """The question, and what its answer is measured by. ``material`` is ``showable``."""
        notes, said = notes_of(sitter, material), material.said
        labels = [label for label, texts in notes.items() for _ in texts]
        raw = [text for texts in notes.values() for text in texts]
        hidden = self.redactor.hide([*raw, *said], known={}, names=sitter.names, told=sitter.profile.names)
        noted, spoken = hidden.texts[: len(raw)], hidden.texts[len(raw) :]
        shown = {label: tuple(t for at, t in zip(labels, noted, strict=True) if at == label) for label in notes}
        prompt = Prompt(
            purpose=Purpose.PORTRAIT,
            person=sitter.user_id,
            facts={Fact.STAGE: sitter.stage.value, Fact.GENDER: sitter.address},
            notes=shown,
            dialogue=tuple(Utterance(speaker=Speaker.PERSON, text=text) for text in spoken),
        )
        own = (*shown.get(Source.BIO, ()), *shown.get(Source.POSTS, ()), *spoken)
        words = Words.of(hidden, said=material.own_words, shown=own)
        return prompt, Measure(words=words, hidden=hidden, names=sitter.names, offered=sitter.offered)

    async def _once(self, prompt: Prompt, measure: Measure, *, before: int) -> tuple[Drawn | Fault, int]:
        """One answer, and the tokens of all so far."""
        try:
            answer = await self.llm.complete(prompt, PortraitDraft)
        except StorageUnavailable:
            raise
        except Unavailable as e:
            spent = before + _tokens(e.usage if isinstance(e, ModelFailed) else None)
            raise NotDrawn("nobody draws now", reason=e.code, tokens=spent, retry_after=e.retry_after) from e
        tokens = before + _tokens(answer.usage)
        portrait = believed(answer.value, measure, self.redactor)
        if isinstance(portrait, Fault):
            return portrait, tokens
        return Drawn(portrait=portrait, usage=answer.usage, tokens=tokens), tokens


def _tokens(usage: Usage | None) -> int:
    return usage.prompt_tokens + usage.completion_tokens if usage else 0
