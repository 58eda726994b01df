"""The panel's words, by language, from ``texts/*.ftl``."""

import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

RUSSIAN, ENGLISH = "ru", "en"
LANGUAGES = (RUSSIAN, ENGLISH)
LONGEST_HEADER = 200

#: A Russian word of one letter does not end a line.
_ONE_LETTER = re.compile(r"(?<![^\s(«])([А-Яа-яЁё]) ")

Say = Callable[..., str]


def language_of(accept_language: str) -> str:
    """The one of ours that the reader likes best; Russian where none is named."""
    liked: dict[str, float] = {}
    for part in accept_language[:LONGEST_HEADER].split(","):
        tag, _, rest = part.strip().partition(";")
        name = tag.partition("-")[0].lower()
        if name in LANGUAGES:
            liked[name] = max(liked.get(name, 0.0), _quality(rest))
    best = max(liked, key=lambda name: liked[name], default=RUSSIAN)
    return best if liked.get(best, 0.0) > 0 else RUSSIAN


def _quality(rest: str) -> float:
    _, is_given, value = rest.partition("q=")
    try:
        return float(value) if is_given else 1.0
    except ValueError:
        return 0.0


class Wording:
    """Raises at construction where a file cannot be read, and ``LookupError`` for a text that is not there."""

    def __init__(self) -> None:
        self._bundles = {language: _bundle(language) for language in LANGUAGES}

    def of(self, language: str) -> Say:
        bundle = self._bundles[language]

        def say(code: str, **values: str | int) -> str:
            if not bundle.has_message(code):
                raise LookupError(f"{language}: there is no text {code!r}")
            spoken, errors = bundle.format_pattern(bundle.get_message(code).value, values)
            if errors:
                raise LookupError(f"{language}: text {code!r}: {errors[0]}")
            return _ONE_LETTER.sub("\\1\u00a0", str(spoken))

        return say


def _bundle(language: str) -> Any:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(source(language)))
    return bundle


def source(language: str) -> str:
    return files("apps.admin").joinpath("texts", f"{language}.ftl").read_text(encoding="utf-8")
