"""Taking in how a person wants to be addressed."""

import pytest

from relove_core.errors import InvalidInput
from relove_core.testing.builders import a_contact
from relove_core.users.choose_gender import ChooseGender
from relove_core.users.model import Gender
from tests.unit.house import House


async def tells(house: House, told: str) -> None:
    choose = ChooseGender(begin=house.world.begin, texts=house.texts)
    await choose(await house.cause(), a_contact(gender=None), told)


@pytest.mark.parametrize("gender", list(Gender))
async def test_what_is_told_is_kept_and_answered(gender: Gender) -> None:
    house = House()
    await tells(house, gender.value)

    assert (await house.anna()).gender is gender
    assert await house.sent() == ["acquainted"]
    assert await house.is_quiet()


async def test_one_may_change_ones_mind() -> None:
    house = House()
    await tells(house, "female")
    await tells(house, "undisclosed")

    assert (await house.anna()).gender is Gender.UNDISCLOSED


@pytest.mark.parametrize("told", ["", "Female", "женщина", "female ", "gender", "0"])
async def test_anything_else_is_refused_and_changes_nothing(told: str) -> None:
    house = House()

    with pytest.raises(InvalidInput, match="female, male, undisclosed"):
        await tells(house, told)

    assert (await house.anna()).gender is None
    assert await house.sent() == []
