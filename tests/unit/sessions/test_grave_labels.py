"""What a model puts into somebody's mouth, and what it hears before anybody has spoken."""

import pytest

from relove_core.llm import Purpose
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions.coach import UNSAID, CoachTurn
from relove_core.sessions.exercise import GuidedTurn, Reflection
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.testing.builders import ANNA, a_session, a_turn
from relove_core.transactions import StorageUnavailable
from tests.unit.house import House

GRAVE = "Не хочу жить"


async def test_despair_is_offered_to_nobody_as_a_quick_reply() -> None:
    house = House(a_turn("Что дальше?", GRAVE, "Иду дальше"))
    await house.in_session()
    await house.says("Я устала")

    question = (await house.session()).last_question
    assert question is not None
    assert question.quick_replies == ("Иду дальше",)


async def test_despair_that_was_offered_once_is_heard_when_it_is_pressed() -> None:
    house = House()
    session = await house.in_session(a_session(opened_with=a_turn("Что болит?", GRAVE)))
    await house.presses(session.id, 0, 0)

    (sent,) = await house.sent()
    assert sent.startswith("safety-")
    assert house.model.asked == []
    assert (await house.session()).state is SessionState.SUPPORT


@pytest.mark.parametrize("schema", [CoachTurn, GuidedTurn, Reflection])
@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"reply": ""},
        {"reply": None},
        {"reply": "ы" * 9000},
        {"reply": "Да", "quick_replies": ["1", "2", "3", "4"]},
        {"reply": "Да", "more": 1},
    ],
)
def test_nothing_wrong_with_the_rest_of_an_answer_loses_its_flag(
    schema: type[CoachTurn], beside: dict[str, object]
) -> None:
    heard = schema.model_validate({"crisis": " Imminent", **beside})

    assert (heard.crisis, heard.reply) == (CrisisLevel.IMMINENT, UNSAID)


async def test_words_of_which_nothing_could_be_shown_still_carry_their_flag() -> None:
    house = House(CoachTurn(reply="https://example.org", crisis=CrisisLevel.CRISIS))
    await house.in_session()
    await house.says("Завтра меня здесь не ищите")

    (sent,) = await house.sent()
    assert sent.startswith("safety-crisis")


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_the_coach_hears_before_a_session_begins_is_answered_too(restarts: bool) -> None:
    house = House(CoachTurn(reply="И снова ты.", crisis=CrisisLevel.CRISIS))
    if restarts:
        await house.in_session()
    begin = house.restart if restarts else house.open_session
    await begin(await house.cause(), await house.contact(), SessionKind.PROVOCATIVE)

    (sent,) = await house.sent()
    assert sent.startswith("safety-crisis")
    assert house.world.state.safety[ANNA].level is CrisisLevel.CRISIS
    assert [p.purpose for p in house.model.asked] == [Purpose.COACH_TURN]


async def test_a_database_that_is_gone_for_a_moment_closes_no_session_with_an_empty_summary() -> None:
    house = House(StorageUnavailable("gone"))
    await house.in_session()

    with pytest.raises(StorageUnavailable):
        await house.ends()
    assert (await house.session()).is_active


async def test_a_database_that_is_gone_for_a_moment_costs_no_answer() -> None:
    house = House(StorageUnavailable("gone"))
    await house.in_session()

    with pytest.raises(StorageUnavailable):
        await house.says("Я устала")
    assert await house.sent() == []
    assert [r.text for r in (await house.session()).unanswered] == ["Я устала"]
