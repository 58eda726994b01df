"""Showing what a session has brought to light so far."""

from relove_core.errors import Unavailable
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.model import SessionState
from relove_core.testing.builders import a_turn
from relove_core.testing.scripted_model import Meanwhile
from tests.unit.house import House

FOUND = SessionSummary(insights=("Я <боюсь>",), core_issue="страх")


async def asks(house: House) -> None:
    await house.summarise(await house.cause(), await house.contact())


async def test_the_active_session_is_shown_and_goes_on() -> None:
    house = House(FOUND)
    await house.in_session()
    await asks(house)

    (shown,) = await house.sent()
    assert shown == "summary-so-far(questions=1)\n\nsummary-insights\n• Я &lt;боюсь&gt;\n\nsummary-core-issue\n• страх"
    assert (await house.session()).state is SessionState.TALKING
    assert await house.is_quiet()


async def test_when_the_coach_is_silent_what_was_noted_is_shown() -> None:
    house = House(a_turn("И?", patterns=["бегство"]), Unavailable("503"))
    await house.in_session()
    await house.says("Я ушла")
    await asks(house)

    assert "• бегство" in (await house.sent())[-1]


async def test_after_the_end_the_last_session_is_shown_as_it_was_closed() -> None:
    house = House(FOUND)
    await house.in_session()
    await house.ends()
    await asks(house)

    assert "summary-last(questions=1)" in (await house.sent())[-1]
    assert len(house.model.asked) == 1


async def test_without_any_session_one_is_offered() -> None:
    house = House()
    await asks(house)

    assert await house.sent() == ["no-session"]


async def test_a_paused_session_is_shown_to_who_asks() -> None:
    house = House(FOUND)
    await house.in_session()
    await house.stops()
    await asks(house)

    assert len(await house.sent()) == 2


async def test_of_a_session_that_was_paused_meanwhile_nothing_is_shown() -> None:
    house = House()
    house.model.script = [Meanwhile(house.stops, FOUND)]
    await house.in_session()
    await asks(house)

    assert await house.sent() == ["pause-begun"]
    assert await house.is_quiet()


async def test_a_summary_too_long_for_one_message_becomes_a_few() -> None:
    long = tuple(f"{n} " + "слово " * 100 for n in range(9))
    house = House(SessionSummary(insights=long, patterns=long, difficulties=long, next_steps=long))
    await house.in_session()
    await asks(house)

    sent = await house.sent()
    assert len(sent) > 1
    assert all(len(html) <= 4096 for html in sent)
    assert sum(html.count("• ") for html in sent) == 4 * 6
