"""What a person said, as it came, and as remarks of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from relove_core.llm import Speaker
from relove_core.markup import clean, pages
from relove_core.sessions.model import REMARK_CHARS, Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One text of a person, as it came."""

    update_id: int
    telegram_message_id: int | None
    text: str


def remarks_of(said: Sequence[Said], *, at: datetime) -> list[Remark]:
    """As remarks of the person, a long text in parts."""
    return [
        Remark(
            speaker=Speaker.PERSON,
            text=text,
            said_at=at,
            update_id=one.update_id,
            part=part,
            telegram_message_id=one.telegram_message_id,
        )
        for one in said
        for part, text in enumerate(pages(clean(one.text), chars=REMARK_CHARS))
        if text
    ]
