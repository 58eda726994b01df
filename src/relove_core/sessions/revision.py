"""What an edit makes of words that are not answered yet."""

from collections.abc import Sequence
from dataclasses import replace

from relove_core.sessions.model import Session


def revised(session: Session, telegram_message_id: int, texts: Sequence[str]) -> Session | None:
    """The session with these texts as the parts of the message, where the old parts stood; the rest moves along.

    ``None`` if no unanswered remark is of that message. Without texts all stays as it was: nobody unsays by an edit.
    """
    old = [r for r in session.unanswered if r.telegram_message_id == telegram_message_id]
    if not old or not texts:
        return session if old else None
    first = old[0].position
    behind = [r for r in session.history if r.position > first and r not in old]
    new = [replace(old[0], text=text, part=part) for part, text in enumerate(texts)]
    moved = tuple(replace(r, position=first + n) for n, r in enumerate([*new, *behind]))
    length = first + len(moved)
    return replace(
        session,
        history=tuple(r for r in session.history if r.position < first) + moved,
        length=length,
        analysed_length=min(session.analysed_length, length),
    )
