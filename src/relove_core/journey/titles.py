"""What the stages are called, to whom."""

from collections.abc import Mapping
from types import MappingProxyType

from relove_core.journey.model import Stage
from relove_core.users.model import Contact

#: For who is not to read of dying and rising. Source: the product's safety rules.
_GENTLE: Mapping[Stage, str] = MappingProxyType({Stage.RESURRECTION: "stage-RESURRECTION-gentle"})


def title_code(stage: Stage, contact: Contact) -> str:
    """The code of the title's text."""
    plain = f"stage-{stage.value}"
    return plain if contact.may_die_symbolically else _GENTLE.get(stage, plain)
