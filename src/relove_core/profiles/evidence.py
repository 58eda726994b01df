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
_QUOTED = re.compile(r"«([^«»]+)»")


@dataclass(frozen=True, slots=True)
class Words:
    """All that the person has said or shown, as it was and as a model was shown it."""

    hidden: Hidden
    texts: tuple[str, ...]
    """Folded."""

    @classmethod
    def of(cls, hidden: Hidden, *, said: Iterable[str], shown: Iterable[str]) -> "Words":
        return cls(hidden, tuple(_folded(text) for text in (*said, *shown)))

    def hold(self, quote: str) -> bool:
        """Whether it stands in one of the texts word by word; case, «ё» and punctuation aside."""
        read = {_folded(quote), _folded(self.hidden.restore(quote))}
        return any(len(q) >= LEAST_CHARS and f" {q} " in f" {text} " for q in read for text in self.texts)

    def without_quotes(self, text: str) -> str:
        """The text of a model without what it quotes of theirs."""
        return _QUOTED.sub(lambda found: "" if self.hold(found[1]) else found.group(), text)

    def quoting_nobody_else(self, text: str) -> str:
        """The text of a model, in which words that were not theirs are no quotation; a word or two may be a name."""

        def judged(found: re.Match[str]) -> str:
            is_short = len(_WORD.findall(found[1])) < LEAST_WORDS
            return found.group() if is_short or self.hold(found[1]) else found[1]

        return _QUOTED.sub(judged, text)


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("ё", "е")))
