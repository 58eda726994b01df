"""The outer ends: what the product asks, and who steps in where no model has an answer."""

from typing import TypeVar

import structlog
from pydantic import BaseModel

from relove_adapters import metrics
from relove_adapters.llm.asking import Asking, Spoken, Written
from relove_adapters.llm.paced import NoSlot
from relove_adapters.llm.timer import Timer
from relove_core.errors import Unavailable
from relove_core.llm import Completed, LLMPort, Prompt, Purpose, Transcript, VoiceMessage
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

T = TypeVar("T", bound=BaseModel)
SCRIPTED = "scripted"
WAITS = frozenset({Purpose.PORTRAIT})
"""What nobody steps in for: a portrait that waits a day is better than one that counts words in its place."""


class AskingModel:
    """LLMPort over the wrappers; ``total_s`` for all attempts and providers together."""

    def __init__(self, asking: Asking, *, timer: Timer, total_s: float) -> None:
        self._asking = asking
        self._timer = timer
        self._total_s = total_s

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        question = Written(prompt=prompt, schema=schema)
        return await self._asking.ask(question, until=self._timer.now() + self._total_s)


class AskingTranscriber:
    """Transcriber over the wrappers."""

    def __init__(self, asking: Asking, *, timer: Timer, total_s: float) -> None:
        self._asking = asking
        self._timer = timer
        self._total_s = total_s

    async def transcribe(self, voice: VoiceMessage) -> Transcript:
        return await self._asking.ask(Spoken(voice=voice), until=self._timer.now() + self._total_s)


class SteadyModel:
    """The models, and behind them the scripted coach: a person who waits always has an answer."""

    def __init__(self, models: LLMPort, *, last: LLMPort) -> None:
        self._models = models
        self._last = last

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        """Without storage no answer can be kept, and some questions have time: their failures are raised."""
        try:
            return await self._models.complete(prompt, schema)
        except StorageUnavailable:
            raise
        except Unavailable as e:
            if prompt.purpose in WAITS or (isinstance(e, NoSlot) and not prompt.is_awaited):
                raise
            return await self._last_resort(prompt, schema, e)

    async def _last_resort(self, prompt: Prompt, schema: type[T], failure: Unavailable) -> Completed[T]:
        """Why the models failed tells more than what the scripted coach cannot do."""
        try:
            answer = await self._last.complete(prompt, schema)
        except Unavailable as e:
            raise failure from e
        metrics.llm_calls.labels(prompt.purpose.value, SCRIPTED).inc()
        log.warning("llm.scripted_answered", purpose=prompt.purpose.value, user_id=prompt.person, code=failure.code)
        return answer
