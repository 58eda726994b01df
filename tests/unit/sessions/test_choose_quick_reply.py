"""Pressing a button under the coach's question."""

import pytest

from relove_core.errors import Unavailable
from relove_core.testing.builders import a_turn, said
from tests.unit.house import House


async def test_a_pressed_button_is_what_the_person_says() -> None:
    house = House(a_turn("Совсем ничего?"))
    session = await house.in_session()
    await house.presses(session.id, 0, 1)

    assert await house.sent() == ["quick-reply-chosen(label=Ничего)\n\nСовсем ничего?"]
    assert [r.text for r in (await house.session()).history] == ["Что болит?", "Ничего", "Совсем ничего?"]
    assert await house.is_quiet()


async def test_a_button_pressed_twice_counts_once() -> None:
    house = House(a_turn("Совсем ничего?"))
    session = await house.in_session()
    await house.presses(session.id, 0, 1)
    await house.presses(session.id, 0, 1)

    assert (await house.sent())[1:] == ["button-is-old"]
    assert (await house.session()).length == 3


async def test_a_button_of_an_earlier_question_is_refused() -> None:
    house = House(a_turn("И?"))
    session = await house.in_session()
    await house.says("Всё")
    await house.presses(session.id, 0, 0)

    assert await house.sent() == ["И?", "button-is-old"]


async def test_a_button_after_other_words_is_refused() -> None:
    house = House(Unavailable("503"))
    session = await house.in_session()
    await house.says("Сама скажу")
    await house.presses(session.id, 0, 0)

    assert await house.sent() == ["apology-unavailable", "button-is-old"]


@pytest.mark.parametrize(
    "place",
    [(99, 0, 0), (1, 7, 0), (1, 0, 2), (1, 0, -1), (1, 0, "x"), (1, 0, "²"), (1, 0), (1, 0, 0, 0), ("", "", ""), ()],
)
async def test_a_button_that_is_not_there_is_refused(place: tuple[object, ...]) -> None:
    house = House()
    await house.in_session()
    await house.presses(*place)

    assert await house.sent() == ["button-is-old"]
    assert (await house.session()).length == 1
    assert await house.is_quiet()


async def test_without_a_session_every_button_is_old() -> None:
    house = House()
    await house.presses(1, 0, 0)

    assert await house.sent() == ["button-is-old"]


async def test_in_a_pause_the_choice_is_kept_for_later() -> None:
    house = House(a_turn("Совсем ничего?"))
    session = await house.in_session()
    await house.stops()
    await house.presses(session.id, 0, 1)
    assert [r.text for r in (await house.session()).unanswered] == ["Ничего"]
    await house.resumes()

    assert await house.sent() == ["pause-begun", "paused", "Совсем ничего?"]


async def test_the_same_update_run_again_is_answered() -> None:
    house = House(a_turn("Совсем ничего?"))
    session = await house.in_session()
    cause = await house.cause()
    async with house.world.begin() as tx:
        await tx.sessions.hear(session.user_id, [said("Ничего", update_id=cause.update_ids[0])], at=house.now())
    await house.choose(cause, await house.contact(), (str(session.id), "0", "1"))

    assert [r.text for r in (await house.session()).history] == ["Что болит?", "Ничего", "Совсем ничего?"]
