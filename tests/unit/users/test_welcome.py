"""The first words to a person, and to one who comes again."""

import pytest

from relove_core.delivery.model import Button
from relove_core.ids import UserId
from relove_core.testing.builders import ANNA, a_contact
from relove_core.users.model import Gender
from relove_core.users.welcome import Welcome
from tests.contracts.world import send_all
from tests.unit.house import House


async def comes(house: House, payload: str = "", *, gender: Gender | None = None) -> None:
    welcome = Welcome(begin=house.world.begin, texts=house.texts)
    await welcome(await house.cause(), a_contact(gender=gender), payload)


async def test_a_stranger_is_greeted_and_asked_how_to_be_addressed() -> None:
    house = House()
    await comes(house)

    hello, question = (m.message for m in await house.world.messages())
    assert hello is not None
    assert question is not None
    assert (hello.html, hello.menu) == ("welcome", (("menu-session", "menu-profile"), ("menu-streams", "menu-pause")))
    assert question.html == "ask-gender"
    assert [[b.action.encode() for b in row if isinstance(b, Button)] for row in question.buttons] == [
        ["gender:female", "gender:male"],
        ["gender:undisclosed"],
    ]
    assert await send_all(house.world) == ["welcome", "ask-gender"]
    assert await house.is_quiet()


@pytest.mark.parametrize("gender", list(Gender))
async def test_who_has_told_is_not_asked_again(gender: Gender) -> None:
    house = House()
    await comes(house, gender=gender)

    assert await house.sent() == ["welcome-back"]


@pytest.mark.parametrize("source", ["spring", "a", "A-b_9", "x" * 64])
async def test_the_source_of_a_deep_link_is_remembered(source: str) -> None:
    house = House()
    await comes(house, source)
    await comes(house, "later")

    assert (await house.anna()).source == source


@pytest.mark.parametrize(
    "payload", ["", " ", "x" * 65, "весна", "a b", "a;DROP TABLE users", "a\n", "../..", "a=b", "\x00", "😀"]
)
async def test_what_no_deep_link_can_carry_is_passed_over(payload: str) -> None:
    house = House()
    await comes(house, payload)

    assert (await house.anna()).source is None
    assert await house.sent() == ["welcome", "ask-gender"]


async def test_only_the_person_who_came_is_written_to() -> None:
    house = House()
    await comes(house)

    assert {m.message.user_id for m in await house.world.messages() if m.message} == {ANNA}
    assert UserId(102) not in house.world.state.users
