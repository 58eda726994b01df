"""A person in crisis: fixed words, an alert, no provocation, and a way back by the written rules only."""

from datetime import timedelta

import pytest

from relove_core.access.guards import NotAdmin
from relove_core.alerts.model import REPEATS
from relove_core.delivery.model import Priority
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.transitions import HeldForSafety
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.sessions.said import Said
from relove_core.testing.builders import ANNA, BORIS, a_contact, a_turn
from relove_core.testing.scripted_model import Meanwhile
from tests.unit.house import House

DAY = timedelta(hours=24)
PLAN = "Сегодня ночью выпью все таблетки, они уже лежат передо мной"


def level(house: House) -> CrisisLevel:
    return house.world.state.safety[ANNA].level


async def test_flag_answer_and_alert_are_one_act() -> None:
    house = House()
    await house.make_admin()
    await house.in_session()
    await house.despairs()

    answer, alert = (m for m in await house.world.messages() if m.message)
    assert answer.message is not None
    assert alert.message is not None
    assert (answer.message.user_id, answer.message.priority) == (ANNA, Priority.CRISIS)
    assert answer.message.html.startswith("safety-crisis(")
    assert (alert.message.user_id, alert.message.priority) == (BORIS, Priority.OPERATOR)
    assert "Я не хочу жить" not in alert.message.html
    assert level(house) is CrisisLevel.CRISIS
    assert [signal.level for _, signal, _ in house.world.state.signals.values()] == [CrisisLevel.CRISIS]
    assert await house.is_quiet()


async def test_when_the_act_fails_nothing_of_it_is_left() -> None:
    house = House()
    await house.in_session()
    cause = await house.cause(keeps=False)

    with pytest.raises(Exception, match="lane"):
        await house.hear_crisis(
            cause, await house.contact(), [Said(update_id=2, telegram_message_id=None, text="Я не хочу жить")]
        )

    assert ANNA not in house.world.state.safety
    assert not house.world.state.alerts


async def test_the_answer_that_is_being_made_never_arrives() -> None:
    house = House()
    await house.in_session()
    house.model.script.append(Meanwhile(house.despairs, a_turn("И что тебе это даёт?")))
    await house.says("Мне плохо")

    assert [text.partition("(")[0] for text in await house.sent()] == ["safety-crisis"]
    assert (await house.session()).state is SessionState.SUPPORT


async def test_what_waits_to_be_sent_is_held_back() -> None:
    house = House(a_turn("И что тебе это даёт?"))
    await house.in_session()
    await house.says("Мне плохо")
    await house.despairs()

    assert [text.partition("(")[0] for text in await house.sent()] == ["safety-crisis"]


@pytest.mark.parametrize("text", ["Ничего", "Спасибо", "А ты кто?", "Ладно, проехали", "/natasha"])
async def test_afterwards_no_words_reach_the_coach(text: str) -> None:
    house = House()
    await house.in_session()
    await house.despairs()
    with pytest.raises(HeldForSafety):
        await house.says(text)

    assert not house.model.asked


async def test_afterwards_fixed_words_stand_by_and_what_is_said_is_kept() -> None:
    house = House()
    await house.in_session()
    await house.despairs()
    await house.sent()
    cause = await house.cause()
    said = [Said(update_id=cause.update_ids[0], telegram_message_id=None, text="Мне страшно")]
    await house.support(cause, await house.contact(), said)

    (spoken,) = await house.sent()
    assert spoken.startswith("support-listening-")
    assert "Мне страшно" in [r.text for r in (await house.session()).history]


async def test_an_opening_that_was_being_made_is_dropped() -> None:
    house = House()
    cause = await house.cause()
    contact = await house.contact()
    house.model.script.append(Meanwhile(house.despairs, a_turn("С чего начнём?")))

    with pytest.raises(HeldForSafety):
        await house.open_session(cause, contact, SessionKind.PROVOCATIVE)

    assert not house.world.state.sessions


async def test_whoever_has_not_consented_is_answered_and_not_kept() -> None:
    house = House()
    cause = await house.cause()
    said = [Said(update_id=cause.update_ids[0], telegram_message_id=None, text="Я не хочу жить")]
    await house.hear_crisis(cause, a_contact(consents=()), said)

    assert [text.partition("(")[0] for text in await house.sent()] == ["safety-crisis"]
    assert not house.world.state.sessions


async def test_a_denial_leaves_support_for_a_day() -> None:
    house = House()
    await house.despairs()
    await house.deny_crisis(await house.cause(), await house.contact())
    house.world.clock.pass_(DAY - timedelta(seconds=1))
    await house.wishes_to_return()

    assert level(house) is CrisisLevel.SUPPORT


async def test_the_way_back_needs_a_day_a_wish_and_somebody_who_has_looked() -> None:
    house = House()
    admin = await house.make_admin()
    await house.in_session()
    await house.despairs()
    house.world.clock.pass_(DAY + timedelta(seconds=1))
    await house.wishes_to_return()
    assert level(house) is CrisisLevel.CRISIS, "the alert is still open"

    await house.acknowledge(await house.cause(user_id=BORIS), admin, "1")
    await house.wishes_to_return()

    assert level(house) is CrisisLevel.NORMAL
    assert (await house.session()).state is SessionState.TALKING


async def test_from_immediate_danger_only_an_admin_opens_the_way_back() -> None:
    house = House()
    admin = await house.make_admin()
    await house.despairs(PLAN)
    assert level(house) is CrisisLevel.IMMINENT
    await house.acknowledge(await house.cause(user_id=BORIS), admin, "1")
    house.world.clock.pass_(DAY + timedelta(seconds=1))
    await house.wishes_to_return()
    assert level(house) is CrisisLevel.IMMINENT

    await house.release(await house.cause(user_id=BORIS), admin, str(ANNA))
    await house.wishes_to_return()

    assert level(house) is CrisisLevel.NORMAL


async def test_an_alert_is_told_again_until_somebody_takes_it() -> None:
    house = House()
    admin = await house.make_admin()
    await house.despairs()
    await house.sent()
    for repeat in REPEATS:
        assert await house.repeat_alerts() == 0, "not before its time"
        house.world.clock.pass_(house.world.state.alerts[1].alert.raised_at + repeat - house.now())
        assert await house.repeat_alerts() == 1

    told = [text for text in await house.sent() if text.startswith("alert-crisis")]
    assert len(told) == len(REPEATS)
    await house.acknowledge(await house.cause(user_id=BORIS), admin, "1")
    house.world.clock.pass_(DAY)
    assert await house.repeat_alerts() == 0


async def test_an_alert_that_nobody_could_be_told_of_waits_for_the_first_of_the_team() -> None:
    house = House()
    await house.despairs()
    house.world.clock.pass_(REPEATS[0] * 2)
    assert await house.repeat_alerts() == 0

    await house.make_admin()

    assert await house.repeat_alerts() == 1
    assert [text for text in await house.sent() if text.startswith("alert-crisis")]


async def test_only_the_team_acknowledges_and_releases() -> None:
    house = House()
    await house.despairs()

    cause, contact = await house.cause(), await house.contact()

    with pytest.raises(NotAdmin):
        await house.acknowledge(cause, contact, "1")
    with pytest.raises(NotAdmin):
        await house.release(cause, contact, str(ANNA))
