"""A text as the rules of names see it: words in a row, and what stands between them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from relove_adapters.redaction.lexicon import Word

TOKEN = re.compile(r"из-за|[^\W\d_]+", re.IGNORECASE)
OPENS = " \t\"«“„'(—–-*_"
ENDS = ".!?…\n;"


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str
    word: Word

    @property
    def lower(self) -> str:
        return self.text.lower().replace("ё", "е")

    @property
    def is_capital(self) -> bool:
        """Begins with one and is not written in capitals whole: only then does it say something."""
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.isupper())


NOTHING = Token(0, 0, "", Word())


class Line:
    """The tokens of one text."""

    def __init__(self, text: str, word: Callable[[str], Word]) -> None:
        self.text = text
        self.tokens = [Token(m.start(), m.end(), m.group(), word(m.group().lower())) for m in TOKEN.finditer(text)]

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, i: int) -> Token:
        """Token ``i``, or one without letters beyond the ends."""
        return self.tokens[i] if 0 <= i < len(self.tokens) else NOTHING

    def gap(self, i: int) -> str:
        """What stands between token ``i`` and the next, up to the ends of the text."""
        start = self.tokens[i].end if i >= 0 else 0
        end = self.tokens[i + 1].start if i + 1 < len(self.tokens) else len(self.text)
        return self.text[start:end]

    def begins_sentence(self, i: int) -> bool:
        before = self.text[: self.tokens[i].start].rstrip(OPENS)
        return not before or before[-1] in ENDS or not (before[-1].isalnum() or before[-1] in ",:)»”")

    def has_telling_capital(self, i: int) -> bool:
        return self.tokens[i].is_capital and self._trusts_capitals and not self.begins_sentence(i)

    def is_beside(self, i: int) -> bool:
        """Whether only a space stands between token ``i`` and the next."""
        return i + 1 < len(self.tokens) and i >= 0 and not self.gap(i).strip(" ")

    @cached_property
    def _trusts_capitals(self) -> bool:
        """Not where Words Are Written Like This."""
        plain = [i for i, t in enumerate(self.tokens) if t.is_capital and t.word.is_known and not t.word.names]
        return sum(not self.begins_sentence(i) for i in plain) < 2
