"""A voice message as it came, and the port that fetches its sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Protocol

from relove_core.errors import InvalidInput, Unavailable

MOST_BYTES = 20 * 1024 * 1024
"""Source: Bot API, getFile."""

#: The endings that transcribers know, by what Telegram says of the sound.
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "audio/mp4": "m4a",
        "audio/mpeg": "mp3",
        "audio/ogg": "ogg",
        "audio/wav": "wav",
        "audio/webm": "webm",
        "audio/x-m4a": "m4a",
    }
)


class RecordingTooBig(InvalidInput):
    """Longer or larger than what is taken."""

    code = "voice.too_big"


class RecordingUnavailable(Unavailable):
    """The sound cannot be had now."""

    code = "voice.unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """``size`` in bytes and ``mime`` as the sender's Telegram says, which may be nothing."""

    file_id: str
    lasts: timedelta
    size: int | None = None
    mime: str | None = None

    @property
    def file_name(self) -> str:
        """Its ending tells the format; Telegram's own clients record Ogg."""
        return f"voice.{ENDINGS.get(self.mime or '', 'ogg')}"

    def require_within(self, longest: timedelta) -> None:
        """Raises RecordingTooBig: it is longer than this, or larger than can be fetched."""
        if self.lasts > longest or (self.size or 0) > MOST_BYTES:
            raise RecordingTooBig(f"a voice message of at most {longest} and {MOST_BYTES} bytes")


class Recordings(Protocol):
    async def fetch(self, file_id: str) -> bytes:
        """The sound, whole. It is kept nowhere.

        Raises:
            RecordingTooBig: there is more of it than ``MOST_BYTES``.
            RecordingUnavailable: it cannot be had now.
        """
        ...
