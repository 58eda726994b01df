"""Sessions of different kinds never replace each other silently, and each is left as any other is."""

from itertools import product

import pytest
from pydantic import BaseModel

from relove_core.errors import InvalidInput
from relove_core.sessions import buttons
from relove_core.sessions.buttons import kind_of
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.diagnosis import DiagnosticTurn
from relove_core.sessions.exercise import GuidedTurn
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.testing.builders import a_turn
from tests.unit.house import House

FIRST: dict[SessionKind, list[BaseModel]] = {
    SessionKind.PROVOCATIVE: [a_turn("Провокация?")],
    SessionKind.DIAGNOSTIC: [DiagnosticTurn(reply="Диагностика?")],
    SessionKind.JOURNEY: [],
}
NEXT: dict[SessionKind, BaseModel] = {
    SessionKind.PROVOCATIVE: a_turn("И что?"),
    SessionKind.DIAGNOSTIC: DiagnosticTurn(reply="А ещё?"),
    SessionKind.JOURNEY: GuidedTurn(reply="Слышу."),
}
SAID = {
    SessionKind.PROVOCATIVE: "И что?",
    SessionKind.DIAGNOSTIC: "А ещё?",
    SessionKind.JOURNEY: "Слышу.\n\nguided-ORDINARY_WORLD-2",
}


PAIRS = list(product(SessionKind, SessionKind))


async def in_a(kind: SessionKind) -> House:
    house = House(*FIRST[kind])
    await house.open_session(await house.cause(), await house.contact(), kind)
    await house.sent()
    return house


@pytest.mark.parametrize(("going_on", "wanted"), PAIRS)
async def test_a_command_in_the_middle_asks_with_both_kinds_and_offers_what_was_asked_for(
    going_on: SessionKind, wanted: SessionKind
) -> None:
    house = await in_a(going_on)

    await house.open_session(await house.cause(), await house.contact(), wanted)

    assert await house.sent() == [f"session-conflict(kind={going_on.value}, wanted={wanted.value})"]
    assert (await house.session()).kind is going_on
    assert len(house.world.state.sessions) == 1


@pytest.mark.parametrize(("going_on", "wanted"), PAIRS)
async def test_the_button_ends_the_one_and_begins_the_other(going_on: SessionKind, wanted: SessionKind) -> None:
    house = await in_a(going_on)
    house.model.script = [*FIRST[wanted], SessionSummary(insights=("Моё",))]

    await house.restart(await house.cause(), await house.contact(), wanted)

    told = await house.sent()
    assert told[0].startswith("summary-closed")
    old, new = sorted(house.world.state.sessions.values(), key=lambda s: s.id)
    assert (old.kind, old.state) == (going_on, SessionState.COMPLETED)
    assert (new.kind, new.state) == (wanted, SessionState.TALKING)


@pytest.mark.parametrize("kind", SessionKind)
async def test_ordinary_messages_go_on_in_whatever_session_there_is(kind: SessionKind) -> None:
    house = await in_a(kind)
    house.model.script = [NEXT[kind]]

    await house.says("Я устала")

    assert await house.sent() == [SAID[kind]]


@pytest.mark.parametrize("kind", SessionKind)
async def test_each_kind_is_paused_and_answers_afterwards_what_was_kept(kind: SessionKind) -> None:
    house = await in_a(kind)
    await house.stops()
    await house.says("Я устала")
    assert await house.sent() == ["pause-begun", "paused"]
    house.model.script = [NEXT[kind]]

    await house.resumes()

    assert await house.sent() == [SAID[kind]]


@pytest.mark.parametrize("kind", SessionKind)
async def test_each_kind_is_held_in_a_crisis(kind: SessionKind) -> None:
    house = await in_a(kind)

    await house.despairs()

    assert (await house.session()).state is SessionState.SUPPORT


@pytest.mark.parametrize("kind", SessionKind)
async def test_each_kind_is_ended_by_the_person(kind: SessionKind) -> None:
    house = await in_a(kind)
    house.model.script = [SessionSummary(insights=("Моё",))]

    await house.ends()

    assert (await house.sent())[0].startswith("summary-closed")
    assert (await house.session()).state is SessionState.COMPLETED


@pytest.mark.parametrize("kind", SessionKind)
def test_a_button_names_its_kind(kind: SessionKind) -> None:
    assert kind_of((kind.value,)) is kind


def test_an_old_button_without_a_kind_means_the_provocative_one() -> None:
    assert kind_of(()) is SessionKind.PROVOCATIVE
    assert {buttons.OPEN, buttons.RESTART} == {"open", "restart"}


@pytest.mark.parametrize("args", [("karma",), ("",), ("journey", "1")])
def test_a_button_of_no_kind_is_none_of_ours(args: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        kind_of(args)
