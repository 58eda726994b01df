"""Beginning a session."""

from relove_core.errors import Unavailable
from relove_core.journey.model import Stage
from relove_core.prompts import Fact
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.testing.builders import a_contact, a_session, a_turn
from relove_core.testing.scripted_model import Meanwhile
from relove_core.users.model import Gender
from tests.unit.house import House


async def begins(house: House, *, stage: str | None = None, gender: Gender = Gender.FEMALE) -> None:
    cause = await house.cause()
    contact = a_contact(stage=stage, gender=gender, is_paused=(await house.contact()).is_paused)
    await house.open_session(cause, contact, SessionKind.PROVOCATIVE)


async def test_the_coach_asks_the_first_question() -> None:
    house = House(a_turn("С чем пришла?", "С болью"))
    await begins(house)

    assert await house.sent() == ["С чем пришла?"]
    session = await house.session()
    assert (session.state, session.kind, session.question_count) == (
        SessionState.TALKING,
        SessionKind.PROVOCATIVE,
        1,
    )
    assert session.history[0].quick_replies == ("С болью",)
    assert await house.is_quiet()


async def test_closed_words_are_told_and_nothing_else() -> None:
    house = House(a_turn(), a_turn())
    await begins(house, stage="REFUSAL", gender=Gender.UNDISCLOSED)

    (asked,) = house.model.asked
    assert asked.facts == {
        Fact.STAGE: "REFUSAL",
        Fact.GENDER: "unknown",
        Fact.INTENSITY: "usual",
        Fact.SYMBOLS: "on",
    }
    assert asked.dialogue == ()
    assert (await house.session()).stage is Stage.REFUSAL


async def test_who_has_no_stage_begins_in_the_ordinary_world() -> None:
    house = House(a_turn())
    await begins(house)

    assert (await house.session()).stage is Stage.ORDINARY_WORLD


async def test_a_session_that_goes_on_is_never_replaced() -> None:
    house = House()
    old = await house.in_session()
    await begins(house)

    assert await house.sent() == ["session-conflict(kind=provocative, wanted=provocative)"]
    assert (await house.session()).id == old.id
    assert not house.model.asked
    assert await house.is_quiet()


async def test_a_session_that_was_opened_meanwhile_is_not_replaced() -> None:
    async def open_another() -> None:
        async with house.world.begin() as tx:
            await tx.sessions.open(a_session())

    house = House(Meanwhile(open_another, a_turn("Вторая")))
    await begins(house)

    assert await house.sent() == ["session-conflict(kind=provocative, wanted=provocative)"]
    assert len(house.world.state.sessions) == 1


async def test_with_a_silent_coach_nothing_is_begun() -> None:
    house = House(Unavailable("503"))
    await begins(house)

    assert await house.sent() == ["apology-unavailable"]
    assert not house.world.state.sessions
    assert await house.is_quiet()


async def test_beginning_ends_a_pause() -> None:
    house = House(a_turn("С чем пришла?"))
    await house.stops()
    await begins(house)

    assert await house.sent() == ["pause-begun", "С чем пришла?"]
    assert (await house.anna()).paused_at is None


async def test_a_pause_while_the_coach_thinks_lets_nothing_begin() -> None:
    house = House()
    house.model.script = [Meanwhile(house.stops, a_turn("С чем пришла?"))]
    await begins(house)

    assert await house.sent() == ["pause-begun"]
    assert not house.world.state.sessions
    assert (await house.anna()).paused_at is not None
    assert await house.is_quiet()
