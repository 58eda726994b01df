"""The port to the product's own words, in the person's language and form of address."""

from dataclasses import dataclass
from typing import Protocol

from relove_core.markup import Html


@dataclass(frozen=True, slots=True)
class Voice:
    """How a person is spoken to: language (``ru``, ``en``) and address (``female``, ``male``, ``unknown``)."""

    language: str
    address: str


class Texts(Protocol):
    def __call__(self, code: str, voice: Voice, **values: str | int) -> Html:
        """The text of this code; values are escaped.

        Raises:
            LookupError: there is no such text, or a value is missing: a mistake in the code.
        """
        ...
