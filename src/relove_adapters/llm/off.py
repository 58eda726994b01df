"""Nobody answers: the models are switched off, or there is none of this kind."""

from typing import NoReturn, TypeVar

from pydantic import BaseModel

from relove_core.llm import ModelsOff, Prompt, VoiceMessage

T = TypeVar("T", bound=BaseModel)


class Off:
    """Both ports at once."""

    async def complete(self, prompt: Prompt, schema: type[T]) -> NoReturn:
        del prompt, schema
        raise ModelsOff("the models are off")

    async def transcribe(self, voice: VoiceMessage) -> NoReturn:
        del voice
        raise ModelsOff("no model hears voices")
