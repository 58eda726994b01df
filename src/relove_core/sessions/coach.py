"""What the coach is asked for, and the shape of the answers."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from relove_core.journey.model import Stage
from relove_core.llm import Prompt, Purpose, Utterance

REPLY_CHARS = 3000
"""The longest remark of the coach: with what stands above it, it fits one message."""


class Fact(StrEnum):
    """The closed words a prompt carries beside the dialogue."""

    STAGE = "stage"
    GENDER = "gender"


class CoachTurn(BaseModel):
    """One remark of the coach, and what it noticed. Source: the customer's answer contract."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reply: str = Field(min_length=1, max_length=REPLY_CHARS)
    quick_replies: tuple[str, ...] = Field(default=(), max_length=3)
    patterns: tuple[str, ...] = ()
    core_issue: str | None = None


class SessionSummary(BaseModel):
    """What a session brought to light, in the person's own words wherever possible."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    insights: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    core_issue: str | None = None
    difficulties: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()


def coach_prompt(purpose: Purpose, *, stage: Stage, gender: str, dialogue: Sequence[Utterance]) -> Prompt:
    """Ask for ``purpose`` (a ``CoachTurn`` or a ``SessionSummary``) about this dialogue, oldest first."""
    return Prompt(
        purpose=purpose,
        facts={Fact.STAGE: stage.value, Fact.GENDER: gender},
        dialogue=tuple(dialogue),
    )
