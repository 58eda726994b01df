"""The end of a guided exercise: the person goes on or stays, and the session closes in the same act."""

from dataclasses import dataclass
from datetime import datetime

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.journey.analysis import QUOTE_CHARS
from relove_core.journey.exercises import EXERCISE_EDGES, QUESTIONS, by_exercise
from relove_core.journey.model import Proposal, Stage, StageRecord
from relove_core.journey.propose import propose
from relove_core.journey.titles import title_code
from relove_core.llm import Speaker
from relove_core.markup import Html
from relove_core.sessions.closing import keep_closed
from relove_core.sessions.exercise import Decision, found_in
from relove_core.sessions.model import Session, SessionChanged
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.replying import Replying
from relove_core.sessions.wording import led, to_person
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    begin: Begin[SessionsTx]
    replying: Replying
    texts: Texts
    clock: Clock

    async def __call__(
        self, cause: Cause, contact: Contact, session: Session, decision: Decision, *, lead: Html | None
    ) -> None:
        """Whoever asks for a pause in the same moment finds the choice again after it.

        Raises:
            HeldForSafety: the person's level has risen.
        """
        now = self.clock.now()
        closed = session.complete(found_in(session), at=now).analysed()
        try:
            async with self.begin() as tx:
                await self._place(tx, session, at=now)
                proposal = _proposal(session) if decision is Decision.GO else None
                record = await keep_closed(tx, closed, proposal, at=now)
                html = self._told(contact, session.stage, decision, record)
                await tx.deliveries.finish(cause, [led(to_person(cause, contact, html), lead)])
        except SessionChanged:
            await self.replying.drop(cause)

    async def _place(self, tx: SessionsTx, session: Session, *, at: datetime) -> None:
        """Who was on no stage yet was on the one that they have worked on."""
        (await tx.safety.of(session.user_id)).require_normal()
        if (await tx.journey.of(session.user_id)).stage is None:
            await propose(tx, session.user_id, by_exercise(session.stage), at=at)

    def _told(self, contact: Contact, stage: Stage, decision: Decision, record: StageRecord | None) -> Html:
        voice = contact.voice
        if decision is Decision.STAY:
            return self.texts("guided-stayed", voice, stage=self.texts(title_code(stage, contact), voice))
        if record is None or not record.is_made:
            return self.texts("guided-not-moved", voice)
        is_next_round = record.completes is Stage.RETURN_WITH_ELIXIR
        code = "guided-next-round" if is_next_round else "guided-moved"
        return self.texts(code, voice, stage=self.texts(title_code(record.target, contact), voice))


def _proposal(session: Session) -> Proposal:
    """Its quote: the answer to the last question of the exercise."""
    return by_exercise(EXERCISE_EDGES[session.stage], quote=_last_answer(session))


def _last_answer(session: Session) -> str | None:
    asked = [r.position for r in session.history if r.speaker is Speaker.COACH and not r.is_fixed]
    if len(asked) <= QUESTIONS:
        return None
    start, end = asked[QUESTIONS - 1], asked[QUESTIONS]
    said = [r.text for r in session.history if r.speaker is Speaker.PERSON and start < r.position < end]
    return said[-1][:QUOTE_CHARS] if said else None
