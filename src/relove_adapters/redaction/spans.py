"""A place in a text that has to be hidden."""

from typing import NamedTuple


class Span(NamedTuple):
    """``original`` is what its placeholder stands for: the nominative of a name, else the text itself."""

    start: int
    end: int
    kind: str
    original: str
