"""Asking for a person's portrait: what leaves is redacted, what comes back is measured by their own words."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import takewhile

from relove_core.activity.model import ActivityKind
from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.journey.model import Stage
from relove_core.llm import LLMPort, ModelFailed, Prompt, Purpose, Speaker, Usage, Utterance
from relove_core.profiles.drafting import FAULT, Fault, Measure, Offered, PortraitDraft, believed
from relove_core.profiles.evidence import Words
from relove_core.profiles.material import Deed, Material
from relove_core.profiles.model import Profile
from relove_core.profiles.portrait import Portrait
from relove_core.prompts import Fact, Label
from relove_core.redaction import Redactor
from relove_core.streams.noting import catalogue_notes
from relove_core.transactions import StorageUnavailable
from relove_core.users.model import User, address_of

SAID_CHARS = 16_000
"""How much of the newest remarks is shown: some 7,000 tokens of Russian."""
MOST_DEEDS_TOLD = 20
"""So many kinds of deeds, the most frequent ones."""

_DONE = {
    ActivityKind.MESSAGE: "сообщение",
    ActivityKind.COMMAND: "команда",
    ActivityKind.BUTTON: "кнопка",
    ActivityKind.EDIT: "правка сообщения",
    ActivityKind.MEDIA: "вложение",
    ActivityKind.BLOCKED: "закрыл бота",
    ActivityKind.UNBLOCKED: "снова открыл бота",
    ActivityKind.OTHER: "другое",
}


class Source(StrEnum):
    """What notes of this question hold, beside those that every question has."""

    BIO = "bio"
    POSTS = "posts"
    DEEDS = "deeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """Whose portrait it is. ``before``: the portrait that there is so far."""

    user_id: UserId
    address: str
    stage: Stage
    names: tuple[str, ...]
    profile: Profile
    before: str | None
    offered: Offered


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
        """The portrait; what cannot be believed is asked for once more.

        Raises:
            NotDrawn: see there.
            StorageUnavailable: see there.
        """
        prompt, measure = self.ask(sitter, material)
        drawn, tokens = await self._once(prompt, measure, before=0)
        if isinstance(drawn, Fault):
            mended = replace(prompt, facts={**prompt.facts, FAULT: drawn.value})
            drawn, tokens = await self._once(mended, measure, before=tokens)
        if isinstance(drawn, Fault):
            raise NotDrawn(f"the portrait is refused: {drawn}", reason=drawn.value, tokens=tokens)
        return drawn

    def ask(self, sitter: Sitter, material: Material) -> tuple[Prompt, Measure]:
        """The question, and what its answer is measured by."""
        notes, said = _notes_of(sitter, material), _newest(material.deeds)
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


def sitter_of(user: User, *, before: Portrait | None, offered: Offered, profile: Profile) -> Sitter:
    """A portrait that only says that too little is known is none."""
    return Sitter(
        user_id=user.id,
        address=address_of(user.gender),
        stage=Stage(user.last_journey_stage) if user.last_journey_stage else Stage.ORDINARY_WORLD,
        names=user.names,
        profile=profile,
        before=before.summary if before and before.is_enough else None,
        offered=offered,
    )


def _notes_of(sitter: Sitter, material: Material) -> Mapping[str, tuple[str, ...]]:
    """By label; what is not known has no label."""
    profile, page = sitter.profile, material.page
    notes: Mapping[str, tuple[str, ...]] = {
        Label.PATTERNS: profile.patterns,
        Label.CORE_ISSUE: (profile.core_issue,) if profile.core_issue else (),
        Label.THEMES: profile.themes,
        Label.PORTRAIT: (sitter.before,) if sitter.before else (),
        Source.BIO: (page.bio,) if page.bio else (),
        Source.POSTS: page.posts,
        Source.DEEDS: tuple(_told(material.deeds)),
        **catalogue_notes(sitter.offered.streams),
    }
    return {label: texts for label, texts in notes.items() if texts}


def _told(deeds: Sequence[Deed]) -> Iterator[str]:
    """What was done without words, and how often."""
    done = Counter((deed.kind, deed.name or "") for deed in deeds if deed.text is None)
    for (kind, name), times in done.most_common(MOST_DEEDS_TOLD):
        yield f"{_DONE[kind]} {name}".strip() + f": {times}"


def _newest(deeds: Sequence[Deed]) -> list[str]:
    """The newest remarks that fit, the oldest of them first."""
    room = SAID_CHARS

    def fits(text: str) -> bool:
        nonlocal room
        room -= len(text)
        return room >= 0

    said = [deed.text for deed in reversed(deeds) if deed.text and deed.text.strip()]
    return list(takewhile(fits, said))[::-1]


def _tokens(usage: Usage | None) -> int:
    return usage.prompt_tokens + usage.completion_tokens if usage else 0
