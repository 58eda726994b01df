"""Closing a session with a summary."""

import asyncio
from dataclasses import replace

import pytest

from relove_core.errors import Unavailable
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Stage
from relove_core.llm import Purpose
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.model import Session, SessionState
from relove_core.testing.builders import a_contact, a_turn
from relove_core.testing.scripted_model import Meanwhile
from relove_core.transactions import StorageUnavailable
from relove_core.users.model import Contact
from tests.unit.house import House

FOUND = SessionSummary(
    insights=("Я боюсь [1]",), patterns=("спасать",), core_issue="страх", themes=("дом",), next_steps=("спать",)
)


async def test_a_closed_session_tells_what_it_brought() -> None:
    house = House(a_turn("И?"), FOUND, secrets=("Петра",))
    await house.in_session()
    await house.says("Я боюсь Петра")
    await house.ends()

    question, summary = await house.sent()
    assert question == "И?"
    assert "summary-closed(questions=2)" in summary
    assert "summary-insights\n• Я боюсь Петра" in summary
    session = await house.session()
    assert (session.state, session.completed_at) == (SessionState.COMPLETED, session.updated_at)
    assert session.summary is not None
    assert session.summary.insights == ("Я боюсь Петра",)
    assert [p.purpose for p in house.model.asked[-2:]] == [Purpose.SESSION_SUMMARY, Purpose.STAGE_ANALYSIS]
    assert await house.is_quiet()


async def test_what_was_found_becomes_part_of_the_person() -> None:
    house = House(FOUND)
    session = await house.in_session()
    await house.ends()

    assert (await house.anna()).metaphysical_profile == {
        "patterns": ["спасать"],
        "core_issue": "страх",
        "themes": ["дом"],
        "signs": [[1, 1]],
        "session_id": session.id,
    }


async def test_with_a_silent_coach_the_session_closes_with_what_it_has_noted() -> None:
    house = House(a_turn("И?", patterns=["бегство"], core="вина"), Unavailable("503"))
    await house.in_session()
    await house.says("Я ушла")
    await house.ends()

    _, summary = await house.sent()
    assert "• бегство" in summary
    assert "• вина" in summary
    assert (await house.session()).state is SessionState.COMPLETED


async def test_a_session_in_which_nothing_was_said_invents_nothing() -> None:
    house = House(Unavailable("503"))
    await house.in_session()
    await house.ends()

    assert await house.sent() == ["summary-closed(questions=1)\n\nsummary-empty"]


async def test_without_a_session_there_is_nothing_to_close() -> None:
    house = House()
    await house.ends()

    assert await house.sent() == ["no-session"]


async def test_closing_a_paused_session_ends_the_pause() -> None:
    house = House(FOUND)
    await house.in_session()
    await house.stops()
    await house.ends()

    assert (await house.sent())[0] == "pause-begun"
    assert (await house.session()).state is SessionState.COMPLETED
    assert (await house.anna()).paused_at is None


async def test_to_who_asks_for_a_pause_meanwhile_it_closes_in_silence() -> None:
    house = House()
    house.model.script = [Meanwhile(house.stops, FOUND), FOUND]
    await house.in_session()
    await house.ends()

    assert await house.sent() == ["pause-begun"]
    assert (await house.session()).state is SessionState.COMPLETED
    assert (await house.anna()).paused_at is not None
    assert await house.is_quiet()


async def test_the_whole_of_a_long_session_is_summed_up() -> None:
    house = House(*(a_turn(f"вопрос {n}") for n in range(50)), FOUND)
    await house.in_session()
    for n in range(50):
        await house.says(f"ответ {n}")
    await house.ends()

    assert len(house.model.asked[-1].dialogue) == 101


async def test_summary_stage_and_suggestion_are_asked_for_side_by_side() -> None:
    all_asked = asyncio.Barrier(3)
    seen = StageProposal(stage=Stage.CALL_TO_ADVENTURE, confidence=0.9, quote=None, reason="так")
    house = House(a_turn("И?"), Meanwhile(all_asked.wait, FOUND), Meanwhile(all_asked.wait, seen))
    await house.in_session()
    await house.says("Я боюсь")

    async def suggests(session: Session, contact: Contact) -> str:
        del session, contact
        await all_asked.wait()
        return "relove"

    async with asyncio.timeout(60):
        ended = await replace(house.ending, suggests=suggests)(await house.session(), a_contact())

    assert (ended.closed.summary, ended.stream) == (FOUND, "relove")
    assert ended.proposal is not None
    assert ended.proposal.stage is Stage.CALL_TO_ADVENTURE


async def test_nobody_waits_behind_background_work_at_the_end() -> None:
    house = House(a_turn("И?"), FOUND)
    await house.in_session()
    await house.says("Я боюсь")
    await house.ends()

    assert [p.is_awaited for p in house.model.asked] == [True, True, True]
    assert Purpose.STAGE_ANALYSIS in [p.purpose for p in house.model.asked]


async def test_what_fails_beside_the_others_is_told_as_itself() -> None:
    house = House(FOUND)
    session = await house.in_session()

    async def suggests(session: Session, contact: Contact) -> str | None:
        del session, contact
        raise StorageUnavailable("down")

    with pytest.raises(StorageUnavailable):
        await replace(house.ending, suggests=suggests)(session, a_contact())
