"""How a guided exercise speaks: the three questions of a stage, and the choice at their end."""

from relove_core.journey.exercises import EXERCISE_EDGES
from relove_core.journey.titles import title_code
from relove_core.markup import as_plain
from relove_core.sessions.coach import CoachTurn
from relove_core.sessions.exercise import Decision
from relove_core.sessions.model import Session
from relove_core.texts import Texts
from relove_core.users.model import Contact

BETWEEN = " / "
"""What stands between the quick replies of a question in its text."""


def question_of(texts: Texts, contact: Contact, session: Session) -> CoachTurn:
    """The question that comes next; above the first one, what this is about."""
    number = session.question_count + 1
    code = f"guided-{session.stage.value}-{number}"
    asked = as_plain(texts(code, contact.voice))
    if number == 1:
        stage = texts(title_code(session.stage, contact), contact.voice)
        asked = f"{as_plain(texts('guided-begin', contact.voice, stage=stage))}\n\n{asked}"
    replies = as_plain(texts(f"{code}-replies", contact.voice)).split(BETWEEN)
    return CoachTurn(reply=asked, quick_replies=tuple(reply.strip() for reply in replies))


def choice_of(texts: Texts, contact: Contact, session: Session) -> CoachTurn:
    """Whether to go on to the stage that the exercise leads to."""
    ahead = texts(title_code(EXERCISE_EDGES[session.stage], contact), contact.voice)
    asked = as_plain(texts("guided-choice", contact.voice, stage=ahead))
    return CoachTurn(reply=asked, quick_replies=tuple(decision_labels(texts, contact).values()))


def decision_labels(texts: Texts, contact: Contact) -> dict[Decision, str]:
    return {decision: as_plain(texts(f"guided-{decision.value}", contact.voice)) for decision in Decision}
