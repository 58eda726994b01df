"""Nobody is asked once the money, or the calls, of a day are spent."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from structlog.testing import capture_logs

from relove_adapters.llm.asking import Spoken, Written
from relove_adapters.llm.prices import PRICES, Price, Prices
from relove_adapters.llm.spending import Caps, Spending
from relove_core.ids import UserId
from relove_core.llm import Completed, ModelFailed, SpendingCapReached, Usage
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.clock import NOON, FrozenClock
from relove_core.transactions import StorageUnavailable
from tests.unit.llm.around import (
    CAPS,
    FINE,
    FOR_LONG,
    MODEL,
    VOICE,
    Answering,
    Books,
    prompt_for,
    question_for,
    usage_of,
)

ANSWER = Completed(value=FINE, usage=usage_of())
HELD = Prices().cost(MODEL, question_for().likely_usage, on=NOON.date())
"""What is held back for the question of these tests."""


class Till:
    def __init__(self, *, caps: Caps = CAPS, books: Books | None = None) -> None:
        self.books = books or Books()
        self.clock = FrozenClock()
        self.behind = Answering([ANSWER])
        self.spending = Spending(
            self.behind, ledger=self.books, caps=caps, prices=Prices(), model=MODEL, clock=self.clock
        )

    async def ask(self, person: UserId = ANNA) -> Completed[CoachTurn]:
        question = Written(prompt=prompt_for(person=person), schema=CoachTurn)
        return await self.spending.ask(question, until=FOR_LONG)

    async def refuses(self, person: UserId = ANNA) -> None:
        before = len(self.behind.asked)
        with pytest.raises(SpendingCapReached):
            await self.ask(person)
        assert len(self.behind.asked) == before, "nobody was asked"


async def test_what_was_held_back_is_given_back() -> None:
    till = Till()

    await till.ask()

    assert set(till.books.spent.values()) == {0}


async def test_it_is_given_back_after_a_failure_too() -> None:
    till = Till()
    till.behind.script = [ModelFailed("500")]

    with pytest.raises(ModelFailed):
        await till.ask()

    assert set(till.books.spent.values()) == {0}


async def test_a_persons_money_is_spent_for_this_day() -> None:
    till = Till(caps=replace(CAPS, person=HELD - 1))

    await till.refuses()


async def test_the_money_of_all_is_spent_for_everybody() -> None:
    till = Till(caps=replace(CAPS, everybody=HELD - 1))

    await till.refuses(ANNA)
    await till.refuses(BORIS)


async def test_a_persons_calls_are_counted_and_begin_anew_the_next_day() -> None:
    till = Till(caps=replace(CAPS, calls=2))
    await till.ask()
    await till.ask()
    await till.refuses()
    await till.ask(BORIS)

    till.clock.pass_(timedelta(days=1))

    assert await till.ask() == ANSWER


async def test_questions_at_the_same_time_cannot_spend_the_same_money() -> None:
    till = Till(caps=replace(CAPS, person=3 * HELD))
    begun = asyncio.Event()

    async def slowly() -> Completed[CoachTurn]:
        await begun.wait()
        return ANSWER

    till.behind.script = [slowly]
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(_outcome(till)) for _ in range(20)]
        for _ in range(5):
            await asyncio.sleep(0)
        begun.set()

    assert sorted(a.result() for a in asked) == ["answered"] * 3 + ["refused"] * 17


async def _outcome(till: Till) -> str:
    try:
        await till.ask()
    except SpendingCapReached:
        return "refused"
    return "answered"


async def test_an_answer_is_worth_more_than_exact_books() -> None:
    class Torn(Books):
        async def give_back(self, person: UserId, day: date, amount: int) -> None:
            raise StorageUnavailable("down")

    assert await Till(books=Torn()).ask() == ANSWER


async def test_the_operator_is_told_once_a_day() -> None:
    till = Till(caps=replace(CAPS, everybody=0))
    with capture_logs() as lines:
        await till.refuses(ANNA)
        await till.refuses(BORIS)
        till.clock.pass_(timedelta(days=1))
        await till.refuses(ANNA)

    assert [(line["event"], line["kind"]) for line in lines] == [("llm.cap_reached", "everybody")] * 2


def test_a_long_question_is_expected_to_cost_more() -> None:
    longer = Written(prompt=prompt_for(notes={"digest": (FINE.reply * 100,)}), schema=CoachTurn)

    assert longer.likely_usage.prompt_tokens > question_for().likely_usage.prompt_tokens + 1000


def test_a_voice_costs_by_its_length() -> None:
    usage = Spoken(voice=VOICE).likely_usage

    assert Prices().cost("whisper-1", usage, on=NOON.date()) == 3000


def test_a_price_holds_from_its_day_on() -> None:
    old = Price.model_validate({"from": "2026-01-01", "input": "1"})
    new = Price.model_validate({"from": "2026-07-01", "input": "3"})
    prices = Prices({MODEL: (new, old)})
    usage = Usage(model=MODEL, prompt_tokens=10)

    costs = [prices.cost(MODEL, usage, on=date(year, 6, 30) + timedelta(days=n)) for year in (2026,) for n in (0, 1)]

    assert costs == [10, 30]
    assert prices.cost(MODEL, usage, on=date(2025, 12, 31)) == 0


def test_parts_of_a_millionth_count_as_a_whole_one() -> None:
    assert Prices().cost(MODEL, Usage(model=MODEL, prompt_tokens=1), on=NOON.date()) == 1


def test_a_model_without_a_price_costs_nothing_and_is_not_known() -> None:
    assert Prices().cost("another", usage_of(), on=NOON.date()) == 0
    assert not Prices().knows("another")


def test_every_price_of_ours_is_above_nothing() -> None:
    for listed in PRICES.values():
        for price in listed:
            assert max(price.input, price.output, price.audio_minute) > Decimal(0)
            assert price.since <= datetime.now(UTC).date()
