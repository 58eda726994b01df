"""A turn of a guided exercise: the next of its questions, what the answers show, and the person's decision."""

from dataclasses import dataclass, replace

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.errors import Unavailable
from relove_core.markup import Html, pages
from relove_core.redaction import Hidden
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.sessions.deciding import Deciding
from relove_core.sessions.exercise import Decision, GuidedTurn, decision_of, is_asking, is_to_reflect, keeping
from relove_core.sessions.exercise_wording import choice_of, decision_labels, question_of
from relove_core.sessions.guide import Guide
from relove_core.sessions.model import Session
from relove_core.sessions.replying import Replying
from relove_core.sessions.whom import whom_of
from relove_core.texts import Texts
from relove_core.transactions import StorageUnavailable
from relove_core.users.model import Contact

ECHO_CHARS = 1500
"""What stands before a question of ours leaves room for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guiding:
    guide: Guide
    deciding: Deciding
    replying: Replying
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, session: Session, *, lead: Html | None = None) -> None:
        decision = self._decision(session, contact)
        if decision is not None:
            await self.deciding(cause, contact, session, decision, lead=lead)
            return
        try:
            session, turn, hidden = await self._next(session, contact)
        except StorageUnavailable:
            raise
        except Unavailable as e:
            await self.replying.stumble(cause, contact, session, code=e.code)
            return
        await self.replying.say(cause, contact, session, turn, hidden, lead=lead)

    def _decision(self, session: Session, contact: Contact) -> Decision | None:
        if is_asking(session) or is_to_reflect(session) or len(session.unanswered) != 1:
            return None
        labels = decision_labels(self.texts, contact)
        return decision_of(session.unanswered[-1].text, labels)

    async def _next(self, session: Session, contact: Contact) -> tuple[Session, CoachTurn, Hidden]:
        """What is neither an answer to a question nor a decision is answered, and the choice is offered again."""
        if is_to_reflect(session):
            return await self._reflect(session, contact)
        said, hidden = await self.guide.turn(session, whom_of(contact))
        is_open = is_asking(session)
        asked = question_of(self.texts, contact, session) if is_open else choice_of(self.texts, contact, session)
        return session, _before(said, asked), hidden

    async def _reflect(self, session: Session, contact: Contact) -> tuple[Session, CoachTurn, Hidden]:
        said, hidden = await self.guide.reflection(session, whom_of(contact))
        found = SessionSummary(
            insights=said.insights,
            patterns=said.patterns,
            core_issue=said.core_issue,
            next_steps=said.next_steps,
        )
        kept = replace(session, session_data=keeping(session, found))
        return kept, _before(said, choice_of(self.texts, contact, session)), hidden


def _before(said: GuidedTurn, asked: CoachTurn) -> CoachTurn:
    """The coach's words, then ours."""
    words = next(pages(said.reply, chars=ECHO_CHARS))
    reply = f"{words}\n\n{asked.reply}"
    return asked.model_copy(
        update={"reply": reply, "patterns": said.patterns, "core_issue": said.core_issue, "crisis": said.crisis}
    )
