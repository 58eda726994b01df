"""Being left alone, and going on."""

import itertools
from collections.abc import Sequence

import pytest

from relove_core.delivery.model import Cause, Lane, Priority
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.testing.builders import a_message, a_turn
from tests.unit.house import House


async def test_a_pause_stops_the_session_and_what_waits_to_be_sent() -> None:
    house = House(a_turn("И?"))
    await house.in_session()
    await house.says("Я устала")
    await house.stops()

    assert await house.sent() == ["pause-begun"]
    assert (await house.session()).state is SessionState.PAUSED
    assert (await house.anna()).paused_at is not None
    assert await house.is_quiet()


async def test_a_pause_does_not_hold_back_what_may_save_a_life() -> None:
    house = House()
    cause = await house.cause()
    async with house.world.begin() as tx:
        await tx.deliveries.finish(cause, [a_message("112", priority=Priority.CRISIS), a_message("реклама")])
    await house.stops()

    assert await house.sent() == ["112", "pause-begun"]


async def test_a_pause_without_a_session_holds_for_the_next_one() -> None:
    house = House()
    await house.stops()

    assert await house.sent() == ["pause-begun"]
    assert (await house.anna()).paused_at is not None


async def test_a_second_pause_is_confirmed_as_well() -> None:
    house = House()
    await house.in_session()
    await house.stops()
    await house.stops()

    assert await house.sent() == ["pause-begun"]
    assert (await house.session()).state is SessionState.PAUSED


async def test_who_goes_on_sees_the_last_question_again() -> None:
    house = House()
    await house.in_session()
    await house.stops()
    await house.resumes()

    assert await house.sent() == ["pause-begun", "resumed\n\nЧто болит?"]
    assert (await house.session()).state is SessionState.TALKING
    assert (await house.anna()).paused_at is None
    assert await house.is_quiet()


async def test_going_on_without_a_session_offers_one() -> None:
    house = House()
    await house.stops()
    await house.resumes()

    assert await house.sent() == ["pause-begun", "no-session"]
    assert (await house.anna()).paused_at is None


async def test_going_on_without_a_pause_shows_where_we_were() -> None:
    house = House()
    await house.in_session()
    await house.resumes()

    assert await house.sent() == ["resumed\n\nЧто болит?"]


async def test_what_was_kept_in_the_pause_is_answered_when_it_ends() -> None:
    house = House(a_turn("Отвечаю на всё"))
    await house.in_session()
    await house.stops()
    await house.says("раз")
    await house.says("два")
    await house.resumes()

    assert await house.sent() == ["pause-begun", "paused", "paused", "Отвечаю на всё"]
    assert not (await house.session()).unanswered


#: Every wish in every place of the arrivals, worked on in every order that two lanes allow.
WISHES = [w for n in (1, 2, 3) for w in itertools.product(("pause", "resume"), repeat=n)]


@pytest.mark.parametrize("wishes", WISHES, ids="-".join)
async def test_the_wish_that_arrived_last_counts_in_every_order_of_work(wishes: Sequence[str]) -> None:
    for order in itertools.permutations(range(len(wishes))):
        house = House()
        await house.in_session()
        causes = await _arrive(house, wishes)
        for n in order:
            cause = await house.claimed_again(causes[n])
            await (house.pause if wishes[n] == "pause" else house.resume)(cause, await house.contact())

        is_paused = wishes[-1] == "pause"
        assert (await house.session()).state is (SessionState.PAUSED if is_paused else SessionState.TALKING), order
        assert ((await house.anna()).paused_at is not None) is is_paused, order


async def test_a_resume_that_was_overtaken_by_a_pause_says_nothing() -> None:
    house = House()
    await house.in_session()
    resume = await house.cause()
    await house.stops()
    await house.resume(resume, await house.contact())

    assert await house.sent() == ["pause-begun"]
    assert (await house.session()).state is SessionState.PAUSED
    assert await house.is_quiet()


async def test_a_pause_before_a_new_session_ends_with_it() -> None:
    house = House(a_turn("С чем пришла?"), a_turn("И?"))
    await house.stops()
    await house.open_session(await house.cause(), await house.contact(), SessionKind.PROVOCATIVE)
    await house.says("С болью")

    assert (await house.sent())[-1] == "И?"


async def _arrive(house: House, wishes: Sequence[str]) -> list[Cause]:
    return [await house.cause(lane=_LANES[wish], keeps=False) for wish in wishes]


_LANES = {"pause": Lane.CONTROL, "resume": Lane.TALK}
