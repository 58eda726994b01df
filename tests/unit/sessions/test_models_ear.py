"""The coach's own flag: what the detector has not heard is answered by fixed words all the same."""

import pytest

from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Kind
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.sessions.model import SessionState
from relove_core.testing.builders import ANNA
from relove_core.testing.scripted_model import Meanwhile
from tests.unit.house import House


def flagged(level: CrisisLevel, reply: str = "Хватит ныть. Что дальше?") -> CoachTurn:
    return CoachTurn(reply=reply, crisis=level)


@pytest.mark.parametrize("level", [CrisisLevel.SUPPORT, CrisisLevel.CRISIS, CrisisLevel.IMMINENT])
async def test_what_the_coach_hears_is_answered_by_fixed_words_and_never_by_its_own(level: CrisisLevel) -> None:
    house = House(flagged(level))
    await house.make_admin()
    await house.in_session()
    await house.says("Завтра меня здесь не ищите")

    sent = await house.sent()
    assert sent[0].startswith(f"safety-{level.value}")
    assert not [text for text in sent if "ныть" in text]
    session = await house.session()
    assert session.state is SessionState.SUPPORT
    assert not session.unanswered
    assert house.world.state.safety[ANNA].level is level
    assert [signal.kind for who, signal, _ in house.world.state.signals.values() if who == ANNA] == [Kind.MODEL]
    assert await house.is_quiet()


async def test_from_crisis_on_somebody_of_the_team_is_called() -> None:
    for level, alerts in ((CrisisLevel.SUPPORT, 0), (CrisisLevel.CRISIS, 1), (CrisisLevel.IMMINENT, 1)):
        house = House(flagged(level))
        await house.make_admin()
        await house.in_session()
        await house.says("Завтра меня здесь не ищите")

        assert sum(text.startswith("alert-") for text in await house.sent()) == alerts


async def test_the_level_never_goes_down_for_what_the_coach_hears() -> None:
    house = House()
    house.model.script = [Meanwhile(lambda: house.despairs("Сегодня выпью все таблетки"), flagged(CrisisLevel.SUPPORT))]
    await house.in_session()
    await house.says("Мне плохо")

    assert house.world.state.safety[ANNA].level >= CrisisLevel.CRISIS


async def test_what_was_heard_counts_though_the_session_was_paused_meanwhile() -> None:
    house = House()
    house.model.script = [Meanwhile(house.stops, flagged(CrisisLevel.CRISIS))]
    await house.in_session()
    await house.says("Завтра меня здесь не ищите")

    assert any(text.startswith("safety-crisis") for text in await house.sent())
    assert (await house.session()).state is SessionState.SUPPORT


async def test_what_was_heard_counts_though_the_session_was_closed_meanwhile() -> None:
    async def close() -> None:
        async with house.world.begin() as tx:
            session = await house.session()
            await tx.sessions.save(session.complete(SessionSummary(), at=house.now()))

    house = House()
    house.model.script = [Meanwhile(close, flagged(CrisisLevel.CRISIS))]
    await house.in_session()
    await house.says("Завтра меня здесь не ищите")

    (sent,) = await house.sent()
    assert sent.startswith("safety-crisis")
    assert house.world.state.safety[ANNA].level is CrisisLevel.CRISIS
