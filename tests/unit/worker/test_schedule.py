"""The table of the schedule is whole: each line has its tick, and no two begin together."""

from datetime import timedelta

import pytest

from apps.worker.schedule import LINES, PERIODS, schedule


async def tick() -> None: ...


def test_each_line_is_an_alarm_of_each_minute_at_a_second_of_its_own() -> None:
    alarms = schedule({line.job: tick for line in LINES})

    assert {alarm.job for alarm in alarms} == {line.job for line in LINES}
    assert len({second for alarm in alarms for second in alarm.seconds}) == len(LINES)
    assert {(alarm.hours, alarm.minutes) for alarm in alarms} == {(None, None)}


def test_a_tick_is_ended_by_its_name_before_its_alarm_is() -> None:
    alarms = schedule({line.job: tick for line in LINES})

    assert all(alarm.limit > timedelta(seconds=line.limit_s) for alarm, line in zip(alarms, LINES, strict=True))


@pytest.mark.parametrize("jobs", [set(), {line.job for line in LINES} | {"unknown"}], ids=["none", "one too many"])
def test_a_tick_without_a_line_or_a_line_without_a_tick_is_refused(jobs: set[str]) -> None:
    with pytest.raises(ValueError, match="one tick"):
        schedule(dict.fromkeys(jobs, tick))


def test_whatever_has_a_period_has_a_line() -> None:
    assert PERIODS.keys() <= {line.job for line in LINES}
