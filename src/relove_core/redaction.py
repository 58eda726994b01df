"""Raw text in, text without personal data out, and the way back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

RedactedText = NewType("RedactedText", str)
"""Text that a redactor has been over. Only a ``Redactor`` makes it (``tests/unit/test_house_rules.py`` checks)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Texts with placeholders, and what each placeholder stands for."""

    texts: tuple[RedactedText, ...]
    placeholders: Mapping[str, str]

    def restore(self, text: str) -> str:
        """Put the person's own words back where a model used their placeholders."""
        if not self.placeholders:
            return text
        # At one go: what a person wrote may look like a placeholder itself.
        found = "|".join(map(re.escape, self.placeholders))
        return re.sub(found, lambda m: self.placeholders[m.group()], text)


class Redactor(Protocol):
    def hide(self, texts: Sequence[str], *, known: Mapping[str, str]) -> Hidden:
        """Replace personal data by placeholders, the same one for the same thing.

        Args:
            texts: what is about to leave, in order; the result has as many.
            known: placeholders given out earlier in this session (placeholder -> original); they are kept.
        """
        ...
