"""The same question of an analysis about the same person gets the same answer for a day."""

import hashlib
import json
from contextlib import suppress
from datetime import timedelta
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from relove_adapters import metrics
from relove_adapters.llm.timer import Timer
from relove_core.ids import UserId
from relove_core.llm import Completed, LLMPort, Prompt, Usage
from relove_core.prompts import Prompts
from relove_core.transactions import StorageUnavailable

T = TypeVar("T", bound=BaseModel)

LONGEST = timedelta(hours=24)
CACHE = "cache"


class Answers(Protocol):
    """Kept answers, each within one person, gone with them."""

    async def get(self, person: UserId, key: str, *, age: timedelta) -> str | None:
        """The answer as JSON, unless it is older than ``age``.

        Raises:
            StorageUnavailable: see there.
        """
        ...

    async def put(self, person: UserId, key: str, answer: str, *, took: timedelta, age: timedelta) -> None:
        """Keep it, unless the person is gone, or was not known yet when it was asked for, ``took`` ago: they were
        forgotten meanwhile, and have come back. Forget what is older than ``age``, of anybody.

        Raises:
            StorageUnavailable: it is not kept.
        """
        ...


class CachedModel:
    """LLMPort for what is lasting; a dialogue passes: nobody wants to hear the same twice.

    ``model`` belongs to the question: another one would answer differently.
    """

    def __init__(
        self,
        inner: LLMPort,
        *,
        answers: Answers,
        prompts: Prompts,
        model: str,
        timer: Timer,
        age: timedelta = LONGEST,
    ) -> None:
        self._inner = inner
        self._answers = answers
        self._prompts = prompts
        self._model = model
        self._timer = timer
        self._age = age

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        if not prompt.purpose.is_lasting:
            return await self._inner.complete(prompt, schema)
        version = self._prompts.instructions(prompt.purpose, prompt.facts).version
        key = key_of(prompt, schema, model=self._model, version=version)
        began = self._timer.now()
        kept = await self._answers.get(prompt.person, key, age=self._age)
        metrics.cache_looks.labels("analyses", "miss" if kept is None else "hit").inc()
        if kept is not None:
            with suppress(ValidationError):  # of an older shape
                usage = Usage(model=self._model, provider=CACHE, prompt_version=version)
                return Completed(value=schema.model_validate_json(kept), usage=usage)
        answer = await self._inner.complete(prompt, schema)
        took = timedelta(seconds=self._timer.now() - began)
        with suppress(StorageUnavailable):
            await self._answers.put(prompt.person, key, answer.value.model_dump_json(), took=took, age=self._age)
        return answer


def key_of(prompt: Prompt, schema: type[BaseModel], *, model: str, version: str) -> str:
    """Of everything that the answer depends on."""
    asked = {
        "purpose": prompt.purpose.value,
        "person": prompt.person,
        "facts": dict(prompt.facts),
        "notes": {label: list(texts) for label, texts in prompt.notes.items()},
        "dialogue": [[u.speaker.value, u.text] for u in prompt.dialogue],
        "schema": [schema.__name__, schema.model_json_schema()],
        "model": model,
        "version": version,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
