"""Tell at the end of a conversation which programme it speaks for, if it clearly speaks for one."""

from dataclasses import dataclass

from relove_core.errors import Unavailable
from relove_core.llm import Speaker
from relove_core.readiness.model import OFFERED_FROM, is_enough
from relove_core.readiness.reading import ReadinessReading
from relove_core.sessions.model import Session
from relove_core.streams.ports import StreamsTx
from relove_core.transactions import Begin, StorageUnavailable
from relove_core.users.consent import ConsentKind
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestStream:
    """``Suggests`` of the sessions."""

    begin: Begin[StreamsTx]
    reading: ReadinessReading

    async def __call__(self, session: Session, contact: Contact) -> str | None:
        """Who does not wish to read of programmes is not even thought about."""
        said = [r.text for r in session.history if r.speaker is Speaker.PERSON]
        if ConsentKind.NEWS not in contact.consents or not is_enough(said):
            return None
        async with self.begin() as tx:
            streams = [stream for stream in await tx.streams.all() if stream.is_active]
        if not streams:
            return None
        try:
            found = await self.reading(contact, session.history, streams)
        except StorageUnavailable:
            raise
        except Unavailable:
            return None
        return next((one.stream.slug for one in found if one.percent >= OFFERED_FROM), None)
