"""Asking the coach: what leaves is redacted, what comes back is put back in place."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.errors import Unavailable
from relove_core.journey.analysis import StageProposal, believed
from relove_core.journey.model import Proposal
from relove_core.llm import LLMPort, Prompt, Purpose, Speaker, Utterance
from relove_core.markup import clip, pages
from relove_core.redaction import Hidden, Redactor
from relove_core.sessions.coach import REPLY_CHARS, SYMBOLS, CoachTurn, Fact, SessionDigest, SessionSummary
from relove_core.sessions.memory import TURN_CHARS, WHOLE_CHARS, newest, notes_of
from relove_core.sessions.model import Remark, Session
from relove_core.sessions.speech import cut_short, tidy
from relove_core.sessions.whom import Whom

LABEL_CHARS = 60
"""The longest quick reply that is shown: a button has one line, and its label comes back above the next question."""
FINDING_CHARS = 500
"""The longest finding of a session that is kept."""
MOST_FINDINGS = 8
"""Of one kind in one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coach:
    """The coach behind the port, as the use cases speak to it. No transaction is open while it thinks."""

    llm: LLMPort
    redactor: Redactor

    async def turn(self, session: Session, whom: Whom) -> tuple[CoachTurn, Hidden]:
        """The next remark, and the placeholders that it took.

        In the style of the stage where the person is now: the session's own is the one it began at.

        Raises:
            Unavailable: there is none now.
        """
        prompt, hidden = self._ask(Purpose.COACH_TURN, session, whom, newest(session.history, chars=TURN_CHARS))
        said = (await self.llm.complete(prompt, CoachTurn)).value
        reply = cut_short(_shown(said.reply, hidden))
        if not reply:
            raise Unavailable("the coach said nothing")
        labels = (clip(_shown(label, hidden), LABEL_CHARS) for label in said.quick_replies)
        return CoachTurn(
            reply=next(pages(reply, chars=REPLY_CHARS)),
            quick_replies=tuple(dict.fromkeys(filter(None, labels))),
            patterns=_findings(said.patterns, hidden),
            core_issue=_finding(said.core_issue, hidden),
            crisis=said.crisis,
        ), hidden

    async def summary(self, session: Session, whom: Whom) -> SessionSummary:
        """What the session brought to light so far.

        Raises:
            Unavailable: nobody can tell now.
        """
        prompt, hidden = self._ask(Purpose.SESSION_SUMMARY, session, whom, newest(session.history, chars=WHOLE_CHARS))
        found = (await self.llm.complete(prompt, SessionSummary)).value
        fields = {
            name: _findings(value, hidden) if isinstance(value, tuple) else _finding(value, hidden)
            for name, value in found
        }
        return SessionSummary.model_validate(fields)

    async def stage(self, session: Session, whom: Whom) -> Proposal:
        """Where the person is by what they said in this session.

        Raises:
            Unavailable: nobody can tell now.
        """
        remarks = newest(session.history, chars=TURN_CHARS)
        prompt, hidden = self._ask(Purpose.STAGE_ANALYSIS, session, whom, remarks)
        found = (await self.llm.complete(prompt, StageProposal)).value
        found = found.model_copy(update={"reason": _plain(found.reason, hidden)})
        return believed(found, hidden, said=(r.text for r in remarks if r.speaker is Speaker.PERSON))

    async def digest(self, session: Session, whom: Whom, older: Sequence[Remark]) -> str:
        """What was said up to the end of ``older``, the session's digest so far included.

        Raises:
            Unavailable: nobody can tell now.
        """
        prompt, hidden = self._ask(Purpose.SESSION_DIGEST, session, whom, older)
        found = (await self.llm.complete(prompt, SessionDigest)).value
        retold = _shown(found.digest, hidden)
        if not retold:
            raise Unavailable("the coach retold nothing")
        return retold

    def _ask(self, purpose: Purpose, session: Session, whom: Whom, remarks: Sequence[Remark]) -> tuple[Prompt, Hidden]:
        notes = notes_of(session, whom)
        labels = [label for label, texts in notes.items() for _ in texts]
        raw = [text for texts in notes.values() for text in texts]
        hidden = self.redactor.hide([*raw, *(r.text for r in remarks)], known=session.placeholders, names=whom.names)
        noted, said = hidden.texts[: len(raw)], hidden.texts[len(raw) :]
        return Prompt(
            purpose=purpose,
            person=session.user_id,
            facts={
                Fact.STAGE: (whom.stage or session.stage).value,
                Fact.GENDER: whom.address,
                Fact.INTENSITY: whom.intensity.value,
                Fact.SYMBOLS: SYMBOLS[whom.may_die_symbolically],
            },
            notes={
                label: tuple(text for at, text in zip(labels, noted, strict=True) if at == label) for label in notes
            },
            dialogue=tuple(
                Utterance(speaker=remark.speaker, text=text) for remark, text in zip(remarks, said, strict=True)
            ),
        ), hidden


def _plain(text: str, hidden: Hidden) -> str:
    """A model's words without what it must not bring in."""
    text, before = text[:REPLY_CHARS], ""
    while text != before:
        # What is taken out may have kept apart what is a link, or a placeholder, together.
        before, text = text, tidy(hidden.drop_unknown(text))
    return text


def _shown(text: str, hidden: Hidden) -> str:
    """A model's words as a person may see them."""
    return hidden.restore(_plain(text, hidden)).strip()


def _finding(text: str | None, hidden: Hidden) -> str | None:
    return (clip(_shown(text, hidden), FINDING_CHARS) or None) if text else None


def _findings(texts: Sequence[str], hidden: Hidden) -> tuple[str, ...]:
    return tuple(found for text in texts[:MOST_FINDINGS] if (found := _finding(text, hidden)))
