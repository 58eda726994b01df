"""Take the words of a voice message: a danger in them, a stop, or something to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.markup import Html, clip
from relove_core.safety.detector import detect_safely
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions.continue_session import ContinueSession
from relove_core.sessions.hear_crisis import HearCrisis
from relove_core.sessions.pause import Pause
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.said import Said, remarks_of
from relove_core.sessions.support import Support
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact
from relove_core.users.stop_words import is_stop

ECHO_CHARS = 160
"""What is shown of the words: a line or two on a telephone, enough to see that they were understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSpoken:
    begin: Begin[SessionsTx]
    pause: Pause
    hear_crisis: HearCrisis
    support: Support
    continue_session: ContinueSession
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, said: Said) -> None:
        """Intake could not hear them, so what it does for a text is done here.

        What has happened while they were being transcribed counts: whoever has asked for a pause since is not
        answered, and whoever is held by now gets supporting words. Their words are kept either way.
        """
        if detect_safely(said.text) is not None:
            await self.hear_crisis(cause, contact, [said])
            return
        is_held, is_paused = await self._by_now(contact)
        if is_held:
            await self.support(cause, contact, [said])
        elif is_stop(said.text):
            await self.pause(cause, contact)
        elif is_paused and not contact.is_paused:
            await self._keep(cause, contact, [said])
        else:
            await self.continue_session(cause, contact, [said], lead=self._echo(contact, said))

    async def kept(self, cause: Cause, contact: Contact) -> str | None:
        """Their words, where an earlier run has kept them already: nobody is to be asked, or paid, twice."""
        if contact.runs == 1:
            return None
        async with self.begin() as tx:
            session = await tx.sessions.active_of(contact.user_id)
        unanswered = session.unanswered if session else ()
        return "\n".join(r.text for r in unanswered if r.update_id in cause.update_ids) or None

    async def _by_now(self, contact: Contact) -> tuple[bool, bool]:
        """Whether they are held, and whether they have asked for a pause."""
        async with self.begin() as tx:
            safety = await tx.safety.of(contact.user_id)
            user = await tx.users.get(contact.user_id)
        return safety.level is not CrisisLevel.NORMAL, user is not None and user.paused_at is not None

    async def _keep(self, cause: Cause, contact: Contact, said: Sequence[Said]) -> None:
        """Until the pause is over."""
        now = self.clock.now()
        async with self.begin() as tx:
            await tx.sessions.hear(contact.user_id, remarks_of(said, at=now), at=now)
            await tx.deliveries.finish(cause)

    def _echo(self, contact: Contact, said: Said) -> Html:
        return self.texts("voice-heard", contact.voice, words=clip(said.text, ECHO_CHARS))
