"""Sessions that nobody comes back to."""

from datetime import timedelta

import pytest

from relove_core.sessions.expire_sessions import IDLE, ExpireSessions
from relove_core.sessions.model import SessionState
from tests.unit.house import House


@pytest.mark.parametrize(
    ("idle", "state"),
    [(IDLE, SessionState.TALKING), (IDLE + timedelta(seconds=1), SessionState.EXPIRED)],
    ids=["just yet", "over"],
)
async def test_after_two_weeks_without_a_word_a_session_is_closed(idle: timedelta, state: SessionState) -> None:
    house = House()
    await house.in_session()
    house.world.clock.pass_(idle)
    expire = ExpireSessions(begin=house.world.begin, clock=house.world.clock)

    count = await expire()

    assert (await house.session()).state is state
    assert count == (state is SessionState.EXPIRED)


async def test_a_text_to_an_expired_session_is_met_with_an_offer() -> None:
    house = House()
    await house.in_session()
    house.world.clock.pass_(IDLE + timedelta(days=1))
    await ExpireSessions(begin=house.world.begin, clock=house.world.clock)()
    await house.says("Я вернулась")

    assert await house.sent() == ["no-session"]
