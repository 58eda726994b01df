"""One call to a provider as plain values: what was answered over HTTP, or that nothing was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from relove_core.llm import VoiceMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """``body`` may hold words of the person or of the model: it goes to no message and no log."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """Found by names in small letters."""
    body: bytes = field(repr=False)
    is_whole: bool = True
    """False where more came than is read."""


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer came: in time, or at all."""

    reason: str


class Wire(Protocol):
    """The calls of a provider. They never raise: the errors of an SDK carry what was asked and answered."""

    async def chat(self, request: Mapping[str, Any]) -> HttpAnswer | Silence:
        """Ask for one completion; ``request`` as chat.completions takes it."""
        ...

    async def hear(self, voice: VoiceMessage, *, model: str) -> HttpAnswer | Silence:
        """Ask what is said in it."""
        ...

    async def models(self) -> HttpAnswer | Silence:
        """Ask for the list of models."""
        ...

    async def model(self, name: str) -> HttpAnswer | Silence:
        """Ask for the particulars of one model."""
        ...

    async def close(self) -> None: ...
