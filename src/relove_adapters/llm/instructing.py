"""Instructions that are missing are one more reason for the scripted coach, not for a failed update."""

from collections.abc import Mapping

import structlog

from relove_core.errors import Unavailable
from relove_core.llm import Purpose
from relove_core.prompts import Instructions, Prompts

log = structlog.get_logger()


class InstructionsMissing(Unavailable):
    """Our own texts have no word for this question: no model can be asked, and none is to blame."""

    code = "llm.instructions_missing"


class SurePrompts:
    """Prompts whose gaps are told once a purpose and process; the question fails like any other without an answer."""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts
        self._told: set[Purpose] = set()

    def instructions(self, purpose: Purpose, facts: Mapping[str, str]) -> Instructions:
        try:
            return self._prompts.instructions(purpose, facts)
        except LookupError as e:
            self._tell(purpose)
            raise InstructionsMissing(f"no instructions for {purpose}") from e

    def _tell(self, purpose: Purpose) -> None:
        if purpose not in self._told:
            self._told.add(purpose)
            log.error("llm.instructions_missing", purpose=purpose.value, exc_info=True)
