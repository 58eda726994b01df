"""A provider that fails is left alone for a while."""

import asyncio

import pytest

from relove_adapters.llm.asking import Faulty
from relove_adapters.llm.breaker import FAILING, FAILURES, FINE, REST_S, Breaker, BreakerOpen
from relove_core.errors import Unavailable
from relove_core.llm import Completed, Misfit, ModelFailed, ModelMisconfigured, NothingHeard, Repair
from relove_core.sessions.coach import CoachTurn
from relove_core.transactions import StorageUnavailable
from tests.unit.llm import around
from tests.unit.llm.around import FOR_LONG, Answering, QuickTimer, question_for, usage_of

ANSWER = Completed(value=around.FINE, usage=usage_of())
FAILURE = ModelFailed("500")


class Wall:
    def __init__(self) -> None:
        self.timer = QuickTimer()
        self.behind = Answering([ANSWER])
        self.breaker = Breaker(self.behind, name="openai:m", timer=self.timer)

    async def ask(self) -> Completed[CoachTurn]:
        return await self.breaker.ask(question_for(), until=FOR_LONG)

    async def fails(self, failure: Unavailable = FAILURE, *, times: int = 1) -> None:
        self.behind.script = [failure]
        for _ in range(times):
            with pytest.raises(type(failure)):
                await self.ask()
        self.behind.script = [ANSWER]

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


async def test_our_own_storage_is_not_the_providers_fault(wall: Wall) -> None:
    await wall.fails(StorageUnavailable("down"), times=FAILURES)

    assert await wall.ask() == ANSWER


async def test_a_lecture_is_an_answer(wall: Wall) -> None:
    await wall.fails(Faulty(Repair.BRIEF, ANSWER), times=FAILURES)

    assert await wall.ask() == ANSWER


async def test_silence_is_an_answer_about_a_sound(wall: Wall) -> None:
    await wall.fails(NothingHeard("silence"), times=FAILURES)

    assert await wall.ask() == ANSWER


async def test_another_language_is_none(wall: Wall) -> None:
    await wall.fails(Faulty(Repair.LANGUAGE, ANSWER), times=FAILURES)

    await wall.refuses()


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
