"""The shape of the texts on disk; a text that breaks it stops the start, with its file and key named."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from relove_adapters.llm.scripted.wording import forms, skeleton, slots

#: Slots that the choice of turns can fill.
SLOTS = frozenset({"quote", "word", "earlier", "one", "other", "first", "now", "asked", "step", "core", "known"})
#: The steps of a chain, from the surface to the root, and back with one small step.
STEPS = ("surface", "cost", "gain", "guard", "root", "step")
_LONGEST_TEXT = 320
_LONGEST_REPLY = 40


class Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(Data):
    """One thing to say.

    ``when``: cues of which one must be there; ``unless``: cues none of which may be there.
    ``edge``: ``hard`` is never said to somebody in pain or at a gentle stage; ``soft`` is preferred there.
    """

    text: str = Field(min_length=2, max_length=_LONGEST_TEXT)
    replies: tuple[str, ...] = Field(default=(), max_length=3)
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    edge: Literal["hard", "soft", "even"] = "even"

    @field_validator("text")
    @classmethod
    def _text_can_be_said(cls, text: str) -> str:
        unknown = slots(text) - SLOTS
        if unknown:
            raise ValueError(f"unknown slots {sorted(unknown)}")
        if any(len(skeleton(form)) > 3 for form in forms(text).values()):
            raise ValueError(f"more than three sentences: {text!r}")
        return text

    @field_validator("replies")
    @classmethod
    def _replies_fit_a_button(cls, replies: tuple[str, ...]) -> tuple[str, ...]:
        for reply in replies:
            if slots(reply) or any(not 1 <= len(form) <= _LONGEST_REPLY for form in forms(reply).values()):
                raise ValueError(f"not a quick reply of 1 to {_LONGEST_REPLY} characters: {reply!r}")
        return replies


def _plain_string_is_a_line(raw: object) -> object:
    return {"text": raw} if isinstance(raw, str) else raw


Lines = Annotated[
    tuple[Annotated[Line, BeforeValidator(_plain_string_is_a_line)], ...],
    Field(min_length=1),
]
Words = Annotated[tuple[str, ...], Field(min_length=1)]


class Theme(Data):
    """A theme: how it is recognised, and the chain of questions to its root.

    ``words`` speak for the theme, ``strong`` ones twice. ``pull`` is what a word weighs against other themes.
    """

    title: str
    is_pattern: bool = True
    pull: float = 1.0
    words: Words
    strong: tuple[str, ...] = ()
    mirrors: Lines
    surface: Lines
    cost: Lines
    gain: Lines
    guard: Lines
    root: Lines
    step: Lines
    core: Lines
    hypothesis: Words
    steps: Words

    @field_validator("hypothesis", "steps")
    @classmethod
    def _written_in_the_notation(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            forms(text)
        return texts


class StageTexts(Data):
    """What belongs to one stage of the journey. ``tone`` is how she speaks there."""

    tone: Literal["soft", "directive", "hard", "warm", "plain"]
    openings: Annotated[Lines, Field(min_length=2)]
    questions: Annotated[Lines, Field(min_length=8)]
    deeper: Lines
    mirrors: Lines
    step: Lines
    closings: Lines
    steps: Words


class Contradiction(Data):
    """Two statements that do not go together; cues as in ``cues.toml``."""

    one: Words
    other: Words
    lines: Lines


class SummaryTexts(Data):
    """Frames around the person's own words; every frame has the slot «{quote}»."""

    answered: dict[str, str]
    said: Words
    unanswered: Words
    refused: Words
    named_step: Words
    nothing: str


class StageSigns(Data):
    """What people say at a stage; ``clear`` signs weigh twice what ``faint`` ones do. Cues as in ``cues.toml``."""

    clear: Words
    faint: Words


class Portrait(Data):
    """Somebody by the themes of their words; ``streams``: the programmes those speak for, by their slugs."""

    themes: Words
    text: str
    strength: str
    difficulty: str
    trigger: str
    step: str
    streams: Words


class PortrayingTexts(Data):
    """Frames around what a person said, in a portrait; none says anything of the person."""

    opening: str
    weightiest: str
    said: Words
    wish: str
    shown: str
    themes: str
    closing: str
    gallery: str


class GuidingTexts(Data):
    """What is said to the answers of an exercise; ``first`` and ``last``: the person's words."""

    echo: Words
    heard: Words
    asked: Words
    silent: Words
    care: Words
    reflection: Words
    reflection_one: Words
    reflection_none: Words


class Bank(Data):
    """Everything on disk."""

    themes: dict[str, Theme]
    stages: dict[str, StageTexts]
    reactions: dict[str, Lines]
    leads: dict[str, Lines]
    moves: dict[str, Lines]
    arc: dict[str, Lines]
    care: dict[str, Lines]
    contradictions: dict[str, Contradiction]
    cues: dict[str, Words]
    summary: SummaryTexts
    stage_signs: dict[str, StageSigns]
    stage_reasons: dict[str, str]
    diagnosing: dict[str, Lines]
    portraits: dict[str, Portrait]
    guiding: GuidingTexts
    portraying: PortrayingTexts
