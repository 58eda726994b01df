"""Both providers, pointed at the local model."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from pydantic import SecretStr

from relove_adapters.llm.groq import GroqModel
from relove_adapters.llm.openai import OpenAIModel
from relove_adapters.llm.profile import Profile, Structured
from relove_adapters.llm.provider import ProviderModel
from relove_core.testing.plain_prompts import PlainPrompts
from tests.model_api import EAR, KEY, MODEL, ModelApi

KINDS: dict[str, type[OpenAIModel] | type[GroqModel]] = {"openai": OpenAIModel, "groq": GroqModel}


def a_profile(kind: str, api: ModelApi, **changes: Any) -> Profile:
    given: dict[str, Any] = {
        "provider": kind,
        "model": MODEL,
        "transcription_model": EAR,
        "api_key": SecretStr(KEY),
        "base_url": api.url,
        "structured": Structured.STRICT,
    }
    return Profile(**{**given, **changes})


@asynccontextmanager
async def a_provider(kind: str, api: ModelApi, **changes: Any) -> AsyncIterator[ProviderModel]:
    """``changes``: fields of the profile."""
    model = KINDS[kind](a_profile(kind, api, **changes), PlainPrompts())
    try:
        yield model
    finally:
        await model.close()


AT_ONCE = timedelta(milliseconds=200)
