"""Telegram's limits as arithmetic."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_core.delivery.pacing import Pace, next_slot
from relove_core.testing.clock import NOON

PAUSES = st.lists(st.timedeltas(min_value=timedelta(0), max_value=timedelta(seconds=5)), max_size=80)


@given(pauses=PAUSES, per_second=st.integers(1, 30))
def test_whenever_messages_come_they_leave_apart(pauses: list[timedelta], per_second: int) -> None:
    gap = Pace(per_second=per_second).gap
    now, last, slots = NOON, NOON - timedelta(days=1), []
    for pause in pauses:
        now += pause
        last = next_slot(last, now, gap=gap)
        assert last >= now, "nothing leaves before it came"
        slots.append(last)

    assert all(later - earlier >= gap for earlier, later in pairwise(slots))


@given(pauses=PAUSES)
def test_in_no_second_leave_more_than_thirty(pauses: list[timedelta]) -> None:
    gap = Pace().gap
    now, last, slots = NOON, NOON - timedelta(days=1), []
    for pause in (*pauses, *[timedelta(0)] * 60):
        now += pause
        last = next_slot(last, now, gap=gap)
        slots.append(last)

    second = timedelta(seconds=1)
    assert all(sum(s <= other < s + second for other in slots) <= 30 for s in slots)


@given(idle=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)))
def test_time_that_passed_unused_is_not_caught_up(idle: timedelta) -> None:
    gap = Pace().gap
    now = NOON + gap + idle
    first = next_slot(NOON, now, gap=gap)
    second = next_slot(first, now, gap=gap)

    assert first == now
    assert second == now + gap


def test_a_message_leaves_at_once_when_nothing_left_before_it() -> None:
    assert next_slot(NOON - timedelta(seconds=1), NOON, gap=Pace().gap) == NOON


@pytest.mark.parametrize("per_second", [0, -1])
def test_a_pace_is_positive(per_second: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        Pace(per_second=per_second)


def test_a_chat_may_not_wait_backwards() -> None:
    with pytest.raises(ValueError, match="positive"):
        Pace(per_chat=timedelta(seconds=-1))


@pytest.mark.parametrize("per_second", [1, 10, 29, 30])
def test_who_is_as_late_as_tolerated_keeps_the_limit(per_second: int) -> None:
    pace = Pace(per_second=per_second)

    assert pace.tolerance is not None
    assert timedelta(0) < pace.tolerance < pace.gap, "at most 30 in a second, however late each one is"
