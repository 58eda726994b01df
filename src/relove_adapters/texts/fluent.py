"""Texts from Fluent files: plurals and forms of address are the files' business."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from relove_core.markup import Html, escape
from relove_core.texts import Voice

LANGUAGES = ("ru", "en")


class FluentTexts:
    """Raises at construction where a file cannot be read: never a half-spoken sentence to a person."""

    def __init__(self) -> None:
        self._bundles = {language: _bundle(language) for language in LANGUAGES}

    def __call__(self, code: str, voice: Voice, **values: str | int) -> Html:
        bundle = self._bundles[voice.language]
        if not bundle.has_message(code):
            raise LookupError(f"{voice.language}: there is no text {code!r}")
        given = {name: escape(value) if isinstance(value, str) else value for name, value in values.items()}
        spoken, errors = bundle.format_pattern(bundle.get_message(code).value, {"address": voice.address, **given})
        if errors:
            raise LookupError(f"{voice.language}: text {code!r}: {errors[0]}")
        return Html(spoken)


def resources(language: str) -> Iterable[Any]:
    """The parsed files of a language."""
    for file in sorted(files(__package__).joinpath(language).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ftl"):
            yield FluentResource(file.read_text(encoding="utf-8"))


def _bundle(language: str) -> Any:
    bundle = FluentBundle([language], use_isolating=False)
    for resource in resources(language):
        bundle.add_resource(resource)
    return bundle
