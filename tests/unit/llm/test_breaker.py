"""A provider that fails is left alone for a while."""

import asyncio
from dataclasses import replace

import pytest

from relove_adapters.llm.asking import Faulty
from relove_adapters.llm.breaker import FAILING, FAILURES, FINE, REST_S, Breaker, BreakerOpen
from relove_adapters.llm.failures import QuestionRefused
from relove_adapters.llm.instructing import InstructionsMissing
from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.llm import Completed, Misfit, ModelFailed, ModelMisconfigured, NothingHeard, Repair
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.builders import ANNA
from relove_core.transactions import StorageUnavailable
from tests.unit.llm import around
from tests.unit.llm.around import FOR_LONG, Answering, QuickTimer, question_for, usage_of

ANSWER = Completed(value=around.FINE, usage=usage_of())
FAILURE = ModelFailed("500")
CONTENT = [repair for repair in Repair if repair is not Repair.BRIEF]
OTHER = UserId(ANNA + 1)


class Wall:
    def __init__(self) -> None:
        self.timer = QuickTimer()
        self.behind = Answering([ANSWER])
        self.breaker = Breaker(self.behind, name="openai:m", timer=self.timer)

    async def ask(self, person: UserId = ANNA) -> Completed[CoachTurn]:
        question = question_for()
        question = replace(question, prompt=replace(question.prompt, person=person))
        return await self.breaker.ask(question, until=FOR_LONG)

    async def fails(self, failure: Unavailable = FAILURE, *, times: int = 1, person: UserId = ANNA) -> None:
        self.behind.script = [failure]
        for _ in range(times):
            with pytest.raises(type(failure)):
                await self.ask(person)
        self.behind.script = [ANSWER]

    async def fails_everybody(self, failure: Unavailable, *, people: int = FAILURES) -> None:
        for person in range(people):
            await self.fails(failure, person=UserId(person))

    async def refuses(self) -> None:
        before = len(self.behind.asked)
        with pytest.raises(BreakerOpen):
            await self.ask()
        assert len(self.behind.asked) == before, "nobody was asked"


@pytest.fixture
def wall() -> Wall:
    return Wall()


async def test_five_failures_in_a_row_open_it(wall: Wall) -> None:
    await wall.fails(times=FAILURES)

    await wall.refuses()
    assert wall.breaker.trouble == FAILING


async def test_an_answer_in_between_begins_the_count_anew(wall: Wall) -> None:
    await wall.fails(times=FAILURES - 1)
    await wall.ask()
    await wall.fails(times=FAILURES - 1)

    assert await wall.ask() == ANSWER


async def test_it_stays_open_for_half_a_minute(wall: Wall) -> None:
    await wall.fails(times=FAILURES)
    wall.timer.time += REST_S - 0.1

    await wall.refuses()


async def test_after_that_one_call_goes_through_and_the_others_do_not_wait(wall: Wall) -> None:
    await wall.fails(times=FAILURES)
    wall.timer.time += REST_S
    answers = asyncio.Event()

    async def slowly() -> Completed[CoachTurn]:
        await answers.wait()
        return ANSWER

    wall.behind.script = [slowly]
    async with asyncio.TaskGroup() as group:
        probe = group.create_task(wall.ask())
        await asyncio.sleep(0)
        await wall.refuses()
        answers.set()

    assert probe.result() == ANSWER
    assert await wall.ask() == ANSWER
    assert wall.breaker.trouble == FINE


async def test_a_probe_that_fails_opens_it_for_as_long_again(wall: Wall) -> None:
    await wall.fails(times=FAILURES)
    wall.timer.time += REST_S
    await wall.fails()

    await wall.refuses()


async def test_a_probe_that_is_cancelled_leaves_the_next_one_its_turn(wall: Wall) -> None:
    await wall.fails(times=FAILURES)
    wall.timer.time += REST_S
    wall.behind.script = [asyncio.CancelledError()]
    with pytest.raises(asyncio.CancelledError):
        await wall.ask()
    wall.behind.script = [ANSWER]

    assert await wall.ask() == ANSWER


