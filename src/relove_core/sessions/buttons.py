"""The buttons of a conversation and what they ask for."""

from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button
from relove_core.sessions.model import Session
from relove_core.texts import Texts, Voice

OPEN = "open"
CONTINUE = "continue"
RESTART = "restart"
RESUME = "resume"
SAY = "say"
"""Arguments: session id, position of the coach's remark, which of its quick replies."""

Row = tuple[Button, ...]


def open_row(texts: Texts, voice: Voice) -> Row:
    return (Button(texts("button-open", voice), Action(OPEN)),)


def resume_row(texts: Texts, voice: Voice) -> Row:
    return (Button(texts("button-resume", voice), Action(RESUME)),)


def continue_or_restart_rows(texts: Texts, voice: Voice) -> tuple[Row, ...]:
    return (
        (Button(texts("button-continue", voice), Action(CONTINUE)),),
        (Button(texts("button-restart", voice), Action(RESTART)),),
    )


def quick_reply_rows(session: Session) -> tuple[Row, ...]:
    """One row for each quick reply under the last question."""
    question = session.last_question
    if question is None:
        return ()
    place = (str(session.id), str(question.position))
    return tuple((Button(label, Action(SAY, (*place, str(n)))),) for n, label in enumerate(question.quick_replies))
