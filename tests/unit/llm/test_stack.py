"""The wrappers together: what a question costs in calls, time and money when providers fail."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from relove_adapters.llm.asking import Asking
from relove_adapters.llm.breaker import FAILURES, REST_S
from relove_adapters.llm.metered import CallOutcome
from relove_adapters.llm.stack import Guarded, guarded, stacked
from relove_core.errors import Unavailable
from relove_core.llm import Completed, Misfit, ModelFailed, ModelMisconfigured, Purpose
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.scripted_model import Line, ScriptedModel
from tests.unit.llm.around import (
    ENGLISH,
    FINE,
    MODEL,
    Books,
    FreePace,
    QuickTimer,
    provider_of,
    question_for,
    tools_with,
)

DOWN = [ModelFailed("500")] * 50
PATIENCE = ModelFailed("429", retry_after=timedelta(seconds=7))
ATTEMPT_S = 12.0
TOTAL_S = 60.0


class Tower:
    def __init__(self, *scripts: Sequence[Line]) -> None:
        self.books = Books()
        self.timer = QuickTimer()
        self.pace = FreePace()
        self.models = [ScriptedModel(*script) for script in scripts]
        tools = tools_with(self.books, self.timer, pace=self.pace)
        self.providers: list[Guarded] = [
            guarded(provider_of(model, name=f"p{n}"), tools, attempt_s=ATTEMPT_S) for n, model in enumerate(self.models)
        ]
        self.stack: Asking = stacked(self.providers, tools, model=MODEL, leave_s=ATTEMPT_S)

    async def ask(self, purpose: Purpose = Purpose.COACH_TURN) -> Completed[CoachTurn]:
        return await self.stack.ask(question_for(purpose), until=self.timer.now() + TOTAL_S)

    async def fails(self) -> Unavailable:
        with pytest.raises(Unavailable) as failed:
            await self.ask()
        return failed.value

    @property
    def calls(self) -> list[int]:
        return [len(model.asked) for model in self.models]


async def test_a_question_is_put_at_most_three_times_to_each_provider() -> None:
    tower = Tower(DOWN, DOWN)

    await tower.fails()

    assert tower.calls == [3, 3]
    assert tower.timer.slept == [0, 1, 0, 2, 0, 0, 1, 0, 2, 0]


async def test_every_call_takes_a_slot_and_a_line_in_the_book() -> None:
    tower = Tower(DOWN, [ENGLISH, FINE])

    await tower.ask()

    assert tower.pace.taken == len(tower.books.calls) == 5
    assert [(call.provider, call.outcome) for call in tower.books.calls] == [
        *[("p0", CallOutcome.FAILED)] * 3,
        ("p1", CallOutcome.LANGUAGE),
        ("p1", CallOutcome.OK),
    ]


async def test_after_five_failed_calls_a_provider_is_not_asked_and_no_slot_is_lost_on_it() -> None:
    tower = Tower(DOWN, [FINE] * 50)
    await tower.ask()
    await tower.ask()
    taken = tower.pace.taken

    await tower.ask()

    assert tower.calls == [FAILURES, 3]
    assert tower.pace.taken == taken + 1


async def test_the_second_provider_answers_at_once_where_the_first_asks_for_patience() -> None:
    tower = Tower([PATIENCE, FINE], [FINE])

    await tower.ask()

    assert tower.calls == [1, 1]
    assert tower.timer.time == 0


async def test_patience_is_had_while_the_second_provider_is_left_alone() -> None:
    tower = Tower([PATIENCE, FINE], [FINE])
    tower.providers[1].breaker.trip(Misfit.WRONG_KEY)

    await tower.ask()

    assert tower.calls == [2, 0]
    assert tower.timer.time == 7


async def test_the_last_provider_is_waited_for() -> None:
    tower = Tower(DOWN, [PATIENCE, FINE])

    await tower.ask()

    assert tower.calls == [3, 2]


async def test_the_probe_is_one_call() -> None:
    tower = Tower(DOWN)
    for _ in range(2):
        await tower.fails()
    tower.timer.time += REST_S

    await tower.fails()

    assert tower.calls == [FAILURES + 1]


async def test_a_wrong_setting_costs_one_call() -> None:
    tower = Tower([ModelMisconfigured("401")] * 50)

    for _ in range(3):
        await tower.fails()

    assert tower.calls == [1]


async def test_whoever_waits_for_a_slot_keeps_nobody_else_from_probing() -> None:
    tower = Tower([*[ModelFailed("500")] * FAILURES, FINE, FINE])
    for _ in range(2):
        await tower.fails()
    tower.timer.time += REST_S
    comes = asyncio.Event()

    async def wait() -> None:
        await comes.wait()

    tower.pace.meanwhile = wait
    async with asyncio.TaskGroup() as group:
        waits = group.create_task(tower.ask())
        await asyncio.sleep(0)
        tower.pace.meanwhile = None
        probe = await tower.ask()
        comes.set()

    assert probe.value == waits.result().value == FINE


async def test_what_was_held_back_is_given_back_and_the_calls_are_charged() -> None:
    tower = Tower(DOWN, [FINE])

    await tower.ask()

    assert set(tower.books.spent.values()) == {0}, "scripted models cost nothing"
    assert set(tower.books.counts.values()) == {1}
