"""The port to the instructions of the models: which words they are given, what comes beside them, which version."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from relove_core.llm import Purpose


class Fact(StrEnum):
    """The closed words a prompt carries beside the dialogue."""

    STAGE = "stage"
    GENDER = "gender"
    INTENSITY = "intensity"
    SYMBOLS = "symbols"
    """Whether death may stand for change: ``on`` or ``off``."""


class Label(StrEnum):
    """What each note of a prompt holds."""

    PATTERNS = "patterns"
    """Of earlier sessions, like the next two."""
    CORE_ISSUE = "core_issue"
    THEMES = "themes"
    PORTRAIT = "portrait"
    """What is understood of them so far, to whoever speaks with them."""
    DIGEST = "digest"
    """What was said in this session before the turns of the dialogue."""
    STREAMS = "streams"
    """The programmes there are: slug, title, signs of readiness."""


SYMBOLS: Mapping[bool, str] = {True: "on", False: "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructions:
    """``version`` changes whenever the text does: it is kept with every answer."""

    text: str
    version: str


class Prompts(Protocol):
    def instructions(self, purpose: Purpose, facts: Mapping[str, str]) -> Instructions:
        """What a model is told for ``purpose``, fitted to the closed words of the product.

        Raises:
            LookupError: there is no such purpose, or a fact has a value that nobody has written words for.
        """
        ...
