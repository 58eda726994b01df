"""A provider behind the ports: one attempt, and an answer that is valid or an error that says what to do."""

from typing import Any, TypeVar

from pydantic import BaseModel

from relove_adapters.llm.answers import read_chat, read_transcript
from relove_adapters.llm.failures import refusal_of
from relove_adapters.llm.messages import messages_of
from relove_adapters.llm.probing import probe
from relove_adapters.llm.profile import Profile
from relove_adapters.llm.schemas import in_words, response_format
from relove_adapters.llm.wire import HttpAnswer, Silence, Wire
from relove_core.llm import Completed, ModelFailed, ModelsOff, NothingHeard, Prompt, Transcript, Usage, VoiceMessage
from relove_core.prompts import Prompts

T = TypeVar("T", bound=BaseModel)


class ProviderModel:
    """LLMPort and Transcriber. No error of it has a cause: those of an SDK carry prompts, answers and keys."""

    def __init__(self, profile: Profile, prompts: Prompts, wire: Wire) -> None:
        self._profile = profile
        self._prompts = prompts
        self._wire = wire

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        told = self._prompts.instructions(prompt.purpose, prompt.facts)
        request = self._request(told.text, prompt, schema)
        answer = self._given(await self._wire.chat(request), is_voice=False)
        usage = Usage(model=self._profile.model, provider=self._profile.provider, prompt_version=told.version)
        return read_chat(answer, schema, usage)

    async def transcribe(self, voice: VoiceMessage) -> Transcript:
        model = self._profile.transcription_model
        if model is None:
            raise ModelsOff("RELOVE_TRANSCRIPTION_MODEL: none is set, so nobody hears voice messages")
        if not voice.content:
            raise NothingHeard("the voice message is empty")
        answer = self._given(await self._wire.hear(voice, model=model), is_voice=True)
        usage = Usage(model=model, provider=self._profile.provider, audio=voice.lasts)
        return Transcript(text=read_transcript(answer), usage=usage)

    async def probe(self) -> str | None:
        """A ``Misfit`` or ``unreachable``, as far as two calls without tokens can tell; None where all is well."""
        return await probe(self._wire, self._profile.model)

    async def close(self) -> None:
        await self._wire.close()

    def _request(self, instructions: str, prompt: Prompt, schema: type[BaseModel]) -> dict[str, Any]:
        structured = self._profile.structured
        if structured.is_told_in_words:
            instructions = f"{instructions}\n\n{in_words(schema)}"
        request: dict[str, Any] = {"model": self._profile.model, "messages": messages_of(instructions, prompt)}
        shape = response_format(schema, structured)
        return {**request, "response_format": shape} if shape else request

    def _given(self, answer: HttpAnswer | Silence, *, is_voice: bool) -> HttpAnswer:
        if isinstance(answer, Silence):
            raise ModelFailed(answer.reason)
        refusal = refusal_of(answer, self._profile, is_voice=is_voice)
        if refusal is not None:
            raise refusal
        return answer
