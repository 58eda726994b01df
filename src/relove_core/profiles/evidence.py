"""Whether words that are said to be somebody's are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from relove_core.redaction import Hidden

LEAST_CHARS = 8
"""Shorter words stand in any text, and show nothing."""
LEAST_WORDS = 3
"""Fewer in quotation marks may be the name of something, or said with a smile."""

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r'«((?:[^«»]|«[^«»]*»)+)»|„([^„“”]+)[“”]|“([^“”]+)”|"([^"\n]+)"')


@dataclass(frozen=True, slots=True)
class Words:
    """All that the person has said or shown, as it was and as a model was shown it."""

    hidden: Hidden
    texts: tuple[str, ...]
    """Folded."""

    @classmethod
    def of(cls, hidden: Hidden, *, said: Iterable[str], shown: Iterable[str]) -> "Words":
        return cls(hidden, tuple(folded(text) for text in (*said, *shown)))

    def prove(self, quote: str) -> bool:
        """Whether it is long enough to show anything, and ``hold``s."""
        return len(folded(quote)) >= LEAST_CHARS and self.hold(quote)

    def hold(self, quote: str) -> bool:
        """Whether it stands in one of the texts word by word; case, «ё» and punctuation aside."""
        read = {folded(quote), folded(self.hidden.restore(quote))} - {""}
        return any(stands_in(text, q) for q in read for text in self.texts)

    def without_quotes(self, text: str) -> str:
        """The text of a model without what it quotes of theirs."""
        return _QUOTED.sub(lambda found: "" if self.hold(_inside(found)) else found.group(), text)

    def quoting_nobody_else(self, text: str) -> str:
        """The text of a model, in which words that were not theirs are no quotation; a word or two may be a name."""

        def judged(found: re.Match[str]) -> str:
            inside = _inside(found)
            is_short = len(_WORD.findall(inside)) < LEAST_WORDS
            return found.group() if is_short or self.hold(inside) else self.quoting_nobody_else(inside)

        return _QUOTED.sub(judged, text)


def folded(text: str) -> str:
    """Its words, without what makes no difference between two quotations of them."""
    return " ".join(_WORD.findall(text.casefold().replace("ё", "е")))


def stands_in(text: str, words: str) -> bool:
    """Whether whole words of a folded text are these folded ones."""
    return f" {words} " in f" {text} "


def _inside(quotation: re.Match[str]) -> str:
    return quotation[quotation.lastindex or 0]
