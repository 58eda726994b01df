"""What follows from an attempt to send: the whole table."""

import itertools

import pytest

from relove_core.delivery.model import Priority
from relove_core.delivery.outcomes import OutboxState, Outcome, state_after

ALWAYS = {
    Outcome.SENT: OutboxState.SENT,
    Outcome.NOT_REACHED: OutboxState.PENDING,
    Outcome.TOO_FAST: OutboxState.PENDING,
    Outcome.UNAUTHORISED: OutboxState.PENDING,
    Outcome.BLOCKED: OutboxState.BLOCKED,
    Outcome.REFUSED: OutboxState.FAILED,
}
CASES = list(itertools.product(Priority, (0, 1, 50), (False, True)))


@pytest.mark.parametrize("outcome", list(ALWAYS))
def test_most_outcomes_lead_to_one_state_whatever_the_message(outcome: Outcome) -> None:
    states = {state_after(outcome, priority=p, unknowns=n, as_plain_text=plain) for p, n, plain in CASES}

    assert states == {ALWAYS[outcome]}


@pytest.mark.parametrize("priority", list(Priority))
def test_refused_markup_goes_once_more_as_plain_text(priority: Priority) -> None:
    first = state_after(Outcome.MARKUP_REFUSED, priority=priority, unknowns=0, as_plain_text=False)
    second = state_after(Outcome.MARKUP_REFUSED, priority=priority, unknowns=0, as_plain_text=True)

    assert (first, second) == (OutboxState.PENDING, OutboxState.FAILED)


@pytest.mark.parametrize("priority", list(Priority))
def test_of_unknown_fate_only_a_conversation_is_tried_again(priority: Priority) -> None:
    state = state_after(Outcome.UNKNOWN, priority=priority, unknowns=1, as_plain_text=False)

    is_conversation = priority in (Priority.CRISIS, Priority.OPERATOR, Priority.DIALOGUE)
    assert state is (OutboxState.PENDING if is_conversation else OutboxState.UNCERTAIN)


def test_every_outcome_is_in_the_table() -> None:
    assert set(ALWAYS) | {Outcome.MARKUP_REFUSED, Outcome.UNKNOWN} == set(Outcome)
