"""What a diagnosis asks for and finds; how long it may ask, and how its result is kept with the session."""

from pydantic import BaseModel, ConfigDict, Field

from relove_core.journey.analysis import QUOTE_CHARS
from relove_core.journey.model import Stage
from relove_core.llm import Speaker
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.sessions.model import Session

FEWEST, MOST = 3, 7
"""After how many exchanges the result may come, and after how many it must. Source: the product's list of commands."""

_KEPT_AS = "diagnosis"


class DiagnosticTurn(CoachTurn):
    """One question of a diagnosis, and whether it is still needed."""

    is_enough: bool = False
    """What was said carries a result: this question is not asked any more, once the fewest were."""


class Diagnosis(BaseModel):
    """The result, for the person to read: plain words, nothing of medicine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    psychotype: str | None = None
    """How they live, in a sentence or two; nothing where too little was said."""
    stage: Stage
    confidence: float = Field(ge=0, le=1)
    quote: str | None = Field(default=None, max_length=QUOTE_CHARS)
    reason: str = ""
    strengths: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    stream: str | None = None
    """The slug of the programme that fits."""

    @property
    def as_summary(self) -> SessionSummary:
        """As any session's findings: strengths count as light, difficulties as shadow."""
        return SessionSummary(insights=self.strengths, difficulties=self.difficulties, next_steps=self.next_steps)


def has_enough(session: Session, *, is_enough: bool) -> bool:
    """Whether the result is due: a question that nobody has answered is no exchange."""
    last = session.history[-1] if session.history else None
    is_open = last is not None and last.speaker is Speaker.COACH and not last.is_fixed
    exchanges = session.question_count - int(is_open)
    return exchanges >= MOST or (is_enough and exchanges >= FEWEST)


def keeping(session: Session, found: Diagnosis) -> dict[str, object]:
    """The session's data with the result."""
    return {**session.session_data, _KEPT_AS: found.model_dump(mode="json")}


def diagnosis_in(session: Session) -> Diagnosis | None:
    """The result that was kept with the session."""
    kept = session.session_data.get(_KEPT_AS)
    return Diagnosis.model_validate(kept) if kept else None
