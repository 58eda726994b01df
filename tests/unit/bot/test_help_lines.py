"""The operator hears of help lines that nobody has checked, at the start and once a day."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from apps.bot.help_lines import HelpLinesWatch
from relove_core.safety.contacts import EXPIRED_AFTER, STALE_AFTER, Contacts
from relove_core.testing.clock import NOON, FrozenClock

DAY = timedelta(days=1)


def looks(watch: HelpLinesWatch, clock: FrozenClock, *pauses: timedelta) -> list[tuple[str, int]]:
    """What is logged by a look now and one after each of these pauses: state and days."""
    with capture_logs() as logged:
        watch.look()
        for pause in pauses:
            clock.pass_(pause)
            watch.look()
    return [(line["state"], line["count"]) for line in logged if line["event"] == "safety.contacts_old"]


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


def a_watch(clock: FrozenClock, age: timedelta) -> HelpLinesWatch:
    return HelpLinesWatch(Contacts(checked_on=(NOON - age).date()), clock)


def test_fresh_numbers_are_not_spoken_of(clock: FrozenClock) -> None:
    assert looks(a_watch(clock, STALE_AFTER), clock) == []


def test_old_ones_are_once_a_day(clock: FrozenClock) -> None:
    short = timedelta(hours=1)

    told = looks(a_watch(clock, STALE_AFTER + DAY), clock, short, short, DAY, short, DAY)

    assert told == [("stale", 91), ("stale", 92), ("stale", 93)]


def test_they_grow_old_while_the_bot_runs(clock: FrozenClock) -> None:
    assert looks(a_watch(clock, STALE_AFTER), clock, DAY) == [("stale", 91)]


def test_very_old_ones_are_an_alarm(clock: FrozenClock) -> None:
    assert looks(a_watch(clock, EXPIRED_AFTER + DAY), clock) == [("expired", 181)]
