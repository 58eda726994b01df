"""The second half of a turn: what the coach says is written and put in the outbox in one act, or dropped."""

import pytest

from relove_core.delivery.model import Button
from relove_core.errors import Unavailable
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.sessions.model import SessionState
from relove_core.testing.builders import a_turn
from relove_core.testing.scripted_model import Meanwhile
from tests.unit.house import House


def silent_after(turn: bool) -> CoachTurn | Unavailable:
    return a_turn("Поздно") if turn else Unavailable("503")


@pytest.mark.parametrize("speaks", [True, False], ids=["answer", "apology"])
async def test_to_a_session_that_was_paused_meanwhile_nothing_is_said(speaks: bool) -> None:
    house = House()
    house.model.script = [Meanwhile(house.stops, silent_after(speaks))]
    await house.in_session()
    await house.says("Я устала")

    assert await house.sent() == ["pause-begun"]
    session = await house.session()
    assert session.state is SessionState.PAUSED
    assert [r.text for r in session.unanswered] == ["Я устала"]
    assert await house.is_quiet()


@pytest.mark.parametrize("speaks", [True, False], ids=["answer", "apology"])
async def test_to_a_session_that_was_closed_meanwhile_nothing_is_said(speaks: bool) -> None:
    async def close() -> None:
        async with house.world.begin() as tx:
            session = await house.session()
            await tx.sessions.save(session.complete(SessionSummary(), at=house.now()))

    house = House()
    house.model.script = [Meanwhile(close, silent_after(speaks))]
    await house.in_session()
    await house.says("Я устала")

    assert await house.sent() == []
    assert (await house.session()).state is SessionState.COMPLETED
    assert await house.is_quiet()


async def test_after_the_pause_what_was_kept_is_answered() -> None:
    house = House()
    house.model.script = [Meanwhile(house.stops, a_turn("Поздно")), a_turn("Вернулась. И что?")]
    await house.in_session()
    await house.says("Я устала")
    await house.says("Очень")
    await house.resumes()

    assert await house.sent() == ["pause-begun", "paused", "Вернулась. И что?"]
    assert [u.text for u in house.model.asked[-1].dialogue] == ["Что болит?", "Я устала", "Очень"]


async def test_what_is_hidden_from_the_model_comes_back_for_the_person() -> None:
    house = House(
        a_turn("И что [1] ответил?", "[1] молчал", patterns=["ждать [1]"], core="[1]"), secrets=("Пётр", "Вера")
    )
    await house.in_session()
    await house.says("Пётр ушёл")

    assert [u.text for u in house.model.asked[0].dialogue] == ["Что болит?", "[1] ушёл"]
    assert await house.sent() == ["И что Пётр ответил?"]
    session = await house.session()
    assert session.last_question is not None
    assert session.last_question.quick_replies == ("Пётр молчал",)
    assert (session.identified_patterns, session.core_issue) == (("ждать Пётр",), "Пётр")
    assert session.placeholders == {"[1]": "Пётр"}


async def test_a_placeholder_means_the_same_in_every_turn() -> None:
    house = House(a_turn("Дальше"), a_turn("[1] или [2]?"), secrets=("Вера", "Пётр"))
    await house.in_session()
    await house.says("Пётр ушёл")
    await house.says("Вера осталась")

    assert (await house.sent())[-1] == "Пётр или Вера?"
    assert (await house.session()).placeholders == {"[1]": "Пётр", "[2]": "Вера"}


async def test_quick_replies_become_buttons() -> None:
    house = House(a_turn("Да?", "Да", "Нет"))
    session = await house.in_session()
    await house.says("Я устала")

    (message,) = await house.world.messages()
    assert message.message is not None
    shown = (b for row in message.message.buttons for b in row)
    buttons = [(b.label, b.action.encode()) for b in shown if isinstance(b, Button)]
    assert buttons == [("Да", f"say:{session.id}:2:0"), ("Нет", f"say:{session.id}:2:1")]


async def test_what_telegram_would_refuse_as_a_button_is_left_out_or_shortened() -> None:
    house = House(a_turn("Да?", " \u200b", "Да", "слово " * 100))
    await house.in_session()
    await house.says("Я устала")

    question = (await house.session()).last_question
    assert question is not None
    first, second = question.quick_replies
    assert first == "Да"
    assert second.endswith("…")
    assert len(second) <= 60


@pytest.mark.parametrize("nothing", [" ", "\u200b\u200b", "\n\x00\n"])
async def test_an_answer_that_nobody_can_see_is_no_answer(nothing: str) -> None:
    house = House(a_turn(nothing))
    await house.in_session()
    await house.says("Я устала")

    assert await house.sent() == ["apology-unavailable"]
    assert [r.text for r in (await house.session()).unanswered] == ["Я устала"]


async def test_an_answer_that_grows_by_what_was_hidden_still_fits_a_message() -> None:
    link = "https://example.org/" + "x" * 3000
    house = House(a_turn("Зачем тебе [1], и снова [1]?"), secrets=(link,))
    await house.in_session()
    await house.says(link)

    (sent,) = await house.sent()
    assert len(sent) <= 4096
    assert sent.startswith("Зачем тебе")


async def test_a_models_markup_goes_and_what_only_looks_like_it_is_shown_as_it_is() -> None:
    house = House(a_turn("**Ты** < <b>все</b> & я"))
    await house.in_session()
    await house.says("Я устала")

    assert await house.sent() == ["Ты &lt; все &amp; я"]
