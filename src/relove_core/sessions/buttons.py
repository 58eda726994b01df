"""The buttons of a conversation and what they ask for."""

from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button
from relove_core.errors import InvalidInput
from relove_core.sessions.model import Session, SessionKind
from relove_core.texts import Texts, Voice

OPEN = "open"
"""Argument: the kind of session; one without it is of a provocative one, like the next."""
CONTINUE = "continue"
RESTART = "restart"
RESUME = "resume"
SAY = "say"
"""Arguments: session id, position of the coach's remark, which of its quick replies."""

Row = tuple[Button, ...]


def open_row(texts: Texts, voice: Voice) -> Row:
    return (Button(texts("button-open", voice), Action(OPEN, (SessionKind.PROVOCATIVE.value,))),)


def resume_row(texts: Texts, voice: Voice) -> Row:
    return (Button(texts("button-resume", voice), Action(RESUME)),)


def continue_or_restart_rows(texts: Texts, voice: Voice, wanted: SessionKind) -> tuple[Row, ...]:
    """``wanted``: the kind that the person has asked for."""
    restart = texts("button-restart", voice, wanted=wanted.value)
    return (
        (Button(texts("button-continue", voice), Action(CONTINUE)),),
        (Button(restart, Action(RESTART, (wanted.value,))),),
    )


def kind_of(args: tuple[str, ...]) -> SessionKind:
    """The kind that a button names.

    Raises:
        InvalidInput: there is no such kind.
    """
    match args:
        case ():
            return SessionKind.PROVOCATIVE
        case (kind,) if kind in tuple(SessionKind):
            return SessionKind(kind)
    raise InvalidInput("a button of a session carries its kind or nothing")


def quick_reply_rows(session: Session) -> tuple[Row, ...]:
    """One row for each quick reply under the last question."""
    question = session.last_question
    if question is None:
        return ()
    place = (str(session.id), str(question.position))
    return tuple((Button(label, Action(SAY, (*place, str(n)))),) for n, label in enumerate(question.quick_replies))
