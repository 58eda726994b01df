"""Being blocked, and let in again."""

from relove_core.testing.builders import a_contact, a_message
from relove_core.users.mark_blocked import MarkBlocked
from tests.unit.house import House


async def test_what_waits_for_who_blocked_us_is_cancelled() -> None:
    house = House()
    cause = await house.cause()
    async with house.world.begin() as tx:
        await tx.deliveries.finish(cause, [a_message("не дойдёт")])
    await MarkBlocked(begin=house.world.begin)(await house.cause(), a_contact(), is_blocked=True)

    assert not (await house.anna()).is_active
    assert await house.sent() == []
    assert await house.is_quiet()


async def test_who_lets_us_in_again_can_be_reached() -> None:
    house = House()
    mark = MarkBlocked(begin=house.world.begin)
    await mark(await house.cause(), a_contact(), is_blocked=True)
    await mark(await house.cause(), a_contact(), is_blocked=False)

    assert (await house.anna()).is_active
    assert await house.sent() == []
