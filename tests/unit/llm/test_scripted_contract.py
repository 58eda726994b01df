"""The scripted coach keeps the promises that models keep."""

import pytest

from relove_adapters.llm.scripted.coach import ScriptedCoach
from tests.contracts.llm import LLMContract
from tests.unit.llm.talking import COACH


@pytest.fixture
def llm() -> ScriptedCoach:
    return COACH


class TestScriptedCoach(LLMContract):
    pass
