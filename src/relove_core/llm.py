"""The port to whoever thinks up the coach's words: a model of a provider, or the scripted coach."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from relove_core.redaction import RedactedText

T = TypeVar("T", bound=BaseModel)


class Purpose(StrEnum):
    """What an answer is for: decides its budget, its cache and its instructions."""

    COACH_TURN = "coach_turn"
    SESSION_SUMMARY = "session_summary"
    STAGE_ANALYSIS = "stage_analysis"


class Speaker(StrEnum):
    PERSON = "user"
    COACH = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    speaker: Speaker
    text: RedactedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question to a model.

    ``facts`` are closed words of the product (stage, gender, …), never text of a person: what a person
    wrote is in ``dialogue`` only, so that it can never be taken for an instruction.
    """

    purpose: Purpose
    facts: Mapping[str, str]
    dialogue: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one answer cost. Tokens of the provider's own counting."""

    model: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed(Generic[T]):
    value: T
    usage: Usage


class LLMPort(Protocol):
    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        """Answer in the shape of ``schema``: validated, never partial.

        Raises:
            Unavailable: there is no valid answer now; the same question may be asked later.
        """
        ...
