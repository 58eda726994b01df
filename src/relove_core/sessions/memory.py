"""What the coach remembers: the newest turns word by word, the older ones retold, earlier sessions' findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relove_core.llm import Purpose, Speaker
from relove_core.markup import clip
from relove_core.prompts import Label
from relove_core.sessions.model import Remark, Session
from relove_core.sessions.whom import Whom

TURN_CHARS = 12_000
"""How much of the newest dialogue a turn shows to the coach: some 5,000 tokens of Russian."""
WHOLE_CHARS = 60_000
"""The same for what is looked at as a whole: some 25,000 tokens."""

DIGEST_FROM_CHARS, DIGEST_FROM_REMARKS = 8000, 40
"""More than this undigested, and the older part is retold: well before it drops out of what a turn shows."""
KEPT_CHARS, KEPT_REMARKS = 4000, 20
"""How much of the newest dialogue stays as it was said when the older part is retold."""

PORTRAYED = frozenset({Purpose.COACH_TURN, Purpose.DIAGNOSTIC_TURN, Purpose.GUIDED_TURN})
"""Asked with the portrait at hand: where the coach listens and asks. What is handed to the person as found in their
words, and what moves their stage, is looked for in these words alone: reflection, summary, diagnosis, readiness."""
PORTRAIT_CHARS = 1500
"""So much of a portrait is enough to lean on, and leaves the dialogue the greater part of a prompt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What was said in the first ``length`` remarks of a session, retold."""

    text: str
    length: int


def newest(remarks: Sequence[Remark], *, chars: int, most: int | None = None) -> tuple[Remark, ...]:
    """The newest remarks that fit; the last one and everything unanswered always do."""
    kept: list[Remark] = []
    for remark in reversed(remarks):
        chars -= len(remark.text)
        is_needed = not kept or (remark.speaker is Speaker.PERSON and not remark.is_answered)
        if not is_needed and (chars < 0 or (most is not None and len(kept) >= most)):
            break
        kept.append(remark)
    return tuple(reversed(kept))


def to_digest(session: Session) -> tuple[Remark, ...]:
    """The older remarks that are due to be retold, oldest first; none while the dialogue is short."""
    undigested = tuple(r for r in session.history if r.position >= session.digested_length)
    is_long = sum(len(r.text) for r in undigested) > DIGEST_FROM_CHARS or len(undigested) > DIGEST_FROM_REMARKS
    if not is_long:
        return ()
    kept = newest(undigested, chars=KEPT_CHARS, most=KEPT_REMARKS)
    return undigested[: len(undigested) - len(kept)]


def notes_of(session: Session, whom: Whom, portrait: str | None = None) -> Mapping[str, tuple[str, ...]]:
    """By label; what is not known has no label."""
    profile = whom.profile
    notes = {
        Label.PATTERNS: profile.patterns,
        Label.CORE_ISSUE: (profile.core_issue,) if profile.core_issue else (),
        Label.THEMES: profile.themes,
        Label.PORTRAIT: (clip(portrait, PORTRAIT_CHARS),) if portrait else (),
        Label.DIGEST: (session.digest,) if session.digest else (),
    }
    return {label: texts for label, texts in notes.items() if texts}
