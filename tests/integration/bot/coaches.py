"""Coaches whose words a test knows beforehand."""

import asyncio
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from relove_core.llm import Completed, Prompt, Purpose, Speaker, Usage
from relove_core.prompts import Fact

T = TypeVar("T", bound=BaseModel)


@dataclass(kw_only=True)
class EchoCoach:
    """Says back, joined by ``|``, what it was told since it spoke last; a summary quotes it all."""

    quick_replies: tuple[str, ...] = ("Да",)

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        told = [str(u.text) for u in prompt.dialogue if u.speaker is Speaker.PERSON]
        spoken = [n for n, u in enumerate(prompt.dialogue) if u.speaker is Speaker.COACH]
        new = [str(u.text) for u in prompt.dialogue[spoken[-1] + 1 if spoken else 0 :]]
        if prompt.purpose is Purpose.SESSION_SUMMARY:
            values: dict[str, object] = {"insights": told}
        elif prompt.purpose is Purpose.STAGE_ANALYSIS:
            values = {"stage": prompt.facts[Fact.STAGE], "confidence": 0.0}
        elif prompt.purpose is Purpose.READINESS:
            values = {}
        else:
            values = {"reply": f"Слышу: {'|'.join(new)}"[:3000], "quick_replies": self.quick_replies}
        return Completed(value=schema.model_validate(values), usage=Usage(model="echo"))


@dataclass(kw_only=True)
class SlowCoach(EchoCoach):
    """Thinks until ``may_speak`` is set; ``thinking`` counts those that wait for it."""

    may_speak: asyncio.Event = field(default_factory=asyncio.Event)
    thinking: int = 0
    asked: int = 0

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        self.asked += 1
        self.thinking += 1
        try:
            await self.may_speak.wait()
        finally:
            self.thinking -= 1
        return await super().complete(prompt, schema)


@dataclass(kw_only=True)
class SeesRefusal(EchoCoach):
    """Sees everybody at the refusal, once it ``may_look``; ``looks`` counts how often it was asked."""

    may_look: asyncio.Event = field(default_factory=asyncio.Event)
    looks: int = 0

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        if prompt.purpose is not Purpose.STAGE_ANALYSIS:
            return await super().complete(prompt, schema)
        self.looks += 1
        await self.may_look.wait()
        values = {"stage": "REFUSAL", "confidence": 0.7, "quote": "слово 2", "reason": "боится"}
        return Completed(value=schema.model_validate(values), usage=Usage(model="echo"))
