"""A model's words as a person may see them: mended, with what was hidden put back."""

from collections.abc import Sequence

from relove_core.errors import Unavailable
from relove_core.markup import clip, pages
from relove_core.prose import tidy
from relove_core.redaction import Hidden
from relove_core.safety.detector import detect_safely
from relove_core.sessions.coach import REPLY_CHARS, CoachTurn
from relove_core.sessions.speech import cut_short

LABEL_CHARS = 60
"""The longest quick reply that is shown: a button has one line, and its label comes back above the next question."""
FINDING_CHARS = 500
"""The longest finding of a session that is kept."""
MOST_FINDINGS = 8
"""Of one kind in one answer."""
MOST_PASSES = 3
"""Two mend all that models have been seen to write; what is still not clean was made to get through."""


def plain(text: str, hidden: Hidden) -> str:
    """A model's words without what it must not bring in; nothing of those that ``MOST_PASSES`` do not make so."""
    text = text[:REPLY_CHARS]
    for _ in range(MOST_PASSES):
        # What is taken out may have kept apart what is a link, or a placeholder, together.
        before, text = text, tidy(hidden.drop_unknown(text))
        if text == before:
            return text
    return ""


def shown(text: str, hidden: Hidden) -> str:
    """A model's words as a person may see them."""
    return hidden.restore(plain(text, hidden)).strip()


def finding(text: str | None, hidden: Hidden) -> str | None:
    return (clip(shown(text[: 2 * FINDING_CHARS], hidden), FINDING_CHARS) or None) if text else None


def findings(texts: Sequence[str], hidden: Hidden) -> tuple[str, ...]:
    return tuple(found for text in texts[:MOST_FINDINGS] if (found := finding(text, hidden)))


def turned(said: CoachTurn, hidden: Hidden) -> CoachTurn:
    """A remark as it may be kept and sent; despair is offered to nobody as a quick reply.

    Raises:
        Unavailable: nothing is left of it.
    """
    labels = (clip(shown(label[: 2 * LABEL_CHARS], hidden), LABEL_CHARS) for label in said.quick_replies)
    return CoachTurn(
        reply=spoken(said.reply, hidden),
        quick_replies=tuple(dict.fromkeys(label for label in labels if label and detect_safely(label) is None)),
        patterns=findings(said.patterns, hidden),
        core_issue=finding(said.core_issue, hidden),
        crisis=said.crisis,
    )


def spoken(reply: str, hidden: Hidden) -> str:
    """The words of a remark, no longer than a remark is. Raises Unavailable: nothing is left of them."""
    said = cut_short(shown(reply, hidden))
    if not said:
        raise Unavailable("the coach said nothing")
    return next(pages(said, chars=REPLY_CHARS))
