"""A word that the instructions lack is told to the operator, and the question fails as if no model had an answer."""

from collections.abc import Mapping

import pytest
from structlog.testing import capture_logs

from relove_adapters.llm.instructing import InstructionsMissing, SurePrompts
from relove_core.llm import Purpose
from relove_core.prompts import Instructions
from relove_core.testing.plain_prompts import PlainPrompts


class Gaps:
    """Prompts without a word for anything."""

    def instructions(self, purpose: Purpose, facts: Mapping[str, str]) -> Instructions:
        del purpose
        raise KeyError(*facts)


def test_what_there_is_passes() -> None:
    asked = (Purpose.COACH_TURN, {"stage": "REFUSAL"})

    assert SurePrompts(PlainPrompts()).instructions(*asked) == PlainPrompts().instructions(*asked)


def test_a_gap_is_an_answer_that_nobody_has() -> None:
    with pytest.raises(InstructionsMissing) as missing:
        SurePrompts(Gaps()).instructions(Purpose.COACH_TURN, {"КАНАРЕЙКА": ""})

    assert "КАНАРЕЙКА" not in str(missing.value)


def test_it_is_told_once_for_each_purpose() -> None:
    prompts = SurePrompts(Gaps())

    with capture_logs() as logged:
        for purpose in (Purpose.COACH_TURN, Purpose.COACH_TURN, Purpose.READINESS):
            with pytest.raises(InstructionsMissing):
                prompts.instructions(purpose, {})

    assert [(line["event"], line["purpose"]) for line in logged] == [
        ("llm.instructions_missing", "coach_turn"),
        ("llm.instructions_missing", "readiness"),
    ]
