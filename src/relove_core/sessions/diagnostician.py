"""Asking the coach for the next question of a diagnosis, and for its result."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.journey.analysis import StageProposal, believed
from relove_core.journey.model import Proposal
from relove_core.llm import Purpose, Speaker
from relove_core.redaction import Hidden
from relove_core.sessions.coach import CoachTurn
from relove_core.sessions.coaching import Coach
from relove_core.sessions.diagnosis import Diagnosis, DiagnosticTurn
from relove_core.sessions.memory import TURN_CHARS, WHOLE_CHARS, newest
from relove_core.sessions.model import Session
from relove_core.sessions.restoring import finding, findings, plain, turned
from relove_core.sessions.whom import Whom
from relove_core.streams.model import Stream
from relove_core.streams.noting import catalogue_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and whether the coach thinks that none is needed any more."""

    turn: CoachTurn
    is_enough: bool
    hidden: Hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostician:
    """The coach as a diagnosis speaks to it. No transaction is open while it thinks."""

    coach: Coach

    async def turn(self, session: Session, whom: Whom) -> Asked:
        """The next question.

        Raises:
            Unavailable: there is none now.
        """
        remarks = newest(session.history, chars=TURN_CHARS)
        prompt, hidden = await self.coach.ask(Purpose.DIAGNOSTIC_TURN, session, whom, remarks)
        said = (await self.coach.llm.complete(prompt, DiagnosticTurn)).value
        return Asked(turn=turned(said, hidden), is_enough=said.is_enough, hidden=hidden)

    async def result(self, session: Session, whom: Whom, streams: Sequence[Stream]) -> tuple[Diagnosis, Proposal]:
        """What the conversation has shown, and the stage that it speaks of; only one of these programmes is named.

        Raises:
            Unavailable: nobody can tell now.
        """
        remarks = newest(session.history, chars=WHOLE_CHARS)
        notes = catalogue_notes(streams)
        prompt, hidden = await self.coach.ask(Purpose.DIAGNOSIS, session, whom, remarks, notes=notes)
        found = (await self.coach.llm.complete(prompt, Diagnosis)).value
        seen = StageProposal(
            stage=found.stage, confidence=found.confidence, quote=found.quote, reason=plain(found.reason, hidden)
        )
        as_shown = (u.text for u in prompt.dialogue if u.speaker is Speaker.PERSON)
        proposal = believed(seen, hidden, said=(r.text for r in remarks if r.speaker is Speaker.PERSON), shown=as_shown)
        return _believed(found, proposal, hidden, streams), proposal


def _believed(found: Diagnosis, proposal: Proposal, hidden: Hidden, streams: Sequence[Stream]) -> Diagnosis:
    """Output of a model is untrusted: what it must not bring in is gone, and what it cannot know is not there."""
    return Diagnosis(
        psychotype=finding(found.psychotype, hidden),
        stage=found.stage,
        confidence=found.confidence,
        quote=proposal.quote,
        reason=proposal.reason,
        strengths=findings(found.strengths, hidden),
        difficulties=findings(found.difficulties, hidden),
        triggers=findings(found.triggers, hidden),
        next_steps=findings(found.next_steps, hidden),
        stream=found.stream if found.psychotype and found.stream in {stream.slug for stream in streams} else None,
    )
