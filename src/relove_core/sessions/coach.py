"""What the coach is asked for, and the shape of the answers."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from relove_core.safety.levels import CrisisLevel

REPLY_CHARS = 3000
"""The longest remark of the coach: with what stands above it, it fits one message."""
DIGEST_CHARS = 1500
"""The longest digest of what was said before the newest turns."""


UNSAID = "Слышу тебя."
"""Stands where a model's words stood beside a flag; nobody is ever shown it."""


def flag_alone(answer: object) -> object:
    """Of an answer with a flag above normal only the flag counts: nothing wrong with the rest may lose it."""
    level = str(answer.get("crisis", "")).strip().lower() if isinstance(answer, dict) else ""
    is_flagged = level in tuple(CrisisLevel) and level != CrisisLevel.NORMAL
    return {"reply": UNSAID, "crisis": level} if is_flagged else answer


class CoachTurn(BaseModel):
    """One remark of the coach, and what it noticed. Source: the customer's answer contract."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reply: str = Field(min_length=1, max_length=REPLY_CHARS)
    quick_replies: tuple[str, ...] = Field(default=(), max_length=3)
    patterns: tuple[str, ...] = ()
    core_issue: str | None = None
    crisis: CrisisLevel = CrisisLevel.NORMAL
    """Above normal, the reply is not for the person: fixed words are."""

    _flag = model_validator(mode="before")(flag_alone)


class SessionSummary(BaseModel):
    """What a session brought to light, in the person's own words wherever possible."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    insights: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    core_issue: str | None = None
    core_trauma: str | None = None
    """Where it began, as the person told it."""
    difficulties: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()


class SessionDigest(BaseModel):
    """The older part of a conversation, retold for the coach."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str = Field(min_length=1, max_length=DIGEST_CHARS)
