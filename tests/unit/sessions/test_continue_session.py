"""Going on with what a person said."""

from relove_core.errors import Unavailable
from relove_core.llm import Purpose, Speaker
from relove_core.sessions.said import Said, remarks_of
from relove_core.testing.builders import ANNA, a_turn
from relove_core.testing.clock import NOON
from relove_core.testing.scripted_model import Meanwhile
from tests.unit.house import House


async def test_what_was_said_is_answered() -> None:
    house = House(a_turn("И давно?", "Давно"))
    await house.in_session()
    await house.says("Я устала")

    assert await house.sent() == ["И давно?"]
    session = await house.session()
    assert [r.text for r in session.history] == ["Что болит?", "Я устала", "И давно?"]
    assert not session.unanswered
    assert await house.is_quiet()


async def test_texts_in_a_row_are_answered_once() -> None:
    house = House(a_turn("Всё сразу?"))
    await house.in_session()
    await house.says("Я устала", "Очень", "И зла")

    assert await house.sent() == ["Всё сразу?"]
    (asked,) = house.model.asked
    assert [u.text for u in asked.dialogue] == ["Что болит?", "Я устала", "Очень", "И зла"]
    assert asked.purpose is Purpose.COACH_TURN


async def test_without_a_session_one_is_offered() -> None:
    house = House()
    await house.says("Привет")

    assert await house.sent() == ["no-session"]
    assert not house.model.asked


async def test_in_a_pause_what_is_said_is_kept_and_not_answered() -> None:
    house = House()
    await house.in_session()
    await house.stops()
    await house.says("Ты тут?")

    assert await house.sent() == ["pause-begun", "paused"]
    assert [r.text for r in (await house.session()).unanswered] == ["Ты тут?"]
    assert not house.model.asked


async def test_in_a_pause_without_a_session_the_pause_is_told() -> None:
    house = House()
    await house.stops()
    await house.says("Ты тут?")

    assert await house.sent() == ["pause-begun", "paused"]


async def test_what_was_said_is_kept_before_the_model_is_asked() -> None:
    kept: list[str] = []

    async def look() -> None:
        kept.extend(r.text for r in (await house.session()).unanswered)

    house = House(Meanwhile(look, a_turn()))
    await house.in_session()
    await house.says("Я устала")

    assert kept == ["Я устала"]


async def test_the_model_is_asked_with_no_transaction_open() -> None:
    async def write() -> None:
        async with house.world.begin() as tx:  # refused where one is open
            await tx.users.came_by(ANNA, "spring")

    house = House(Meanwhile(write, a_turn("Дальше")))
    await house.in_session()
    await house.says("Я устала")

    assert await house.sent() == ["Дальше"]


async def test_a_long_text_is_kept_whole_in_parts() -> None:
    house = House(a_turn())
    await house.in_session()
    await house.says("слово " * 1500)

    parts = [r for r in (await house.session()).history if r.speaker is Speaker.PERSON]
    assert [r.part for r in parts] == [0, 1, 2]
    assert " ".join(r.text for r in parts).split() == ["слово"] * 1500


async def test_what_nobody_sees_is_not_kept() -> None:
    house = House(a_turn())
    await house.in_session()
    await house.says("я\u202e \u200bтут\x07")

    assert (await house.session()).history[1].text == "я тут"


async def test_a_second_run_of_the_same_updates_hears_nothing_twice() -> None:
    house = House(a_turn("Раз"))
    await house.in_session()
    cause = await house.cause()
    said = [Said(update_id=cause.update_ids[0], telegram_message_id=1, text="Я устала")]
    async with house.world.begin() as tx:
        await tx.sessions.hear(ANNA, remarks_of(said, at=house.now()), at=house.now())
    await house.continue_session(cause, await house.contact(), said)

    assert [r.text for r in (await house.session()).history] == ["Что болит?", "Я устала", "Раз"]


async def test_a_silent_model_is_apologised_for_and_what_was_said_stays() -> None:
    house = House(Unavailable("503"))
    await house.in_session()
    await house.says("Я устала")

    assert await house.sent() == ["apology-unavailable"]
    session = await house.session()
    assert session.session_data["last_error"] == "unavailable"
    assert session.session_data["error_timestamp"] == NOON.isoformat()
    assert [r.text for r in session.unanswered] == ["Я устала"]
    assert await house.is_quiet()


async def test_when_the_model_is_back_everything_is_answered_together() -> None:
    house = House(Unavailable("503"), Unavailable("503"), a_turn("Слышу. Что из этого главное?"))
    await house.in_session()
    await house.says("Я устала")
    await house.says("Очень")
    await house.says("Ты тут?")

    assert await house.sent() == ["apology-unavailable"] * 2 + ["Слышу. Что из этого главное?"]
    session = await house.session()
    assert not session.unanswered
    assert "last_error" not in session.session_data
    assert [u.text for u in house.model.asked[-1].dialogue][1:] == ["Я устала", "Очень", "Ты тут?"]
