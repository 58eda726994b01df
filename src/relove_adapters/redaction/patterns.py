"""What can be told by its form, in the order in which it is looked for."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from relove_adapters.redaction.spans import Span

BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where something is hidden already: neither a letter nor a digit nor a space."""


def always(found: str, after: str) -> bool:
    """The form says it all."""
    del found, after
    return True


@dataclass(frozen=True, slots=True)
class Form:
    """``pattern``: what it looks like; a group ``x`` in it is hidden alone.

    ``holds``: what else must be true of what was found and of the text behind it, such as check digits.
    """

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str, str], bool] = always


def of_any_case(pattern: str) -> re.Pattern[str]:
    """For forms that do not tell capitals."""
    return re.compile(pattern, re.IGNORECASE)


def found_in(text: str, forms: Sequence[Form]) -> Iterator[Span]:
    """Everything of these forms; nothing is in two of them, the earlier form takes it."""
    for form in forms:
        group = "x" if "x" in form.pattern.groupindex else 0
        for found in list(form.pattern.finditer(text)):
            start, end = found.span(group)
            original = text[start:end]
            if BLANK not in original and form.holds(original, text[end:]):
                yield Span(start, end, form.kind, original)
                text = f"{text[:start]}{BLANK * (end - start)}{text[end:]}"
