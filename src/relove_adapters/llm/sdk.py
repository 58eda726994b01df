"""The calls of a provider by its SDK; OpenAI's and Groq's are made alike, but for the names of their errors."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from relove_adapters.llm.profile import Profile
from relove_adapters.llm.wire import HttpAnswer, Silence
from relove_core.llm import VoiceMessage

MOST_BYTES = 512 * 1024
"""The longest answer that is read: a hundred times the longest remark, with a model's reasoning beside it."""
MOST_BYTES_LISTED = 8 * 1024 * 1024
"""The same for a list of models: some providers offer hundreds, each with a description."""
MOST_BYTES_OF_AN_ERROR = 4 * 1024
LATE = Silence("no answer in time")
LANGUAGE = "ru"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """The errors of one SDK, and those of the HTTP client under it: it lets them out while a body is read."""

    refused: type[Exception]
    """Carries the ``response`` whose status is none of success."""
    late: tuple[type[Exception], ...]
    lost: tuple[type[Exception], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkWire:
    client: Any
    """``AsyncOpenAI`` or ``AsyncGroq``: they share no type, only their methods."""
    errors: Errors
    profile: Profile
    extras: Mapping[str, Any]
    """What this provider is told with every question."""

    async def chat(self, request: Mapping[str, Any]) -> HttpAnswer | Silence:
        within = self.profile.longest or self.profile.timeout
        call = self.client.chat.completions.with_streaming_response.create(
            **request, **self.extras, timeout=within.total_seconds()
        )
        return await self._read(call, within=within)

    async def hear(self, voice: VoiceMessage, *, model: str) -> HttpAnswer | Silence:
        within = self.profile.transcription_timeout
        file = (voice.file_name, voice.content)
        call = self.client.audio.transcriptions.with_streaming_response.create(
            file=file, model=model, language=LANGUAGE, timeout=within.total_seconds()
        )
        return await self._read(call, within=within)

    async def models(self) -> HttpAnswer | Silence:
        call = self.client.models.with_streaming_response.list()
        return await self._read(call, within=self.profile.timeout, most=MOST_BYTES_LISTED)

    async def model(self, name: str) -> HttpAnswer | Silence:
        call = self.client.models.with_streaming_response.retrieve(name)
        return await self._read(call, within=self.profile.timeout)

    async def close(self) -> None:
        await self.client.close()

    async def _read(self, call: Any, *, within: timedelta, most: int = MOST_BYTES) -> HttpAnswer | Silence:
        """``within`` is for the whole of it: the SDK's own limit is for each byte."""
        try:
            async with asyncio.timeout(within.total_seconds()), call as answer:
                body, is_whole = await _first(answer.iter_bytes(), most)
                return HttpAnswer(status=answer.status_code, headers=answer.headers, body=body, is_whole=is_whole)
        except self.errors.refused as e:
            return _refusal(e)
        except TimeoutError:
            return LATE
        except self.errors.late:
            return LATE
        except self.errors.lost:
            return Silence("the connection failed or broke")


async def _first(chunks: AsyncIterator[bytes], most: int) -> tuple[bytes, bool]:
    """So many bytes, and whether that was all."""
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > most:
            return bytes(body[:most]), False
    return bytes(body), True


def _refusal(error: Any) -> HttpAnswer:
    response = error.response
    return HttpAnswer(
        status=response.status_code, headers=response.headers, body=response.content[:MOST_BYTES_OF_AN_ERROR]
    )
