"""A guided exercise: what the coach is asked for in it, and how far somebody has come."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from relove_core.journey.exercises import QUESTIONS
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions.coach import REPLY_CHARS, SessionSummary, flag_alone
from relove_core.sessions.model import Session

_KEPT_AS = "found"


class GuidedTurn(BaseModel):
    """What the coach says to an answer before the next question of the exercise: no question of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reply: str = Field(min_length=1, max_length=REPLY_CHARS)
    patterns: tuple[str, ...] = ()
    core_issue: str | None = None
    crisis: CrisisLevel = CrisisLevel.NORMAL
    """Above normal, the reply is not for the person: fixed words are."""

    _flag = model_validator(mode="before")(flag_alone)


class Reflection(GuidedTurn):
    """What the three answers show together, and what of it is kept."""

    insights: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()


class Decision(StrEnum):
    GO = "go"
    STAY = "stay"


#: What people write instead of pressing one of the two buttons. Neither «да» nor «нет»: it is no such question, and
#: another one may stand between.
_SAID = {
    Decision.GO: frozenset({"идём", "идем", "дальше", "идём дальше", "идем дальше", "вперёд", "вперед", "пошли",
                            "готова", "готов", "go", "go on"}),
    Decision.STAY: frozenset({"остаюсь", "остаёмся", "остаемся", "пока нет", "рано", "ещё нет", "еще нет",
                              "побуду здесь", "stay"}),
}  # fmt: skip


def is_asking(session: Session) -> bool:
    """Whether a question of the exercise comes next; else all of them are answered."""
    return session.question_count < QUESTIONS


def is_to_reflect(session: Session) -> bool:
    """Whether the last question was answered just now."""
    return session.question_count == QUESTIONS


def decision_of(said: str, labels: dict[Decision, str]) -> Decision | None:
    """What somebody has decided, by a button or in so many words; ``None`` where neither can be read from it."""
    bare = _bare(said)
    for decision, label in labels.items():
        if bare == _bare(label) or bare in _SAID[decision]:
            return decision
    return None


def keeping(session: Session, found: SessionSummary) -> dict[str, object]:
    """The session's data with what the reflection has found, until the person has decided."""
    return {**session.session_data, _KEPT_AS: found.model_dump(mode="json")}


def found_in(session: Session) -> SessionSummary:
    return SessionSummary.model_validate(session.session_data.get(_KEPT_AS) or {})


def _bare(text: str) -> str:
    return " ".join("".join(c if c.isalpha() else " " for c in text.casefold()).split())
