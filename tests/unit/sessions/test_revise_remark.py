"""Taking over an edited message."""

import pytest

from relove_core.errors import Unavailable
from relove_core.testing.builders import a_turn
from tests.unit.house import House


async def edits(house: House, number: int, text: str) -> None:
    await house.revise(await house.cause(), await house.contact(), number, text)


async def test_what_is_not_answered_yet_is_replaced() -> None:
    house = House(Unavailable("503"), a_turn("И?"))
    await house.in_session()
    await house.says("Я усатла")
    await edits(house, 102, "Я устала\nочень")
    await house.says("Ты тут?")

    assert [u.text for u in house.model.asked[-1].dialogue][1:] == ["Я устала\nочень", "Ты тут?"]
    assert await house.sent() == ["apology-unavailable", "И?"]
    assert await house.is_quiet()


async def test_what_is_answered_stays_and_the_person_is_told() -> None:
    house = House(a_turn("И?"))
    await house.in_session()
    await house.says("Я устала")
    await edits(house, 102, "Я не устала")

    assert await house.sent() == ["И?", "edit-is-late"]
    assert (await house.session()).history[1].text == "Я устала"


async def test_an_edit_of_what_was_never_heard_is_told() -> None:
    house = House()
    await edits(house, 5, "что")

    assert await house.sent() == ["edit-is-late"]


async def test_a_long_text_is_revised_whole() -> None:
    house = House(Unavailable("503"), Unavailable("503"))
    await house.in_session()
    await house.says("а " * 2400)
    await house.says("Ты тут?")
    await edits(house, 102, "б\u202e" * 4096)

    assert [r.text for r in (await house.session()).history[1:]] == ["б" * 4000, "б" * 96, "Ты тут?"]
    await edits(house, 102, "Я")
    assert [r.text for r in (await house.session()).history[1:]] == ["Я", "Ты тут?"]
    assert await house.is_quiet()


@pytest.mark.parametrize("blank", ["", " \n\t", "\u202e\u200b"])
async def test_nobody_unsays_anything_by_a_blank_edit(blank: str) -> None:
    house = House(Unavailable("503"))
    await house.in_session()
    await house.says("Я устала")
    await edits(house, 102, blank)

    assert [r.text for r in (await house.session()).unanswered] == ["Я устала"]
    assert await house.sent() == ["apology-unavailable"]


async def test_a_blank_edit_of_what_is_answered_is_late_as_any_other() -> None:
    house = House(a_turn("И?"))
    await house.in_session()
    await house.says("Я устала")
    await edits(house, 102, "")

    assert await house.sent() == ["И?", "edit-is-late"]
