"""Asking how ready somebody is: what leaves is redacted, what comes back is measured by their own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.ids import SessionId
from relove_core.journey.model import Stage
from relove_core.llm import Purpose, Speaker
from relove_core.readiness.model import Readiness, ReadinessReport, believed
from relove_core.sessions.coaching import Coach
from relove_core.sessions.memory import WHOLE_CHARS, newest
from relove_core.sessions.model import Remark, Session, SessionKind
from relove_core.sessions.whom import whom_of
from relove_core.streams.model import Stream
from relove_core.streams.noting import catalogue_notes
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessReading:
    coach: Coach
    clock: Clock

    async def __call__(
        self, contact: Contact, remarks: Sequence[Remark], streams: Sequence[Stream]
    ) -> tuple[Readiness, ...]:
        """The best first, by the person's ``remarks`` alone: whatever else was said there is left out.

        Raises:
            Unavailable: nobody can tell now.
        """
        own = newest([r for r in remarks if r.speaker is Speaker.PERSON], chars=WHOLE_CHARS)
        nowhere = self._outside_of_sessions(contact)
        prompt, hidden = await self.coach.ask(
            Purpose.READINESS, nowhere, whom_of(contact), own, notes=catalogue_notes(streams)
        )
        report = (await self.coach.llm.complete(prompt, ReadinessReport)).value
        return believed(
            report,
            hidden,
            said=[r.text for r in own],
            shown=[utterance.text for utterance in prompt.dialogue],
            streams=streams,
        )

    def _outside_of_sessions(self, contact: Contact) -> Session:
        """A question about a person is put like one about a session that has no words of its own."""
        now = self.clock.now()
        return Session(
            id=SessionId(0),
            user_id=contact.user_id,
            kind=SessionKind.PROVOCATIVE,
            stage=Stage(contact.stage) if contact.stage else Stage.ORDINARY_WORLD,
            created_at=now,
            updated_at=now,
        )
