"""A transcriber that hears from a script, and recordings that are there or not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from relove_core.errors import InvalidInput, Unavailable
from relove_core.llm import Transcript, Usage, VoiceMessage


@dataclass(frozen=True, slots=True)
class WhileListening:
    """Something happens meanwhile; then this was said."""

    happens: Callable[[], Awaitable[object]]
    then: "str | Unavailable"


Heard = str | Unavailable | WhileListening


class ScriptedTranscriber:
    """Transcriber with a script; an ``Unavailable`` in it is raised, and so is the end of the script."""

    def __init__(self, *script: Heard) -> None:
        self.script = list(script)
        self.heard: list[VoiceMessage] = []

    async def transcribe(self, voice: VoiceMessage) -> Transcript:
        self.heard.append(voice)
        line = self.script.pop(0) if self.script else Unavailable("the script is over")
        if isinstance(line, WhileListening):
            await line.happens()
            line = line.then
        if isinstance(line, Unavailable):
            raise line
        return Transcript(text=line, usage=Usage(model="scripted", audio=voice.lasts))


@dataclass
class KeptRecordings:
    """Recordings by file id; an error in place of the sound is raised."""

    sounds: dict[str, bytes | Unavailable | InvalidInput] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    async def fetch(self, file_id: str) -> bytes:
        self.fetched.append(file_id)
        sound = self.sounds[file_id]
        if isinstance(sound, bytes):
            return sound
        raise sound
