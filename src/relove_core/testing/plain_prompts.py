"""Instructions that say nothing but what they were asked for."""

from collections.abc import Mapping

from relove_core.llm import Purpose
from relove_core.prompts import Instructions


class PlainPrompts:
    """The purpose, then the facts by name, one a line: ``stage: REFUSAL``."""

    def instructions(self, purpose: Purpose, facts: Mapping[str, str]) -> Instructions:
        lines = (f"{name}: {facts[name]}" for name in sorted(facts))
        return Instructions(text="\n".join((f"purpose: {purpose}", *lines)), version="test")
