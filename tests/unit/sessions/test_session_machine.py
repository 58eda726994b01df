"""What may happen to a session is a table: every state and step, and walks at random."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_core.llm import Speaker
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.model import (
    ACTIVE_STATES,
    REMARK_CHARS,
    TRANSITIONS,
    Remark,
    Session,
    SessionState,
    Step,
    StepNotAllowed,
)
from relove_core.testing.builders import a_session, a_turn, said
from relove_core.testing.clock import NOON

LATER = NOON + timedelta(hours=1)
EVERY_STEP = list(itertools.product(SessionState, Step))


@pytest.mark.parametrize(("state", "step"), EVERY_STEP, ids=str)
def test_only_the_table_moves_a_session(state: SessionState, step: Step) -> None:
    session = a_session(state=state)
    target = TRANSITIONS.get((state, step))
    if target is None:
        with pytest.raises(StepNotAllowed):
            session.move(step, at=LATER)
        return

    moved = session.move(step, at=LATER)

    assert moved == replace(
        session, state=target, updated_at=LATER, completed_at=None if target in ACTIVE_STATES else LATER
    )


def test_from_the_end_nothing_leads_on() -> None:
    assert not [state for state, _ in TRANSITIONS if state not in ACTIVE_STATES]


@pytest.mark.parametrize("state", list(SessionState))
def test_only_a_talking_session_takes_an_answer(state: SessionState) -> None:
    session = a_session(state=state)
    if state is SessionState.TALKING:
        assert session.answer(a_turn("И?"), placeholders={}, at=LATER).length == session.length + 1
        return

    with pytest.raises(StepNotAllowed):
        session.answer(a_turn("И?"), placeholders={}, at=LATER)


@pytest.mark.parametrize("state", list(SessionState))
def test_only_an_active_session_hears_and_stumbles(state: SessionState) -> None:
    session = a_session(state=state)
    if state in ACTIVE_STATES:
        assert len(session.hear([said()], at=LATER).unanswered) == 1
        assert session.stumble("unavailable", at=LATER).session_data["last_error"] == "unavailable"
        return

    with pytest.raises(StepNotAllowed):
        session.hear([said()], at=LATER)
    with pytest.raises(StepNotAllowed):
        session.stumble("unavailable", at=LATER)


def test_an_answer_clears_the_last_error_and_keeps_other_notes() -> None:
    stumbled = replace(a_session(), session_data={"note": 1}).stumble("unavailable", at=LATER)

    answered = stumbled.answer(a_turn(), placeholders={}, at=LATER)

    assert answered.session_data == {"note": 1}


def test_findings_add_up_without_repeating() -> None:
    session = a_session()
    for patterns in (["бегство"], ["спасать", "бегство"], []):
        session = session.answer(a_turn(patterns=patterns), placeholders={}, at=LATER)
    closed = session.complete(SessionSummary(patterns=("вина", "спасать")), at=LATER)

    assert closed.identified_patterns == ("бегство", "спасать", "вина")


def test_the_core_issue_is_the_last_that_was_named() -> None:
    named = a_session().answer(a_turn(core="страх"), placeholders={}, at=LATER)

    assert named.answer(a_turn(), placeholders={}, at=LATER).core_issue == "страх"
    assert named.answer(a_turn(core="вина"), placeholders={}, at=LATER).core_issue == "вина"


def test_a_session_is_over_exactly_when_it_has_an_end() -> None:
    with pytest.raises(ValueError, match="active until"):
        replace(a_session(), completed_at=LATER)
    with pytest.raises(ValueError, match="active until"):
        replace(a_session(), state=SessionState.COMPLETED)


def test_naive_moments_are_refused() -> None:
    with pytest.raises(ValueError, match="updated_at"):
        replace(a_session(), updated_at=NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="said_at"):
        replace(said(), said_at=NOON.replace(tzinfo=None))


def test_a_remark_is_not_endless() -> None:
    said("а" * REMARK_CHARS)

    with pytest.raises(ValueError, match="4000"):
        said("а" * (REMARK_CHARS + 1))


REMARKS = st.builds(
    said, st.text(min_size=1, max_size=20), update_id=st.integers(1, 6) | st.none(), part=st.integers(0, 2)
)
DEEDS = st.lists(st.one_of(st.sampled_from(Step), st.lists(REMARKS, max_size=3), st.just("answer"), st.just("stumble")))


@given(DEEDS)
def test_whatever_happens_a_session_stays_sound(deeds: list[Step | list[Remark] | str]) -> None:
    session = a_session()
    for deed in deeds:
        before = session
        try:
            session = _do(session, deed)
        except StepNotAllowed:
            assert session is before
        _is_sound(session, before)


def _do(session: Session, deed: Step | list[Remark] | str) -> Session:
    match deed:
        case Step():
            return session.move(deed, at=LATER)
        case list():
            return session.hear(deed, at=LATER)
        case "answer":
            return session.answer(a_turn("И?"), placeholders={"[1]": "Анна"}, at=LATER)
    return session.stumble("unavailable", at=LATER)


def _is_sound(session: Session, before: Session) -> None:
    assert [r.position for r in session.history] == list(range(session.length))
    assert session.length >= before.length, "nothing that was said is forgotten"
    assert [r.text for r in session.history[: before.length]] == [r.text for r in before.history]
    assert session.is_active == (session.completed_at is None)
    assert session.question_count == sum(r.speaker is Speaker.COACH for r in session.history)
    last = session.last_question
    assert last is not None
    assert all(r.position > last.position for r in session.unanswered)
    if not before.is_active:
        assert session == before
