"""Hear a voice message: its words are taken like written ones, its sound is kept nowhere."""

from dataclasses import dataclass
from datetime import timedelta

from relove_core.delivery.model import Cause
from relove_core.errors import Unavailable
from relove_core.llm import NothingHeard, Transcriber, VoiceMessage
from relove_core.safety.ready import require_ready
from relove_core.sessions import wording
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.recording import Recording, Recordings, RecordingTooBig
from relove_core.sessions.said import Said
from relove_core.sessions.support import Support
from relove_core.sessions.take_spoken import TakeSpoken
from relove_core.texts import Texts
from relove_core.transactions import Begin, StorageUnavailable
from relove_core.users.model import Contact
from relove_core.users.settings import VoiceChoice
from relove_core.users.settings_page import voice_button

UNHEARD = "support-unheard"
"""To somebody in danger who spoke: nobody pretends to have listened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearVoice:
    """``hears_voice``: whether a transcriber is there at all; ``longest``: what is taken of one message."""

    begin: Begin[SessionsTx]
    recordings: Recordings
    transcriber: Transcriber
    take: TakeSpoken
    support: Support
    texts: Texts
    hears_voice: bool
    longest: timedelta

    async def __call__(self, cause: Cause, contact: Contact, recording: Recording, message_id: int | None) -> None:
        """Nothing is lost where it cannot be heard: the message stays in the chat, and the person is told.

        Who is held is answered at once by fixed words, and their voice goes nowhere: between somebody in danger and
        the number to call there must be no provider that may be slow, and no sound of theirs should leave that moment.
        """
        if contact.is_held:
            await self.support(cause, contact, (), code=UNHEARD)
            return
        require_ready(contact)
        if not self.hears_voice:
            await self._tell(cause, contact, "voice-unsupported")
        elif not contact.takes_voice:
            await self._offer(cause, contact)
        else:
            await self._hear(cause, contact, recording, message_id)

    async def _hear(self, cause: Cause, contact: Contact, recording: Recording, message_id: int | None) -> None:
        words = await self.take.kept(cause, contact)
        try:
            words = words or await self._words(contact, recording)
        except StorageUnavailable:
            raise
        except RecordingTooBig:
            await self._tell(cause, contact, "voice-too-long", minutes=self.longest // timedelta(minutes=1))
            return
        except NothingHeard:
            await self._tell(cause, contact, "voice-empty")
            return
        except Unavailable:
            await self._tell(cause, contact, "voice-failed")
            return
        said = Said(update_id=cause.update_ids[0], telegram_message_id=message_id, text=words)
        await self.take(cause, contact, said)

    async def _words(self, contact: Contact, recording: Recording) -> str:
        """No transaction is open meanwhile.

        Raises:
            RecordingTooBig, NothingHeard, Unavailable: see there.
        """
        recording.require_within(self.longest)
        content = await self.recordings.fetch(recording.file_id)
        if not content:
            raise NothingHeard("an empty recording")
        voice = VoiceMessage(
            person=contact.user_id, content=content, file_name=recording.file_name, lasts=recording.lasts
        )
        words = (await self.transcriber.transcribe(voice)).text.strip()
        if not any(c.isalnum() for c in words):
            raise NothingHeard("no words in it")
        return words

    async def _tell(self, cause: Cause, contact: Contact, code: str, **values: int) -> None:
        async with self.begin() as tx:
            answer = wording.to_person(cause, contact, self.texts(code, contact.voice, **values))
            await tx.deliveries.finish(cause, [answer])

    async def _offer(self, cause: Cause, contact: Contact) -> None:
        """Who has switched it off can switch it on again right here."""
        html, on = self.texts("voice-off", contact.voice), voice_button(self.texts, contact, VoiceChoice.ON)
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [wording.to_person(cause, contact, html, (on,))])
