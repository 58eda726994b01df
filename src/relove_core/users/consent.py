"""What a person has to agree to before anything of theirs is kept or thought about, and what they may."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from relove_core.delivery.actions import Action
from relove_core.errors import Conflict, InvalidInput


class ConsentKind(StrEnum):
    """Three separate ones, in the order in which they are asked. Source: the product's privacy rules."""

    RULES = "rules"
    """Being 18 or older, and the rules."""
    DATA = "data"
    """Processing of personal and psychological data."""
    NEWS = "news"
    """Messages about programmes; may be refused."""


#: The version of each text. A new one asks everybody again at their next contact.
CURRENT: Mapping[ConsentKind, str] = MappingProxyType(
    {ConsentKind.RULES: "2026-11", ConsentKind.DATA: "2026-11", ConsentKind.NEWS: "2026-11"}
)
REQUIRED = frozenset({ConsentKind.RULES, ConsentKind.DATA})

CONSENT = "consent"
"""The action of a consent's buttons; arguments: kind, version, ``yes`` or ``no``."""


class ConsentMissing(Conflict):
    """Without the required consents nothing is kept and nobody is asked."""

    code = "users.consent_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAnswer:
    """What a person said to one version of one text."""

    kind: ConsentKind
    version: str
    is_given: bool

    @property
    def is_current(self) -> bool:
        return CURRENT[self.kind] == self.version

    def action(self) -> Action:
        return Action(CONSENT, (self.kind.value, self.version, "yes" if self.is_given else "no"))


def answer_of(args: tuple[str, ...]) -> ConsentAnswer:
    """What a pressed button says.

    Raises:
        InvalidInput: it is not one of ours.
    """
    match args:
        case (kind, version, "yes" | "no" as said) if kind in tuple(ConsentKind):
            return ConsentAnswer(kind=ConsentKind(kind), version=version, is_given=said == "yes")
    raise InvalidInput("a consent button carries kind, version and yes or no")
