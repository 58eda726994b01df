"""Asking again: how often, after how long, and with what said."""

from datetime import timedelta

import pytest

from relove_adapters.llm.asking import Written
from relove_adapters.llm.failures import QuestionRefused
from relove_adapters.llm.limited import Limited
from relove_adapters.llm.retrying import Retrying
from relove_core.llm import REPAIR, Completed, ModelFailed, ModelMisconfigured, NothingHeard, Repair
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.scripted_model import ScriptedModel
from tests.unit.llm.around import ENGLISH, FINE, FOR_LONG, LECTURE, QuickTimer, provider_of, question_for


class Desk:
    """A provider that answers by a script, asked as the stack asks it."""

    def __init__(self, *script: CoachTurn | ModelFailed | ModelMisconfigured, has_other: bool = False) -> None:
        self.model = ScriptedModel(*script)
        self.timer = QuickTimer()
        limited = Limited(provider_of(self.model), timer=self.timer, attempt_s=12)
        self.retrying = Retrying(limited, timer=self.timer, has_other=lambda: has_other)

    async def ask(self, *, until: float = FOR_LONG) -> Completed[CoachTurn]:
        question: Written[CoachTurn] = question_for()
        return await self.retrying.ask(question, until=until)

    @property
    def repairs(self) -> list[str | None]:
        return [prompt.facts.get(REPAIR) for prompt in self.model.asked]


async def test_an_answer_at_once_is_asked_for_once() -> None:
    desk = Desk(FINE)

    answer = await desk.ask()

    assert answer.value == FINE
    assert desk.timer.slept == []


async def test_two_more_attempts_after_one_second_and_two() -> None:
    desk = Desk(ModelFailed("500"), ModelFailed("500"), FINE)

    answer = await desk.ask()

    assert answer.value == FINE
    assert desk.timer.slept == [1, 2]


async def test_after_three_failures_it_is_over() -> None:
    desk = Desk(*(ModelFailed(f"{n}") for n in range(5)))

    with pytest.raises(ModelFailed, match="2"):
        await desk.ask()

    assert len(desk.model.asked) == 3


async def test_a_server_that_asks_for_patience_gets_it() -> None:
    desk = Desk(ModelFailed("429", retry_after=timedelta(seconds=7)), FINE)

    await desk.ask()

    assert desk.timer.slept == [7]


async def test_our_own_wait_stands_where_the_server_asks_for_less() -> None:
    desk = Desk(ModelFailed("429", retry_after=timedelta(seconds=0.2)), FINE)

    await desk.ask()

    assert desk.timer.slept == [1]


async def test_nobody_waits_longer_than_there_is_time() -> None:
    desk = Desk(ModelFailed("429", retry_after=timedelta(seconds=90)), FINE)

    with pytest.raises(ModelFailed):
        await desk.ask(until=60)

    assert desk.timer.slept == []
    assert len(desk.model.asked) == 1


async def test_nobody_sits_out_a_wait_while_another_provider_is_there() -> None:
    desk = Desk(ModelFailed("429", retry_after=timedelta(seconds=7)), FINE, has_other=True)

    with pytest.raises(ModelFailed):
        await desk.ask()

    assert desk.timer.slept == []
    assert len(desk.model.asked) == 1


async def test_a_wait_that_is_no_longer_than_ours_is_no_reason_to_leave() -> None:
    desk = Desk(ModelFailed("429", retry_after=timedelta(seconds=1)), FINE, has_other=True)

    answer = await desk.ask()

    assert answer.value == FINE
    assert desk.timer.slept == [1]


@pytest.mark.parametrize(
    "failure", [ModelMisconfigured("401"), NothingHeard("silence"), QuestionRefused("413")], ids=repr
)
async def test_what_stays_so_is_not_asked_about_again(failure: ModelFailed | ModelMisconfigured) -> None:
    desk = Desk(failure, FINE)

    with pytest.raises(type(failure)):
        await desk.ask()

    assert len(desk.model.asked) == 1


@pytest.mark.parametrize("repair", Repair)
async def test_the_next_attempt_says_what_was_wrong(repair: Repair) -> None:
    desk = Desk(ModelFailed("useless", repair=repair), FINE)

    await desk.ask()

    assert desk.repairs == [None, repair]


async def test_what_was_wrong_is_still_said_after_a_failure_of_another_kind() -> None:
    desk = Desk(ModelFailed("cut", repair=Repair.SHAPE), ModelFailed("500"), FINE)

    await desk.ask()

    assert desk.repairs == [None, "shape", "shape"]


async def test_another_language_is_asked_for_again_and_never_taken() -> None:
    desk = Desk(ENGLISH, ENGLISH, ENGLISH)

    with pytest.raises(ModelFailed) as failed:
        await desk.ask()

    assert failed.value.repair is Repair.LANGUAGE
    assert desk.repairs == [None, "language", "language"]


async def test_a_lecture_is_asked_for_once_more_in_brief_and_then_taken() -> None:
    desk = Desk(LECTURE, LECTURE, FINE)

    answer = await desk.ask()

    assert answer.value == LECTURE
    assert desk.repairs == [None, "brief"]


async def test_a_lecture_is_better_than_nothing() -> None:
    desk = Desk(LECTURE, ModelFailed("500"), ModelFailed("500"))

    answer = await desk.ask()

    assert answer.value == LECTURE


async def test_a_lecture_at_the_last_attempt_is_taken() -> None:
    desk = Desk(ModelFailed("500"), ModelFailed("500"), LECTURE)

    answer = await desk.ask()

    assert answer.value == LECTURE
