"""How fast one person may write."""

import pytest

from relove_core.delivery.model import Cause
from relove_core.testing.builders import a_contact
from relove_core.users.pace import KeepPace, TooFast
from tests.unit.house import House


async def writes(house: House, cause: Cause, *, this_minute: int, runs: int = 1, limit: int = 20) -> None:
    pace = KeepPace(begin=house.world.begin, texts=house.texts, limit=limit)
    await pace(cause, a_contact(messages_this_minute=this_minute, runs=runs))


@pytest.mark.parametrize("this_minute", [0, 1, 19, 20])
async def test_within_the_limit_everything_passes(this_minute: int) -> None:
    house = House()
    await writes(house, await house.cause(), this_minute=this_minute)

    assert await house.sent() == []


async def test_what_is_more_waits_until_the_minute_is_over() -> None:
    house = House()

    with pytest.raises(TooFast) as refused:
        await writes(house, await house.cause(), this_minute=21)

    assert refused.value.wait == a_contact().minute_ends_in
    assert await house.sent() == ["too-fast"]
    assert not await house.is_quiet(), "the update waits"


async def test_it_is_said_once_a_minute() -> None:
    house = House()
    cause = await house.cause()
    for this_minute in (21, 22, 23):
        with pytest.raises(TooFast):
            await writes(house, cause, this_minute=this_minute)

    assert await house.sent() == ["too-fast"]


async def test_it_is_said_also_where_a_burst_crosses_the_limit() -> None:
    house = House()

    with pytest.raises(TooFast):
        await writes(house, await house.cause(count=5), this_minute=23)

    assert await house.sent() == ["too-fast"]


async def test_what_has_waited_passes_however_much_it_is() -> None:
    house = House()
    await writes(house, await house.cause(), this_minute=50, runs=2)

    assert await house.sent() == []


async def test_the_limit_is_a_setting() -> None:
    house = House()

    with pytest.raises(TooFast):
        await writes(house, await house.cause(), this_minute=3, limit=2)
