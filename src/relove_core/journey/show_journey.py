"""Show a person where on the journey they are."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.journey.ports import JourneyTx
from relove_core.journey.titles import title_code
from relove_core.journey.views import Course, Leg, course_of
from relove_core.markup import Html, lines, pack
from relove_core.safety.ready import require_ready
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowJourney:
    begin: Begin[JourneyTx]
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """Changes nothing, whatever is going on."""
        require_ready(contact)
        async with self.begin() as tx:
            records = await tx.journey.records_of(contact.user_id)
            course = course_of(contact.user_id, records, now=self.clock.now())
            answer = (
                Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html)
                for html in self._map(course, contact)
            )
            await tx.deliveries.finish(cause, list(answer))

    def _map(self, course: Course, contact: Contact) -> tuple[Html, ...]:
        voice = contact.voice
        title = self.texts("journey-title", voice, round=course.journey.round)
        next_ = "journey-not-begun" if course.journey.stage is None else "journey-goes-on"
        return pack((title, lines(self._line(leg, contact) for leg in course.legs), self.texts(next_, voice)))

    def _line(self, leg: Leg, contact: Contact) -> Html:
        voice = contact.voice
        title = self.texts(title_code(leg.stage, contact), voice)
        days = "" if leg.days is None else f" · {self.texts('journey-days', voice, days=leg.days)}"
        return self.texts(f"journey-{leg.mark}", voice, stage=title, days=days)
