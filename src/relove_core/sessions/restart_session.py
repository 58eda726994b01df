"""Close the active session and begin a new one, in one act."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.errors import Unavailable
from relove_core.journey.model import StageRecord
from relove_core.sessions import wording
from relove_core.sessions.ending import Ending
from relove_core.sessions.guards import require_not_held, require_ready
from relove_core.sessions.model import Session, SessionKind
from relove_core.sessions.open_session import CrisisHeard, Opening, OpenSession
from relove_core.sessions.ports import SessionsTx
from relove_core.texts import Texts
from relove_core.transactions import Begin, StorageUnavailable
from relove_core.users.model import Contact
from relove_core.users.onboarding import ask_news_again


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartSession:
    begin: Begin[SessionsTx]
    ending: Ending
    opening: Opening
    open_session: OpenSession
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, kind: SessionKind) -> StageRecord | None:
        """What was decided about the stage at the end of the old one."""
        require_ready(contact)
        async with self.begin() as tx:
            old = await tx.sessions.active_of(contact.user_id, whole=True)
            require_not_held(old)
        if old is None:
            await self.open_session(cause, contact, kind)
            return None
        try:
            fresh = await self.opening(contact, kind)
        except CrisisHeard as e:
            await self.open_session.replying.raise_alarm(cause, contact, e.level)
            return None
        except StorageUnavailable:
            raise
        except Unavailable:
            sorry = wording.to_person(cause, contact, self.texts("apology-unavailable", contact.voice))
            async with self.begin() as tx:
                await tx.deliveries.finish(cause, [sorry])
            return None
        return await self._replace(cause, contact, old, fresh)

    async def _replace(self, cause: Cause, contact: Contact, old: Session, fresh: Session) -> StageRecord | None:
        ended = await self.ending(old, contact, offers=False)
        async with self.begin() as tx:
            (await tx.safety.of(contact.user_id)).require_normal()
            if not await tx.users.resume(contact.user_id, cause):
                # They asked for a pause while the coach was thinking: nothing is ended and nothing begun.
                await tx.deliveries.finish(cause)
                return None
            record, answer = await self.ending.keep(tx, cause, contact, ended, at=self.clock.now())
            opened = await tx.sessions.open(fresh)
            aside = await ask_news_again(tx, self.texts, cause, contact)
            await tx.deliveries.finish(
                cause, [*answer, *aside, wording.first_question(self.texts, cause, contact, opened)]
            )
        return record
