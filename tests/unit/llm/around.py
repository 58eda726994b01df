"""What stands around a provider, for tests: time that passes at once, and books in memory."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from relove_adapters.llm.asking import A, Provider, Question, Written
from relove_adapters.llm.metered import Call
from relove_adapters.llm.prices import Prices
from relove_adapters.llm.spending import Cap, Caps
from relove_adapters.llm.stack import Tools
from relove_core.ids import UserId
from relove_core.llm import LLMPort, Prompt, Purpose, Usage, VoiceMessage
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.builders import ANNA, a_prompt
from relove_core.testing.clock import FrozenClock

MODEL = "gpt-4.1-mini"
FINE = CoachTurn(reply="Что ты прячешь за этой усталостью?")
LECTURE = CoachTurn(reply="Первое. Второе. Третье. Четвёртое?")
ENGLISH = CoachTurn(reply="What are you hiding behind this tiredness?")
FOR_LONG = 1e9
VOICE = VoiceMessage(person=ANNA, content=b"OggS", file_name="voice.ogg", lasts=timedelta(seconds=30))


def prompt_for(purpose: Purpose = Purpose.COACH_TURN, **changes: Any) -> Prompt:
    return replace(a_prompt(), purpose=purpose, **changes)


def question_for(purpose: Purpose = Purpose.COACH_TURN) -> Written[CoachTurn]:
    return Written(prompt=prompt_for(purpose), schema=CoachTurn)


class QuickTimer:
    """Whoever sleeps wakes at once, later; ``late`` is how much too late."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []
        self.late: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += max(seconds, 0) + (self.late.pop(0) if self.late else 0)


@dataclass
class Answering:
    """Asking by a script: an answer is given, an error raised, anything else called first."""

    script: list[Any] = field(default_factory=list)
    asked: list[Question[Any]] = field(default_factory=list)
    untils: list[float] = field(default_factory=list)

    async def ask(self, question: Question[A], *, until: float) -> A:
        self.asked.append(question)
        self.untils.append(until)
        line = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(line, BaseException):
            raise line
        return await line() if callable(line) else line  # type: ignore[no-any-return]  # the script knows


@dataclass
class FreePace:
    """Slots by a script of waits; no script: always at once."""

    gap_s: float = 0.1
    waits: list[float] = field(default_factory=list)
    idle: list[float | None] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    taken: int = 0
    taken_idle: int = 0

    async def take(self, *, within_s: float) -> float | None:
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.waits and self.waits[0] > within_s:
            return None
        self.taken += 1
        return self.waits.pop(0) if self.waits else 0.0

    async def take_if_idle(self) -> float | None:
        self.taken_idle += 1
        return self.idle.pop(0) if self.idle else None


CAPS = Caps(everybody=20_000_000, person=1_000_000, calls=200)


@dataclass
class Books:
    """Ledger and book at once, by the rules of the real ones."""

    calls: list[Call] = field(default_factory=list)
    spent: dict[tuple[date, UserId | None], int] = field(default_factory=dict)
    counts: dict[tuple[date, UserId], int] = field(default_factory=dict)

    async def hold(self, person: UserId, day: date, amount: int, caps: Caps) -> Cap | None:
        if self.spent.get((day, None), 0) + amount > caps.everybody:
            return Cap.EVERYBODY
        if self.counts.get((day, person), 0) >= caps.calls:
            return Cap.CALLS
        if self.spent.get((day, person), 0) + amount > caps.person:
            return Cap.PERSON
        self.counts[day, person] = self.counts.get((day, person), 0) + 1
        self._add(person, day, amount)
        return None

    async def give_back(self, person: UserId, day: date, amount: int) -> None:
        self._add(person, day, -amount)

    async def record(self, call: Call) -> None:
        self.calls.append(call)
        self._add(call.person, call.at.date(), call.cost)

    def _add(self, person: UserId, day: date, amount: int) -> None:
        for whose in (person, None):
            self.spent[day, whose] = self.spent.get((day, whose), 0) + amount


def tools_with(books: Books, timer: QuickTimer, *, pace: FreePace | None = None, caps: Caps = CAPS) -> Tools:
    return Tools(
        pace=pace or FreePace(), ledger=books, book=books, prices=Prices(), caps=caps, clock=FrozenClock(), timer=timer
    )


def provider_of(llm: LLMPort, *, name: str = "openai", model: str = MODEL) -> Provider:
    return Provider(name=name, model=model, llm=llm)


def usage_of(tokens: int = 1000) -> Usage:
    return Usage(model=MODEL, provider="openai", prompt_version="7", prompt_tokens=tokens, completion_tokens=100)
