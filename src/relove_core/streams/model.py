"""A programme as it is offered."""

import re
from dataclasses import dataclass

from relove_core.errors import InvalidInput

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_CHARS = 40
"""Fits a button beside its action. Source: Bot API, 64 bytes of callback data."""
TITLE_CHARS, PROMISE_CHARS, PRICE_CHARS, SIGN_CHARS = 60, 300, 120, 200
MOST_SIGNS = 8
MOST_POSITION = 1000

INTERESTED = "interested_stream"
"""The marker of who said "interesting": a list of slugs, each once, the newest last; taken back, it leaves the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """``signs``: by what one knows that a person is ready for it. ``position``: small ones are shown first.

    Raises:
        InvalidInput: names the field and what is allowed.
    """

    slug: str
    title: str
    promise: str
    """One line, and none of a result."""
    signs: tuple[str, ...]
    link: str
    price_note: str
    is_active: bool = True
    position: int = 0

    def __post_init__(self) -> None:
        if not SLUG.fullmatch(self.slug) or len(self.slug) > SLUG_CHARS:
            raise InvalidInput(f"slug: small Latin letters, digits and hyphens, at most {SLUG_CHARS}")
        _require_line(TITLE_CHARS, title=self.title)
        _require_line(PROMISE_CHARS, promise=self.promise)
        _require_line(PRICE_CHARS, price_note=self.price_note)
        if not 1 <= len(self.signs) <= MOST_SIGNS:
            raise InvalidInput(f"signs: from 1 to {MOST_SIGNS}")
        for sign in self.signs:
            _require_line(SIGN_CHARS, signs=sign)
        if not 0 <= self.position <= MOST_POSITION:
            raise InvalidInput(f"position: from 0 to {MOST_POSITION}")


def _require_line(most: int, **fields: str) -> None:
    for name, value in fields.items():
        if not value.strip() or len(value) > most or "\n" in value:
            raise InvalidInput(f"{name}: one line of 1 to {most} characters")