@pytest.mark.parametrize("misfit", Misfit)
async def test_a_wrong_setting_opens_it_at_once_and_is_named(wall: Wall, misfit: Misfit) -> None:
    await wall.fails(ModelMisconfigured("401", misfit=misfit))

    await wall.refuses()
    assert wall.breaker.trouble == misfit


async def test_it_can_be_told_what_is_wrong_before_anybody_asks(wall: Wall) -> None:
    wall.breaker.trip(Misfit.WRONG_KEY)

    await wall.refuses()


@pytest.mark.parametrize("failure", [StorageUnavailable("down"), InstructionsMissing("none")], ids=repr)
async def test_what_we_lack_ourselves_is_not_the_providers_fault(wall: Wall, failure: Unavailable) -> None:
    await wall.fails(failure, times=FAILURES)

    assert await wall.ask() == ANSWER


async def test_a_lecture_is_an_answer(wall: Wall) -> None:
    await wall.fails(Faulty(Repair.BRIEF, ANSWER), times=FAILURES)

    assert await wall.ask() == ANSWER


async def test_silence_is_an_answer_about_a_sound(wall: Wall) -> None:
    await wall.fails(NothingHeard("silence"), times=FAILURES)

    assert await wall.ask() == ANSWER


@pytest.mark.parametrize("repair", CONTENT)
async def test_what_one_person_says_takes_the_model_from_nobody_else(wall: Wall, repair: Repair) -> None:
    await wall.fails(ModelFailed("useless", repair=repair), times=10 * FAILURES)

    assert await wall.ask(OTHER) == ANSWER
    assert wall.breaker.trouble == FINE


@pytest.mark.parametrize("repair", CONTENT)
async def test_a_model_that_serves_everybody_badly_is_left_alone(wall: Wall, repair: Repair) -> None:
    await wall.fails_everybody(ModelFailed("useless", repair=repair))

    await wall.refuses()
    assert wall.breaker.trouble == FAILING


async def test_who_was_served_badly_before_somebody_was_served_well_counts_no_more(wall: Wall) -> None:
    await wall.fails_everybody(Faulty(Repair.LANGUAGE, ANSWER), people=FAILURES - 1)
    await wall.ask()
    await wall.fails_everybody(Faulty(Repair.LANGUAGE, ANSWER), people=FAILURES - 1)

    assert await wall.ask() == ANSWER


async def test_a_bad_answer_to_the_probe_shows_that_the_provider_is_there(wall: Wall) -> None:
    await wall.fails(times=FAILURES)
    wall.timer.time += REST_S
    await wall.fails(ModelFailed("no", repair=Repair.REFUSAL))

    assert await wall.ask(OTHER) == ANSWER


async def test_a_bad_answer_to_the_probe_of_a_model_that_serves_everybody_badly_is_one_more(wall: Wall) -> None:
    await wall.fails_everybody(Faulty(Repair.LANGUAGE, ANSWER))
    wall.timer.time += REST_S
    await wall.fails(Faulty(Repair.LANGUAGE, ANSWER))

    await wall.refuses()


async def test_a_question_that_is_not_taken_tells_nothing_about_the_others(wall: Wall) -> None:
    await wall.fails_everybody(QuestionRefused("413"), people=2 * FAILURES)

    assert await wall.ask() == ANSWER


async def test_a_question_that_is_not_taken_leaves_the_next_one_to_be_the_probe(wall: Wall) -> None:
    await wall.fails(times=FAILURES)
    wall.timer.time += REST_S
    await wall.fails(QuestionRefused("413"))

    assert await wall.ask() == ANSWER
    assert wall.breaker.trouble == FINE


async def test_an_answer_that_was_under_way_when_it_opened_does_not_close_it(wall: Wall) -> None:
    answers = asyncio.Event()

    async def slowly() -> Completed[CoachTurn]:
        await answers.wait()
        return ANSWER

    wall.behind.script = [slowly]
    async with asyncio.TaskGroup() as group:
        group.create_task(wall.ask())
        await asyncio.sleep(0)
        await wall.fails(times=FAILURES)
        answers.set()

    await wall.refuses()
