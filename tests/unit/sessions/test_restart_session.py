"""Closing the active session and beginning a new one."""

from relove_core.errors import Unavailable
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.testing.builders import a_turn
from relove_core.testing.scripted_model import Meanwhile
from tests.unit.house import House

FOUND = SessionSummary(themes=("дом",))


async def restarts(house: House) -> None:
    await house.restart(await house.cause(), await house.contact(), SessionKind.PROVOCATIVE)


async def test_the_old_session_is_summed_up_and_the_new_one_begins() -> None:
    house = House(a_turn("Заново. С чем?"), FOUND)
    old = await house.in_session()
    await restarts(house)

    summary, question = await house.sent()
    assert "summary-closed(questions=1)" in summary
    assert question == "Заново. С чем?"
    first, second = house.world.state.sessions.values()
    assert (first.id, first.state) == (old.id, SessionState.COMPLETED)
    assert second.state is SessionState.TALKING
    assert (await house.anna()).metaphysical_profile is not None
    assert await house.is_quiet()


async def test_with_a_silent_coach_the_old_session_stays() -> None:
    house = House(Unavailable("503"))
    await house.in_session()
    await restarts(house)

    assert await house.sent() == ["apology-unavailable"]
    (session,) = house.world.state.sessions.values()
    assert session.state is SessionState.TALKING


async def test_with_a_coach_that_cannot_sum_up_the_new_session_begins_all_the_same() -> None:
    house = House(a_turn("Заново"), Unavailable("503"))
    await house.in_session()
    await restarts(house)

    assert (await house.sent())[-1] == "Заново"
    assert len(house.world.state.sessions) == 2


async def test_without_an_old_session_one_begins() -> None:
    house = House(a_turn("С чем пришла?"))
    await restarts(house)

    assert await house.sent() == ["С чем пришла?"]


async def test_a_paused_session_is_replaced_and_the_pause_ends() -> None:
    house = House(a_turn("Заново"), FOUND)
    await house.in_session()
    await house.stops()
    await restarts(house)

    assert (await house.sent())[-1] == "Заново"
    assert (await house.anna()).paused_at is None


async def test_a_pause_while_the_coach_thinks_leaves_everything_as_it_is() -> None:
    house = House()
    house.model.script = [a_turn("Заново"), Meanwhile(house.stops, FOUND)]
    await house.in_session()
    await restarts(house)

    assert await house.sent() == ["pause-begun"]
    (session,) = house.world.state.sessions.values()
    assert session.state is SessionState.PAUSED
    assert (await house.anna()).metaphysical_profile is None
    assert await house.is_quiet()
