"""Texts that say which text it is: tests then depend on codes, not on wording."""

from relove_core.markup import Html, escape
from relove_core.texts import Voice


class KeyTexts:
    """``code``, or ``code(a=1, b=2)`` where values are given; the voice leaves no trace."""

    def __call__(self, code: str, voice: Voice, **values: str | int) -> Html:
        del voice
        given = ", ".join(f"{name}={value}" for name, value in values.items())
        return escape(f"{code}({given})" if given else code)
