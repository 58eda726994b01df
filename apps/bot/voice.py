"""Voice messages."""

from datetime import timedelta

from aiogram.types import Message

from relove_core.delivery.model import Cause
from relove_core.errors import InvalidInput
from relove_core.sessions.hear_voice import HearVoice
from relove_core.sessions.recording import Recording
from relove_core.users.model import Contact


async def hear(message: Message, cause: Cause, contact: Contact, hear_voice: HearVoice) -> None:
    await hear_voice(cause, contact, recording_in(message), message.message_id)


def recording_in(message: Message) -> Recording:
    """Raises InvalidInput: there is none."""
    voice = message.voice
    if voice is None:
        raise InvalidInput("this is no voice message")
    lasts = timedelta(seconds=max(voice.duration, 0))
    return Recording(file_id=voice.file_id, lasts=lasts, size=voice.file_size, mime=voice.mime_type)
