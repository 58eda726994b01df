"""Each call takes a slot, and background work only those that nobody waits for."""

import asyncio
from typing import Any

import pytest

from relove_adapters.llm.asking import Written
from relove_adapters.llm.breaker import BreakerOpen
from relove_adapters.llm.limited import Limited, ModelSilent, NoTime
from relove_adapters.llm.paced import MISSES, NoSlot, Paced
from relove_core.llm import Completed, Purpose
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.scripted_model import Meanwhile, ScriptedModel
from relove_core.transactions import StorageUnavailable
from tests.unit.llm.around import (
    FINE,
    FOR_LONG,
    Answering,
    FreePace,
    QuickTimer,
    prompt_for,
    provider_of,
    question_for,
    usage_of,
)

ANSWER = Completed(value=FINE, usage=usage_of())


class Gate:
    def __init__(self, pace: FreePace, **given: Any) -> None:
        self.timer = QuickTimer()
        self.behind = Answering([ANSWER])
        self.pace = pace
        self.paced = Paced(self.behind, pace=pace, timer=self.timer, **given)

    async def ask(
        self, purpose: Purpose = Purpose.COACH_TURN, *, until: float = FOR_LONG, is_urgent: bool = False
    ) -> Completed[CoachTurn]:
        prompt = prompt_for(purpose, is_urgent=is_urgent)
        return await self.paced.ask(Written(prompt=prompt, schema=CoachTurn), until=until)


async def test_a_call_leaves_when_its_slot_comes() -> None:
    gate = Gate(FreePace(waits=[0.3]))

    await gate.ask()

    assert gate.timer.slept == [0.3]


async def test_a_slot_that_was_missed_is_lost_and_another_one_taken() -> None:
    gate = Gate(FreePace(waits=[0.3, 0.2]))
    gate.timer.late = [0.06]

    await gate.ask()

    assert gate.timer.slept == [0.3, 0.2]


async def test_a_little_late_is_in_time() -> None:
    gate = Gate(FreePace(waits=[0.3]))
    gate.timer.late = [0.04]

    await gate.ask()

    assert gate.pace.taken == 1


async def test_who_is_late_every_time_goes_in_the_end() -> None:
    gate = Gate(FreePace())
    gate.timer.late = [1.0] * 20

    assert await gate.ask() == ANSWER
    assert gate.pace.taken == MISSES


async def test_a_slot_after_the_time_is_over_is_of_no_use() -> None:
    gate = Gate(FreePace(waits=[61]))

    with pytest.raises(NoSlot):
        await gate.ask(until=60)

    assert gate.behind.asked == []
    assert gate.pace.taken == 0, "it is left to somebody who has the time"


async def test_who_has_no_time_left_takes_no_slot() -> None:
    gate = Gate(FreePace())

    with pytest.raises(NoSlot):
        await gate.ask(until=-0.1)

    assert gate.pace.taken == 0


async def test_a_slot_that_leaves_no_time_for_an_answer_is_of_no_use() -> None:
    gate = Gate(FreePace(waits=[58]), room_s=3)

    with pytest.raises(NoSlot):
        await gate.ask(until=60)

    assert gate.behind.asked == []
    assert gate.pace.taken == 0


async def test_no_slot_is_taken_where_nobody_would_be_asked() -> None:
    def shut() -> None:
        raise BreakerOpen("left alone")

    gate = Gate(FreePace(), require_way=shut)

    with pytest.raises(BreakerOpen):
        await gate.ask()

    assert gate.pace.taken == 0


async def test_background_work_whose_time_passed_in_the_queue_takes_no_slot() -> None:
    gate = Gate(FreePace())
    gate.timer.time = 61

    with pytest.raises(NoSlot):
        await gate.ask(Purpose.STAGE_ANALYSIS, until=60)

    assert gate.pace.taken_idle == 0


async def test_background_work_takes_a_slot_that_nobody_waits_for() -> None:
    gate = Gate(FreePace(idle=[0.2, 0.1, None]))

    await gate.ask(Purpose.STAGE_ANALYSIS)

    assert gate.timer.slept == [0.2, 0.1]
    assert gate.pace.taken == 0


async def test_an_analysis_that_somebody_waits_for_is_no_background_work() -> None:
    gate = Gate(FreePace(waits=[0.3]))

    await gate.ask(Purpose.STAGE_ANALYSIS, is_urgent=True)

    assert gate.timer.slept == [0.3]
    assert gate.pace.taken_idle == 0


async def test_background_work_gives_up_in_time() -> None:
    gate = Gate(FreePace(idle=[0.2] * 20))

    with pytest.raises(NoSlot):
        await gate.ask(Purpose.SESSION_DIGEST, until=1)

    assert gate.behind.asked == []


async def test_nobody_is_asked_while_answers_cannot_be_kept() -> None:
    async def down() -> None:
        raise StorageUnavailable("down")

    gate = Gate(FreePace(meanwhile=down))

    with pytest.raises(StorageUnavailable):
        await gate.ask()

    assert gate.behind.asked == []


async def test_an_attempt_that_hangs_ends() -> None:
    hangs = ScriptedModel(Meanwhile(asyncio.Event().wait, then=FINE))
    limited = Limited(provider_of(hangs), timer=QuickTimer(), attempt_s=0.01)

    with pytest.raises(ModelSilent):
        await limited.ask(question_for(), until=FOR_LONG)


@pytest.mark.parametrize(("purpose", "limit"), [(Purpose.PORTRAIT, "0.3 s"), (Purpose.STAGE_ANALYSIS, "0.1 s")])
async def test_a_long_answer_that_nobody_waits_for_has_more_time(purpose: Purpose, limit: str) -> None:
    hangs = ScriptedModel(Meanwhile(asyncio.Event().wait, then=FINE))
    limited = Limited(provider_of(hangs), timer=QuickTimer(), attempt_s=0.1)

    with pytest.raises(ModelSilent, match=limit):
        await limited.ask(question_for(purpose), until=FOR_LONG)


async def test_without_time_no_attempt_is_made() -> None:
    model = ScriptedModel(FINE)

    with pytest.raises(NoTime):
        await Limited(provider_of(model), timer=QuickTimer(), attempt_s=12).ask(question_for(), until=0)

    assert model.asked == []
