"""Raw text in, text without personal data out, and the way back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

RedactedText = NewType("RedactedText", str)
"""Text that a redactor has been over. Only a ``Redactor`` makes it (``tests/unit/test_house_rules.py`` checks)."""

_FORM = r"\[[А-ЯЁ]+_\d+\]"
PLACEHOLDER = re.compile(_FORM, re.IGNORECASE)
"""The form of every placeholder that goes to a model: ``[ИМЯ_1]``. Models change its case now and then."""

_TOLD = re.compile(r"\[(?:ИМЯ|ОТЧЕСТВО|ФАМИЛИЯ|(?P<handle>НИК))_\d+\]", re.IGNORECASE)

#: How it stands in a sentence: an address in front, an address behind a comma, anything else.
_IN_SENTENCE = re.compile(
    rf"(?P<front>^|[.!?…]\s+)(?P<a>{_FORM}),\s*(?P<next>\w?)"
    rf"|,\s*(?P<b>{_FORM})(?=\s*(?:[,.!?…)]|$))"
    rf"|(?:(?<!\S)(?P<c>{_FORM})[ \t]+|[ \t]?(?P<d>{_FORM}))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Texts with placeholders, and what each stands for: a name in the nominative, all else as it was written."""

    texts: tuple[RedactedText, ...]
    placeholders: Mapping[str, str]

    def restore(self, text: str) -> str:
        """Put the person's own words back where a model used their placeholders; what nobody gave out stays."""
        if not self.placeholders:
            return text
        originals = {placeholder.upper(): original for placeholder, original in self.placeholders.items()}
        # At one go: what a person wrote may look like a placeholder itself.
        found = re.compile("|".join(map(re.escape, originals)), re.IGNORECASE)
        return found.sub(lambda m: originals[m.group().upper()], text)

    def unknown_in(self, text: str) -> frozenset[str]:
        """What looks like a placeholder in the ``text`` of a model, and was given out by nobody."""
        return frozenset(p for p in PLACEHOLDER.findall(text) if p.upper() not in self.placeholders)

    def drop_unknown(self, text: str) -> str:
        """The ``text`` of a model without the placeholders that it invented: to be called before ``restore``.

        An address goes together with its comma. Inside a sentence a gap is left: no word fits every case.
        """
        return _IN_SENTENCE.sub(self._without_unknown, text)

    def _without_unknown(self, found: re.Match[str]) -> str:
        placeholder = found["a"] or found["b"] or found["c"] or found["d"]
        if placeholder.upper() in self.placeholders:
            return found.group()
        return (found["front"] or "") + (found["next"] or "").upper()


def names_told(placeholders: Mapping[str, str]) -> tuple[str, ...]:
    """Whoever placeholders stand for, the last one first, as ``Redactor.hide`` takes them: a handle with its «@»."""
    told = ((_TOLD.fullmatch(placeholder), original) for placeholder, original in placeholders.items())
    names = [f"@{original.lstrip('@')}" if found["handle"] else original for found, original in told if found]
    return tuple(dict.fromkeys(reversed(names)))


class Redactor(Protocol):
    def hide(
        self,
        texts: Sequence[str],
        *,
        known: Mapping[str, str],
        names: Sequence[str] = (),
        told: Sequence[str] = (),
    ) -> Hidden:
        """Replace personal data by placeholders, the same one for the same thing.

        Args:
            texts: what is about to leave, in order; the result has as many.
            known: placeholders given out earlier in this session (placeholder -> original); they are kept.
            names: what the person is called: first name, last name, @username; hidden in every form, wherever they are.
            told: whom they told of in earlier sessions, in the same way; where the coach is spoken to by such a name,
                it stays.
        """
        ...
