"""The ports to whoever thinks up the coach's words and hears voices: models of a provider, or the scripted coach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.redaction import RedactedText

T = TypeVar("T", bound=BaseModel)

REPAIR = "repair"
"""The fact that says what was wrong with the answer before: one of ``Repair``."""


class Purpose(StrEnum):
    """What an answer is for: decides its budget, how long it holds, and its instructions."""

    COACH_TURN = "coach_turn"
    SESSION_SUMMARY = "session_summary"
    SESSION_DIGEST = "session_digest"
    STAGE_ANALYSIS = "stage_analysis"
    DIAGNOSTIC_TURN = "diagnostic_turn"
    DIAGNOSIS = "diagnosis"
    GUIDED_TURN = "guided_turn"
    REFLECTION = "reflection"
    READINESS = "readiness"
    PORTRAIT = "portrait"
    TRANSCRIPTION = "transcription"

    @property
    def is_awaited(self) -> bool:
        """Whether a person usually sits waiting for it; what counts is ``Prompt.is_awaited``."""
        return self not in (Purpose.STAGE_ANALYSIS, Purpose.SESSION_DIGEST, Purpose.PORTRAIT)

    @property
    def is_analysis(self) -> bool:
        """Whether it looks at what was said from outside, and goes on with no dialogue."""
        return self in (
            Purpose.STAGE_ANALYSIS,
            Purpose.SESSION_DIGEST,
            Purpose.SESSION_SUMMARY,
            Purpose.DIAGNOSIS,
            Purpose.READINESS,
            Purpose.PORTRAIT,
        )

    @property
    def is_lasting(self) -> bool:
        """Whether the same question may be given the same answer for a while: a dialogue never.

        Nor a portrait: material that gave one is not asked about again, so whoever asks again did not believe it.
        """
        return self.is_analysis and self is not Purpose.PORTRAIT


class Speaker(StrEnum):
    PERSON = "user"
    COACH = "assistant"


class Repair(StrEnum):
    """What to mend in the answer, when it is asked for again."""

    SHAPE = "shape"
    """Cut, empty, no JSON, or not of the schema."""
    REFUSAL = "refusal"
    LANGUAGE = "language"
    REPEATED = "repeated"
    BRIEF = "brief"
    """Too long: to be asked for once, then it is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    speaker: Speaker
    text: RedactedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question to a model.

    ``facts`` are closed words of the product (stage, gender, …), never text of a person: what a person wrote, or what
    was derived from it, is in ``notes`` (by label) or ``dialogue`` only, so that it is never taken for an instruction.
    ``person`` is whom the question is about: for budgets and caches, it never leaves.
    """

    purpose: Purpose
    person: UserId
    facts: Mapping[str, str]
    notes: Mapping[str, tuple[RedactedText, ...]] = field(default_factory=dict)
    dialogue: tuple[Utterance, ...]
    is_urgent: bool = False
    """A person waits for this one, though nobody does for others of its purpose."""

    @property
    def is_awaited(self) -> bool:
        """Whether a person sits waiting for it: such calls go before the others."""
        return self.is_urgent or self.purpose.is_awaited


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one answer cost. Tokens of the provider's own counting."""

    model: str
    provider: str = ""
    prompt_version: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    audio: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed(Generic[T]):
    value: T
    usage: Usage


class ModelFailed(Unavailable):
    """No valid answer came this time; asked again, it may. ``repair``: what to mend, where there was one at all."""

    code = "llm.failed"

    def __init__(
        self,
        message: str,
        *,
        repair: Repair | None = None,
        retry_after: timedelta | None = None,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(message, retry_after=retry_after)
        self.repair = repair
        self.usage = usage
        """What the useless answer cost, where the provider said so."""


class NothingHeard(ModelFailed):
    """There are no words in it."""

    code = "llm.nothing_heard"


class Misfit(StrEnum):
    """Which setting of a provider is wrong, in a word for the operator."""

    NO_KEY = "no_key"
    WRONG_KEY = "wrong_key"
    UNKNOWN_MODEL = "unknown_model"
    NOT_AN_API = "not_an_api"
    NO_MONEY = "no_money"
    """None is left on the account of the key."""
    UNSHAPED = "unshaped"
    """The model cannot be held to the shape of an answer in the way that is set."""
    UNKNOWN = "misconfigured"


class ModelMisconfigured(Unavailable):
    """The key, the name of the model or the address is wrong: no use asking again before the settings have changed."""

    code = "llm.misconfigured"

    def __init__(self, message: str, *, misfit: Misfit = Misfit.UNKNOWN) -> None:
        super().__init__(message)
        self.misfit = misfit


class SpendingCapReached(Unavailable):
    """The money or the calls of this day are spent, for this person or for all."""

    code = "llm.cap_reached"


class ModelsOff(Unavailable):
    """Somebody has switched all models off."""

    code = "llm.off"


class LLMPort(Protocol):
    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        """Answer in the shape of ``schema``: validated, never partial.

        Raises:
            Unavailable: there is no valid answer now; the same question may be asked later.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceMessage:
    """A voice message. The one thing that leaves as it is: nobody can take names out of a sound."""

    person: UserId
    content: bytes
    file_name: str
    """Its ending tells the format: ``voice.ogg``."""
    lasts: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """``text`` is raw: it is treated like any text of the person."""

    text: str
    usage: Usage


class Transcriber(Protocol):
    async def transcribe(self, voice: VoiceMessage) -> Transcript:
        """What is said in it; never empty.

        Raises:
            NothingHeard: nothing can be heard in it.
            Unavailable: nobody can tell now.
        """
        ...
