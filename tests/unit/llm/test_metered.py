"""Every attempt is written down, whatever became of it."""

import asyncio

import pytest
from structlog.testing import capture_logs

from relove_adapters.llm.asking import Spoken
from relove_adapters.llm.limited import ModelSilent
from relove_adapters.llm.metered import Call, CallOutcome, Metered
from relove_adapters.llm.prices import Prices
from relove_core.llm import Completed, ModelFailed, ModelMisconfigured, NothingHeard, Repair
from relove_core.testing.builders import ANNA
from relove_core.testing.clock import FrozenClock
from relove_core.testing.scripted_model import ScriptedModel
from relove_core.transactions import StorageUnavailable
from tests.unit.llm.around import (
    FINE,
    FOR_LONG,
    MODEL,
    VOICE,
    Answering,
    Books,
    QuickTimer,
    provider_of,
    question_for,
    usage_of,
)

ANSWER = Completed(value=FINE, usage=usage_of(tokens=1000))


def metered(line: object, books: Books, *, model: str = MODEL) -> Metered:
    provider = provider_of(ScriptedModel(), model=model)
    return Metered(
        Answering([line]), provider=provider, book=books, prices=Prices(), clock=FrozenClock(), timer=QuickTimer()
    )


async def test_an_answer_is_written_down_with_its_cost() -> None:
    books = Books()

    await metered(ANSWER, books).ask(question_for(), until=FOR_LONG)

    (call,) = books.calls
    assert (call.person, call.provider, call.usage.model, call.outcome) == (ANNA, "openai", MODEL, CallOutcome.OK)
    assert call.cost == 1000 * 0.40 + 100 * 1.60


OUTCOMES = [
    (ModelFailed("500"), CallOutcome.FAILED),
    (NothingHeard("silence"), CallOutcome.UNHEARD),
    (ModelSilent("late"), CallOutcome.SILENT),
    (ModelMisconfigured("401"), CallOutcome.MISCONFIGURED),
    (asyncio.CancelledError(), CallOutcome.CANCELLED),
    (KeyError("ours"), CallOutcome.BROKEN),
    *((ModelFailed("useless", repair=repair), CallOutcome(repair.value)) for repair in Repair),
]


@pytest.mark.parametrize(("failure", "outcome"), OUTCOMES, ids=str)
async def test_a_failure_is_written_down_by_its_kind(failure: BaseException, outcome: CallOutcome) -> None:
    books = Books()

    with pytest.raises(type(failure)):
        await metered(failure, books).ask(question_for(), until=FOR_LONG)

    assert [call.outcome for call in books.calls] == [outcome]


async def test_a_useless_answer_costs_what_it_costs() -> None:
    books = Books()
    failure = ModelFailed("no JSON", repair=Repair.SHAPE, usage=usage_of(tokens=1000))

    with pytest.raises(ModelFailed):
        await metered(failure, books).ask(question_for(), until=FOR_LONG)

    assert books.calls[0].cost == 560


async def test_silence_is_listened_to_at_the_price_of_words() -> None:
    books = Books()
    ear = metered(NothingHeard("silence"), books, model="whisper-1")

    with pytest.raises(NothingHeard):
        await ear.ask(Spoken(voice=VOICE), until=FOR_LONG)

    assert books.calls[0].cost == 3000


async def test_an_answer_is_worth_more_than_its_entry() -> None:
    class Closed(Books):
        async def record(self, call: Call) -> None:
            raise StorageUnavailable("down")

    assert await metered(ANSWER, Closed()).ask(question_for(), until=FOR_LONG) == ANSWER


async def test_the_log_tells_measures_and_no_text() -> None:
    with capture_logs() as lines:
        await metered(ANSWER, Books()).ask(question_for(), until=FOR_LONG)

    (line,) = lines
    assert line["event"] == "llm.called"
    assert FINE.reply not in str(line)
    assert line.keys() == {
        *("event", "log_level", "user_id", "purpose", "provider", "model", "outcome", "tokens", "took_ms")
    }
