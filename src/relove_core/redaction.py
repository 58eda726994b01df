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
    raw: tuple[str, ...] = ()
    """The texts as they were, in the same order."""

    def restore(self, text: str) -> str:
        """Put the person's own words back where a model used their placeholders; what nobody gave out stays.

        A quotation of a whole piece of a text comes back to the letter, every name in the case in which it was said.
        """
        if not self.placeholders:
            return text
        originals = {placeholder.upper(): original for placeholder, original in self.placeholders.items()}
        # At one go: what a person wrote may look like a placeholder itself.
        found = re.compile("|".join(map(re.escape, originals)), re.IGNORECASE)

        def back(match: re.Match[str]) -> str:
            quoted = match["quoted"]
            if quoted is None:
                return originals[match.group().upper()]
            verbatim = self._verbatim(quoted, found) if found.search(quoted) else quoted
            return verbatim or found.sub(lambda m: originals[m.group().upper()], quoted)

        return re.sub(rf"(?<=«)(?P<quoted>[^«»]+)(?=»)|{found.pattern}", back, text, flags=re.IGNORECASE)

    def _verbatim(self, quoted: str, placeholder: re.Pattern[str]) -> str | None:
        """The words of the person that a quotation shows, as they were; ``None`` where it is nobody's words."""
        for shown, raw in zip(self.texts, self.raw, strict=False):
            at = shown.find(quoted)
            if at >= 0:
                moved = _moved(shown, raw, (at, at + len(quoted)), placeholder)
                return raw[slice(*moved)] if moved else None
        return None

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


def _moved(shown: str, raw: str, span: tuple[int, int], placeholder: re.Pattern[str]) -> tuple[int, int] | None:
    """Where a span of a redacted text lies in the text as it was; ``None`` where one cannot be laid upon the other."""
    here, there = 0, 0
    places: dict[int, int] = {}
    for found in (*placeholder.finditer(shown), None):
        between = shown[here : found.start() if found else len(shown)]
        at = raw.find(between, there + bool(here)) if between else len(raw) if found is None else there
        if at < 0 or (not here and at > 0):
            return None
        places |= {here + n: at + n for n in range(len(between) + 1)}
        here, there = found.end() if found else len(shown), at + len(between)
    start, end = places.get(span[0]), places.get(span[1])
    return None if start is None or end is None else (start, end)


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
