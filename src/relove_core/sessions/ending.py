"""How a session of any kind ends: what is found is asked for first, then everything is kept in one act."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.errors import Unavailable
from relove_core.journey.model import Proposal, StageRecord
from relove_core.sessions import wording
from relove_core.sessions.closing import Summing, keep_closed
from relove_core.sessions.diagnosis import Diagnosis, has_enough, keeping
from relove_core.sessions.diagnosis_wording import told
from relove_core.sessions.diagnostician import Diagnostician
from relove_core.sessions.model import Session, SessionKind
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.suggesting import Suggests
from relove_core.sessions.whom import whom_of
from relove_core.streams.model import Stream
from relove_core.streams.offer import Offer
from relove_core.texts import Texts
from relove_core.transactions import Begin, StorageUnavailable
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A session that is over but not kept yet; ``stream``: the slug of the programme that it speaks for."""

    closed: Session
    proposal: Proposal | None
    diagnosis: Diagnosis | None = None
    stream: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    begin: Begin[SessionsTx]
    summing: Summing
    diagnostician: Diagnostician
    suggests: Suggests
    offer: Offer
    texts: Texts
    clock: Clock

    async def __call__(self, session: Session, contact: Contact, *, offers: bool = True) -> Ended:
        """A diagnosis that has asked enough ends with its result, everything else with a summary.

        No transaction is open; a silent coach is no obstacle. ``offers``: not where something else begins at once.
        """
        if session.kind is SessionKind.DIAGNOSTIC and has_enough(session, is_enough=True):
            try:
                ended = await self.diagnosed(session, contact)
            except StorageUnavailable:
                raise
            except Unavailable:
                return await self._summed(session, contact, offers=offers)
            return ended if offers else replace(ended, stream=None)
        return await self._summed(session, contact, offers=offers)

    async def diagnosed(self, session: Session, contact: Contact) -> Ended:
        """Raises Unavailable: nobody can tell now."""
        async with self.begin() as tx:
            offered: Sequence[Stream] = [stream for stream in await tx.streams.all() if stream.is_active]
        found, proposal = await self.diagnostician.result(session, whom_of(contact), offered)
        closed = session.complete(found.as_summary, at=self.clock.now())
        closed = replace(closed, session_data=keeping(closed, found))
        return Ended(closed=closed, proposal=proposal, diagnosis=found, stream=found.stream)

    async def keep(
        self, tx: SessionsTx, cause: Cause, contact: Contact, ended: Ended, *, at: datetime
    ) -> tuple[StageRecord | None, list[Outgoing]]:
        """What was decided about the stage, and what is to be said: the findings, and an offer where it may be made.

        Raises:
            HeldForSafety, SessionChanged: see ``keep_closed``.
        """
        record = await keep_closed(tx, ended.closed, ended.proposal, at=at)
        found = ended.closed.summary
        if ended.diagnosis is not None:
            answer = told(self.texts, cause, contact, ended.diagnosis, record=record)
        elif found is not None:
            answer = wording.summary(self.texts, cause, contact, ended.closed, found, title="summary-closed")
        else:
            answer = []
        offered = await self.offer(tx, cause, contact, ended.stream, at=at) if ended.stream else []
        return record, [*answer, *offered]

    async def _summed(self, session: Session, contact: Contact, *, offers: bool) -> Ended:
        """All is asked at once: the person waits as long as for one question."""
        try:
            async with asyncio.TaskGroup() as group:
                found = group.create_task(self.summing(session, contact))
                proposal = group.create_task(self.summing.stage(session, contact))
                stream = group.create_task(self.suggests(session, contact)) if offers else None
        except ExceptionGroup as failed:
            # The callers tell errors apart by their kinds; a group has none.
            raise failed.exceptions[0] from None
        closed = session.complete(found.result(), at=self.clock.now())
        return Ended(closed=closed, proposal=proposal.result(), stream=stream.result() if stream else None)
