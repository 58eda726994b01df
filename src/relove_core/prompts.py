"""The port to the instructions of the models: which words they are given, and in which version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from relove_core.llm import Purpose


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
