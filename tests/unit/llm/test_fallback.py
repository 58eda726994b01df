"""Another provider, where one has no answer; and the scripted coach behind them all."""

from typing import Any

import pytest

from relove_adapters.llm.fallback import Fallback
from relove_adapters.llm.instructing import InstructionsMissing
from relove_adapters.llm.paced import NoSlot
from relove_adapters.llm.steady import SteadyModel
from relove_core.errors import Unavailable
from relove_core.llm import (
    Completed,
    ModelFailed,
    ModelMisconfigured,
    ModelsOff,
    NothingHeard,
    Purpose,
    SpendingCapReached,
)
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.scripted_model import ScriptedModel
from relove_core.transactions import StorageUnavailable
from tests.unit.llm.around import FINE, LECTURE, Answering, QuickTimer, prompt_for, question_for, usage_of

FIRST = Completed(value=FINE, usage=usage_of())
SECOND = Completed(value=LECTURE, usage=usage_of())


def over(*providers: Answering) -> Fallback:
    return Fallback(providers, timer=QuickTimer(), leave_s=12)


async def test_the_first_provider_answers_where_it_can() -> None:
    second = Answering([SECOND])

    answer = await over(Answering([FIRST]), second).ask(question_for(), until=60)

    assert answer == FIRST
    assert second.asked == []


@pytest.mark.parametrize(
    "failure", [ModelFailed("500"), ModelMisconfigured("401"), NoSlot("later"), Unavailable("open")], ids=repr
)
async def test_the_second_answers_where_the_first_cannot(failure: Unavailable) -> None:
    answer = await over(Answering([failure]), Answering([SECOND])).ask(question_for(), until=60)

    assert answer == SECOND


async def test_the_first_leaves_the_second_time_for_an_attempt() -> None:
    first, second = Answering([ModelFailed("500")]), Answering([SECOND])

    await over(first, second).ask(question_for(), until=60)

    assert (first.untils, second.untils) == ([48], [60])


@pytest.mark.parametrize(
    "failure", [StorageUnavailable("down"), InstructionsMissing("none"), NothingHeard("silence")], ids=repr
)
async def test_what_no_provider_can_mend_none_is_asked_about(failure: Unavailable) -> None:
    second = Answering([SECOND])

    with pytest.raises(type(failure)):
        await over(Answering([failure]), second).ask(question_for(), until=60)

    assert second.asked == []


async def test_where_all_fail_the_last_failure_is_told() -> None:
    with pytest.raises(ModelFailed, match="second"):
        await over(Answering([ModelFailed("first")]), Answering([ModelFailed("second")])).ask(question_for(), until=60)


def steady(failure: Unavailable, *last: Any) -> SteadyModel:
    return SteadyModel(ScriptedModel(failure), last=ScriptedModel(*last))


@pytest.mark.parametrize("failure", [ModelFailed("500"), SpendingCapReached("enough"), ModelsOff("off")], ids=repr)
@pytest.mark.parametrize("purpose", [Purpose.COACH_TURN, Purpose.STAGE_ANALYSIS])
async def test_the_scripted_coach_steps_in(failure: Unavailable, purpose: Purpose) -> None:
    answer = await steady(failure, FINE).complete(prompt_for(purpose), CoachTurn)

    assert answer.value == FINE


async def test_the_scripted_coach_steps_in_for_a_person_without_a_slot() -> None:
    answer = await steady(NoSlot("later"), FINE).complete(prompt_for(), CoachTurn)

    assert answer.value == FINE


async def test_the_scripted_coach_steps_in_for_an_analysis_that_somebody_waits_for() -> None:
    prompt = prompt_for(Purpose.STAGE_ANALYSIS, is_urgent=True)

    answer = await steady(NoSlot("later"), FINE).complete(prompt, CoachTurn)

    assert answer.value == FINE


async def test_background_work_without_a_slot_waits_for_its_next_turn() -> None:
    with pytest.raises(NoSlot):
        await steady(NoSlot("later"), FINE).complete(prompt_for(Purpose.STAGE_ANALYSIS), CoachTurn)


@pytest.mark.parametrize("failure", [ModelFailed("500"), SpendingCapReached("enough"), ModelsOff("off")], ids=repr)
async def test_a_portrait_waits_for_a_model(failure: Unavailable) -> None:
    with pytest.raises(type(failure)):
        await steady(failure, FINE).complete(prompt_for(Purpose.PORTRAIT, is_urgent=True), CoachTurn)


async def test_without_storage_nobody_needs_an_answer() -> None:
    with pytest.raises(StorageUnavailable):
        await steady(StorageUnavailable("down"), FINE).complete(prompt_for(), CoachTurn)


async def test_where_the_scripted_coach_is_at_a_loss_too_the_models_failure_is_told() -> None:
    with pytest.raises(ModelFailed):
        await steady(ModelFailed("500"), Unavailable("nothing to say")).complete(prompt_for(), CoachTurn)
