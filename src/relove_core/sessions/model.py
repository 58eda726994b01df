"""A session and its remarks; what may happen to it is a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from relove_core.clock import require_aware
from relove_core.errors import Conflict
from relove_core.ids import SessionId, UserId
from relove_core.journey.model import Stage
from relove_core.llm import Speaker
from relove_core.sessions.coach import CoachTurn, SessionSummary

REMARK_CHARS = 4000
"""The longest remark kept as one; a longer one is kept in parts. Source: the product's limits."""
ANALYSIS_EVERY = 5
"""After so many messages of the person the stage is looked at. Source: the product's limits."""


class SessionKind(StrEnum):
    PROVOCATIVE = "provocative"
    DIAGNOSTIC = "diagnostic"
    JOURNEY = "journey"


class SessionState(StrEnum):
    TALKING = "talking"
    PAUSED = "paused"
    SUPPORT = "support"
    """The person's level is above normal: fixed words only."""
    COMPLETED = "completed"
    EXPIRED = "expired"


class Step(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    HOLD = "hold"
    RELEASE = "release"
    COMPLETE = "complete"
    EXPIRE = "expire"


#: The whole machine. A pair that is not here is not allowed.
TRANSITIONS: Mapping[tuple[SessionState, Step], SessionState] = MappingProxyType(
    {
        (SessionState.TALKING, Step.PAUSE):    SessionState.PAUSED,
        (SessionState.TALKING, Step.COMPLETE): SessionState.COMPLETED,
        (SessionState.TALKING, Step.EXPIRE):   SessionState.EXPIRED,
        (SessionState.TALKING, Step.HOLD):     SessionState.SUPPORT,
        (SessionState.PAUSED,  Step.HOLD):     SessionState.SUPPORT,
        (SessionState.SUPPORT, Step.RELEASE):  SessionState.TALKING,
        (SessionState.SUPPORT, Step.COMPLETE): SessionState.COMPLETED,
        (SessionState.SUPPORT, Step.EXPIRE):   SessionState.EXPIRED,
        (SessionState.PAUSED,  Step.RESUME):   SessionState.TALKING,
        (SessionState.PAUSED,  Step.COMPLETE): SessionState.COMPLETED,
        (SessionState.PAUSED,  Step.EXPIRE):   SessionState.EXPIRED,
    }
)  # fmt: skip

ACTIVE_STATES = frozenset({SessionState.TALKING, SessionState.PAUSED, SessionState.SUPPORT})


class StepNotAllowed(Conflict):
    """The session is not in a state that allows this."""

    code = "session.step_not_allowed"


class SessionChanged(Conflict):
    """Somebody else changed the session first: paused, closed or answered it."""

    code = "session.changed"


class SessionAlreadyActive(Conflict):
    """The person has an active session; there is never a second one."""

    code = "session.already_active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What one side said. ``position`` counts from 0 within the session and is given by it."""

    speaker: Speaker
    text: str
    said_at: datetime
    position: int = 0
    update_id: int | None = None
    part: int = 0
    telegram_message_id: int | None = None
    """Lets an edit find it."""
    quick_replies: tuple[str, ...] = ()
    is_answered: bool = False
    is_fixed: bool = False
    """Words of ours in the coach's place: nothing that was asked, so nothing to come back to."""

    def __post_init__(self) -> None:
        require_aware(said_at=self.said_at)
        if len(self.text) > REMARK_CHARS:
            raise ValueError(f"a remark has at most {REMARK_CHARS} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One conversation. Source of the fields: the customer's ``UserSession``.

    ``history`` is the newest part of what was said, everything unanswered included; ``length`` counts it all.
    """

    id: SessionId
    user_id: UserId
    kind: SessionKind
    state: SessionState = SessionState.TALKING
    stage: Stage
    history: tuple[Remark, ...] = ()
    length: int = 0
    analysed_length: int = 0
    """How many of the remarks the last analysis of the stage has read."""
    digest: str = ""
    """What was said in the first ``digested_length`` remarks, retold."""
    digested_length: int = 0
    identified_patterns: tuple[str, ...] = ()
    core_issue: str | None = None
    question_count: int = 0
    metaphysical_profile: Mapping[str, object] | None = None
    core_trauma: Mapping[str, object] | None = None
    """``told``: where it began, as the person told it; ``issue``: what was made of it."""
    session_data: Mapping[str, object] = field(default_factory=dict)
    placeholders: Mapping[str, str] = field(default_factory=dict)
    summary: SessionSummary | None = None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None = None
    version: int = 0

    def __post_init__(self) -> None:
        require_aware(created_at=self.created_at, updated_at=self.updated_at, completed_at=self.completed_at)
        if (self.completed_at is None) is not self.is_active:
            raise ValueError("a session is active until it was completed, and no longer")

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_STATES

    @property
    def unanswered(self) -> tuple[Remark, ...]:
        return tuple(r for r in self.history if r.speaker is Speaker.PERSON and not r.is_answered)

    @property
    def last_spoken(self) -> Remark | None:
        """What was said last to the person, by the coach or in fixed words."""
        return next((r for r in reversed(self.history) if r.speaker is Speaker.COACH), None)

    @property
    def last_question(self) -> Remark | None:
        """What the coach asked last."""
        return next((r for r in reversed(self.history) if r.speaker is Speaker.COACH and not r.is_fixed), None)

    @property
    def unanalysed(self) -> int:
        """How many messages of the person came since the stage was looked at; the parts of a long one are one."""
        new = (r for r in self.history if r.position >= self.analysed_length)
        return sum(1 for r in new if r.speaker is Speaker.PERSON and r.part == 0)

    @property
    def is_analysis_due(self) -> bool:
        """After every fifth message; at the end, after any."""
        return self.unanalysed >= (ANALYSIS_EVERY if self.is_active else 1)

    def analysed(self) -> "Session":
        """All that was said so far has been looked at."""
        return replace(self, analysed_length=self.length)

    def move(self, step: Step, *, at: datetime) -> "Session":
        """Take a step of the table.

        Raises:
            StepNotAllowed: the table has no such step from here.
        """
        target = TRANSITIONS.get((self.state, step))
        if target is None:
            raise StepNotAllowed(f"session {self.id} cannot {step} while {self.state}")
        ended = None if target in ACTIVE_STATES else at
        return replace(self, state=target, updated_at=at, completed_at=ended)

    def hear(self, remarks: Sequence[Remark], *, at: datetime) -> "Session":
        """Keep what was said; a remark of the same update and part is kept once."""
        self._require_active()
        known = {(r.update_id, r.part) for r in self.history if r.update_id is not None}
        fresh = (r for r in remarks if (r.update_id, r.part) not in known)
        new = tuple(replace(r, position=self.length + n) for n, r in enumerate(fresh))
        return replace(self, history=self.history + new, length=self.length + len(new), updated_at=at)

    def answer(self, turn: CoachTurn, *, placeholders: Mapping[str, str], at: datetime) -> "Session":
        """Keep the coach's remark: it answers everything said so far.

        Raises:
            StepNotAllowed: the session rests or is over.
        """
        if self.state is not SessionState.TALKING:
            raise StepNotAllowed(f"session {self.id} takes no answer while {self.state}")
        spoken = Remark(
            speaker=Speaker.COACH,
            text=turn.reply,
            said_at=at,
            position=self.length,
            quick_replies=turn.quick_replies,
        )
        return replace(
            self,
            history=(*(replace(r, is_answered=True) for r in self.history), spoken),
            length=self.length + 1,
            identified_patterns=_union(self.identified_patterns, turn.patterns),
            core_issue=turn.core_issue or self.core_issue,
            question_count=self.question_count + 1,
            placeholders={**self.placeholders, **placeholders},
            session_data={k: v for k, v in self.session_data.items() if k not in ("last_error", "error_timestamp")},
            updated_at=at,
        )

    def stand_by(self, text: str, *, at: datetime) -> "Session":
        """Keep the fixed words that answer everything said so far.

        Raises:
            StepNotAllowed: the level of the person is normal, as far as this session knows.
        """
        if self.state is not SessionState.SUPPORT:
            raise StepNotAllowed(f"session {self.id} takes fixed words in support only, not while {self.state}")
        spoken = Remark(speaker=Speaker.COACH, text=text, said_at=at, position=self.length, is_fixed=True)
        return replace(
            self,
            history=(*(replace(r, is_answered=True) for r in self.history), spoken),
            length=self.length + 1,
            updated_at=at,
        )

    def stumble(self, code: str, *, at: datetime) -> "Session":
        """Note that no answer could be made; what was said stays unanswered."""
        self._require_active()
        noted = {**self.session_data, "last_error": code, "error_timestamp": at.isoformat()}
        return replace(self, session_data=noted, updated_at=at)

    def complete(self, summary: SessionSummary, *, at: datetime) -> "Session":
        """Close it with what it brought to light.

        Raises:
            StepNotAllowed: it is over already.
        """
        return replace(
            self.move(Step.COMPLETE, at=at),
            summary=summary,
            identified_patterns=_union(self.identified_patterns, summary.patterns),
            core_issue=summary.core_issue or self.core_issue,
            core_trauma={"told": summary.core_trauma, "issue": summary.core_issue} if summary.core_trauma else None,
        )

    def _require_active(self) -> None:
        if not self.is_active:
            raise StepNotAllowed(f"session {self.id} is {self.state}")


def _union(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))
