"""What the wrappers hand on: a question of either kind, written or spoken, and whom it is put to."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from relove_adapters.llm.off import Off
from relove_core.ids import UserId
from relove_core.llm import (
    REPAIR,
    Completed,
    LLMPort,
    ModelFailed,
    Prompt,
    Purpose,
    Repair,
    Transcriber,
    Transcript,
    Usage,
    VoiceMessage,
)
from relove_core.sessions.speech import fault_in


class Answer(Protocol):
    @property
    def usage(self) -> Usage: ...


A = TypeVar("A", bound=Answer)
T = TypeVar("T", bound=BaseModel)

INSTRUCTIONS_TOKENS = 4000
"""What goes along with every question, the schema included; rather too much than too little."""
ANSWER_TOKENS = 800
LONG_ANSWERS = {Purpose.PORTRAIT: 1500}
"""Twelve sentences, a line and five quotations."""
TIMES_AS_LONG = 3
"""So much more time has an attempt at a long answer, which nobody sits and waits for."""
CHARS_PER_TOKEN = 2
"""Of Russian text; rather too few: newer models need three."""


class Faulty(ModelFailed):
    """An answer of the right shape that says the wrong thing; ``answer`` is it, for where a bad one must do."""

    def __init__(self, repair: Repair, answer: Completed[T]) -> None:
        super().__init__(f"the answer is to be mended: {repair}", repair=repair, usage=answer.usage)
        self.answer: Answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One model of one provider, by the names that bills and figures know it by."""

    name: str
    model: str
    llm: LLMPort = field(default_factory=Off)
    transcriber: Transcriber = field(default_factory=Off)


class Question(ABC, Generic[A]):
    @property
    @abstractmethod
    def purpose(self) -> Purpose: ...

    @property
    @abstractmethod
    def person(self) -> UserId: ...

    @property
    @abstractmethod
    def is_awaited(self) -> bool:
        """Whether somebody sits waiting for the answer."""

    @property
    @abstractmethod
    def likely_usage(self) -> Usage:
        """What the answer will cost, about; the model is the provider's business."""

    @abstractmethod
    def mended(self, repair: Repair) -> "Question[A]":
        """The same question, saying what was wrong with the answer before."""

    @abstractmethod
    async def put_to(self, provider: Provider) -> A:
        """Ask once.

        Raises:
            ModelFailed: ``Faulty`` among them.
            ModelMisconfigured: see there.
        """


class Asking(Protocol):
    """Whoever answers questions: a provider at the end, and each wrapper around it."""

    async def ask(self, question: Question[A], *, until: float) -> A:
        """Answer before ``until``, a moment of the wrappers' timer.

        Raises:
            Unavailable: there is no answer now.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Question[Completed[T]]):
    prompt: Prompt
    schema: type[T]

    @property
    def purpose(self) -> Purpose:
        return self.prompt.purpose

    @property
    def person(self) -> UserId:
        return self.prompt.person

    @property
    def is_awaited(self) -> bool:
        return self.prompt.is_awaited

    @property
    def likely_usage(self) -> Usage:
        texts = [u.text for u in self.prompt.dialogue] + [t for note in self.prompt.notes.values() for t in note]
        asked = INSTRUCTIONS_TOKENS + sum(map(len, texts)) // CHARS_PER_TOKEN
        answered = LONG_ANSWERS.get(self.purpose, ANSWER_TOKENS)
        return Usage(model="", prompt_tokens=asked, completion_tokens=answered)

    def mended(self, repair: Repair) -> "Written[T]":
        return replace(self, prompt=replace(self.prompt, facts={**self.prompt.facts, REPAIR: repair.value}))

    async def put_to(self, provider: Provider) -> Completed[T]:
        answer = await provider.llm.complete(self.prompt, self.schema)
        if fault := fault_in(self.prompt, answer.value):
            raise Faulty(fault, answer)
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken(Question[Transcript]):
    voice: VoiceMessage

    @property
    def purpose(self) -> Purpose:
        return Purpose.TRANSCRIPTION

    @property
    def person(self) -> UserId:
        return self.voice.person

    @property
    def is_awaited(self) -> bool:
        return True

    @property
    def likely_usage(self) -> Usage:
        return Usage(model="", audio=max(self.voice.lasts, timedelta(seconds=1)))

    def mended(self, repair: Repair) -> "Spoken":
        """A sound cannot be asked differently."""
        del repair
        return self

    async def put_to(self, provider: Provider) -> Transcript:
        return await provider.transcriber.transcribe(self.voice)
