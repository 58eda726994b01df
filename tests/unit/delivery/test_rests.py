"""How long a message whose fate is unknown is tried: figures that people feel."""

from datetime import timedelta
from itertools import pairwise

import pytest

from relove_core.delivery.model import Priority
from relove_core.delivery.rests import FIRST_REST, MOST_REST, TRIED_FOR, is_tried_again, rest_after

MINUTE = timedelta(minutes=1)


def attempts_at(priority: Priority) -> list[timedelta]:
    """When a message leaves whose fate is never known, from the first attempt on."""
    moments, unknowns = [timedelta(0)], 1
    while is_tried_again(priority, unknowns):
        moments.append(moments[-1] + rest_after(unknowns))
        unknowns += 1
    return moments


def test_each_rest_is_twice_the_one_before_it_until_it_is_five_minutes() -> None:
    rests = [rest_after(n) for n in range(1, 300)]

    assert [r.total_seconds() for r in rests[:9]] == [2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert set(rests[8:]) == {MOST_REST}


@pytest.mark.parametrize(
    ("priority", "least", "most"),
    [
        (Priority.CRISIS, timedelta(hours=24), timedelta(hours=24, minutes=5)),
        (Priority.OPERATOR, timedelta(hours=24), timedelta(hours=24, minutes=5)),
        (Priority.DIALOGUE, timedelta(minutes=30), timedelta(minutes=35)),
        (Priority.REMINDER, timedelta(0), timedelta(0)),
        (Priority.BROADCAST, timedelta(0), timedelta(0)),
    ],
)
def test_a_message_is_tried_as_long_as_its_kind_deserves(priority: Priority, least: timedelta, most: timedelta) -> None:
    assert least <= attempts_at(priority)[-1] <= most


@pytest.mark.parametrize(("priority", "copies"), [(Priority.DIALOGUE, 14), (Priority.CRISIS, 296)])
def test_if_every_attempt_arrives_there_are_so_many_copies_and_no_more(priority: Priority, copies: int) -> None:
    attempts = attempts_at(priority)

    assert len(attempts) == copies
    assert sum(at < MINUTE for at in attempts) == 5
    assert sum(at < 10 * MINUTE for at in attempts) == 9


def test_once_telegram_answers_again_nobody_in_danger_waits_for_more_than_five_minutes() -> None:
    attempts = attempts_at(Priority.CRISIS)

    assert max(later - earlier for earlier, later in pairwise(attempts)) == MOST_REST == 5 * MINUTE
    assert attempts[1] == FIRST_REST


def test_every_kind_of_message_has_its_time() -> None:
    assert set(TRIED_FOR) == set(Priority)
