"""Asking the coach: what leaves is redacted, what comes back is put back in place."""

from dataclasses import dataclass

from relove_core.errors import Unavailable
from relove_core.journey.analysis import StageProposal, believed
from relove_core.journey.model import Proposal, Stage
from relove_core.llm import LLMPort, Purpose, Speaker, Utterance
from relove_core.markup import clean, clip, pages
from relove_core.redaction import Hidden, Redactor
from relove_core.sessions.coach import REPLY_CHARS, CoachTurn, SessionSummary, coach_prompt
from relove_core.sessions.model import Session
from relove_core.users.model import Contact

LABEL_CHARS = 60
"""The longest quick reply that is shown: a button has one line, and its label comes back above the next question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coach:
    """The coach behind the port, as the use cases speak to it. No transaction is open while it thinks."""

    llm: LLMPort
    redactor: Redactor

    async def turn(self, session: Session, contact: Contact) -> tuple[CoachTurn, Hidden]:
        """The next remark, and the placeholders that it took.

        In the style of the stage where the person is now: the session's own is the one it began at.

        Raises:
            Unavailable: there is none now.
        """
        hidden = self._hide(session)
        prompt = coach_prompt(
            Purpose.COACH_TURN,
            stage=Stage(contact.stage) if contact.stage else session.stage,
            gender=contact.address,
            dialogue=_dialogue(session, hidden),
        )
        said = (await self.llm.complete(prompt, CoachTurn)).value
        reply = clean(hidden.restore(said.reply)).strip()
        if not reply:
            raise Unavailable("the coach said nothing")
        labels = (clip(clean(hidden.restore(label)), LABEL_CHARS) for label in said.quick_replies)
        return CoachTurn(
            reply=next(pages(reply, chars=REPLY_CHARS)),
            quick_replies=tuple(dict.fromkeys(filter(None, labels))),
            patterns=tuple(map(hidden.restore, said.patterns)),
            core_issue=hidden.restore(said.core_issue) if said.core_issue else None,
        ), hidden

    async def summary(self, session: Session, contact: Contact) -> SessionSummary:
        """What the session brought to light so far.

        Raises:
            Unavailable: nobody can tell now.
        """
        hidden = self._hide(session)
        prompt = coach_prompt(
            Purpose.SESSION_SUMMARY, stage=session.stage, gender=contact.address, dialogue=_dialogue(session, hidden)
        )
        found = (await self.llm.complete(prompt, SessionSummary)).value
        fields = {
            name: tuple(map(hidden.restore, value)) if isinstance(value, tuple) else value and hidden.restore(value)
            for name, value in found
        }
        return SessionSummary.model_validate(fields)

    async def stage(self, session: Session, *, now_at: Stage, address: str) -> Proposal:
        """Where the person is by what they said in this session; ``now_at``: where they are as far as is known.

        Raises:
            Unavailable: nobody can tell now.
        """
        hidden = self._hide(session)
        prompt = coach_prompt(Purpose.STAGE_ANALYSIS, stage=now_at, gender=address, dialogue=_dialogue(session, hidden))
        found = (await self.llm.complete(prompt, StageProposal)).value
        return believed(found, hidden, said=(r.text for r in session.history if r.speaker is Speaker.PERSON))

    def _hide(self, session: Session) -> Hidden:
        return self.redactor.hide([r.text for r in session.history], known=session.placeholders)


def _dialogue(session: Session, hidden: Hidden) -> list[Utterance]:
    return [
        Utterance(speaker=remark.speaker, text=text) for remark, text in zip(session.history, hidden.texts, strict=True)
    ]
