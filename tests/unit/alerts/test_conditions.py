"""When something is wrong, when it is well again, and when nobody can tell."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relove_core.alerts.conditions import Condition, Looking, Verdict, judge
from relove_core.alerts.facts import LastRotation, ModelFacts, QueueFacts, RotationFacts, SystemFacts
from relove_core.alerts.system import SystemAlertKind
from relove_core.testing.clock import NOON
from relove_core.testing.memory_system_alerts import ALL_WELL

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LOOKING = Looking(now=NOON, since=NOON - DAY)
BAD, WELL, UNCLEAR = Verdict.BAD, Verdict.WELL, Verdict.UNCLEAR


def condition(kind: SystemAlertKind, facts: SystemFacts, looking: Looking = LOOKING) -> Condition:
    (found,) = [one for one in judge(facts, looking) if one.kind is kind]
    return found


def of_rotation(found: RotationFacts, looking: Looking = LOOKING) -> Condition:
    return condition(SystemAlertKind.ROTATION_FAILED, replace(ALL_WELL, rotation=found), looking)


def of_models(found: ModelFacts) -> Verdict:
    return condition(SystemAlertKind.LLM_DOWN, replace(ALL_WELL, models=found)).verdict


def failing(*, since: timedelta, until: timedelta, failures: int = 3, answered: timedelta | None = None) -> ModelFacts:
    """Spans before now."""
    return ModelFacts(
        answered_at=None if answered is None else NOON - answered,
        failures=failures,
        failing_since=NOON - since,
        failed_at=NOON - until,
    )


def test_every_kind_but_that_of_the_database_itself_is_judged_by_figures() -> None:
    kinds = [found.kind for found in judge(ALL_WELL, LOOKING)]

    assert {*kinds, SystemAlertKind.DATABASE_DOWN} == set(SystemAlertKind)
    assert len(kinds) == len(set(kinds))


def test_a_new_installation_has_nothing_to_tell() -> None:
    assert BAD not in {found.verdict for found in judge(ALL_WELL, LOOKING)}


@pytest.mark.parametrize(
    ("failed", "processed", "verdict"),
    [(0, 0, WELL), (0, 100, WELL), (9, 100, WELL), (10, 100, BAD), (1, 10, BAD), (1, 11, WELL), (1, 1, BAD)],
)
def test_a_rotation_has_failed_where_a_tenth_of_it_did(failed: int, processed: int, verdict: Verdict) -> None:
    found = of_rotation(RotationFacts(began_at=NOON - HOUR, ended=LastRotation(processed=processed, failed=failed)))

    assert found.verdict is verdict
    assert (found.details["failed"], found.details["processed"]) == (failed, processed)


def test_a_run_that_gets_on_says_nothing_yet_and_one_that_stands_is_told() -> None:
    fine = LastRotation(processed=10, failed=0)

    assert of_rotation(RotationFacts(began_at=NOON - 5 * HOUR, moved_at=NOON - HOUR)).verdict is UNCLEAR
    assert of_rotation(RotationFacts(began_at=NOON - 5 * HOUR, moved_at=NOON - HOUR, ended=fine)).verdict is WELL
    stands = of_rotation(RotationFacts(began_at=NOON - 5 * HOUR, moved_at=NOON - HOUR - SECOND, ended=fine))
    assert (stands.verdict, stands.details["reason"]) == (BAD, "stands_still")


def test_a_rotation_that_nobody_begins_is_told_once_it_is_two_hours_late() -> None:
    fine = LastRotation(processed=10, failed=0)
    late = RotationFacts(began_at=NOON - 26 * HOUR - SECOND, ended=fine)

    assert of_rotation(RotationFacts(began_at=NOON - 26 * HOUR, ended=fine)).verdict is WELL
    assert of_rotation(late).details["reason"] == "not_begun"
    assert of_rotation(late, replace(LOOKING, rotation_every=2 * DAY)).verdict is WELL


def test_a_worker_that_has_just_started_catches_up_before_it_complains() -> None:
    missed = RotationFacts(began_at=NOON - 3 * DAY, ended=LastRotation(processed=10, failed=0))

    assert of_rotation(missed, replace(LOOKING, since=NOON - 10 * MINUTE)).verdict is WELL
    assert of_rotation(missed, replace(LOOKING, since=NOON - 10 * MINUTE - SECOND)).verdict is BAD


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (ModelFacts(), UNCLEAR),
        (ModelFacts(answered_at=NOON - MINUTE), WELL),
        (failing(since=5 * MINUTE, until=0 * MINUTE), BAD),
        (failing(since=5 * MINUTE - SECOND, until=0 * MINUTE), UNCLEAR),
        (failing(since=5 * MINUTE - SECOND, until=0 * MINUTE, answered=6 * MINUTE), WELL),
        (failing(since=6 * MINUTE, until=0 * MINUTE, answered=7 * MINUTE), BAD),
        (failing(since=6 * MINUTE, until=0 * MINUTE, failures=2), UNCLEAR),
        (failing(since=2 * HOUR, until=0 * MINUTE), BAD),
        (failing(since=2 * HOUR, until=10 * MINUTE), BAD),
        (failing(since=2 * HOUR, until=11 * MINUTE, answered=150 * MINUTE), UNCLEAR),
    ],
    ids=[
        "nobody ever asked",
        "answered lately",
        "five minutes of failures",
        "not five minutes yet, and nothing is known from before",
        "not five minutes yet, and it was answered before",
        "an answer before the failures does not excuse them",
        "two lost connections far apart",
        "two people in a quiet night",
        "the last of them was not long ago",
        "nobody has asked since",
    ],
)
def test_models_are_down_where_nobody_was_answered_for_five_minutes(found: ModelFacts, verdict: Verdict) -> None:
    assert of_models(found) is verdict


def test_the_cap_is_reached_for_the_day_by_utc() -> None:
    capped = replace(ALL_WELL, models=ModelFacts(capped_on=NOON.date()))

    assert condition(SystemAlertKind.LLM_CAP_REACHED, capped).verdict is BAD
    tomorrow = replace(LOOKING, now=NOON + timedelta(hours=12))
    assert condition(SystemAlertKind.LLM_CAP_REACHED, capped, tomorrow).verdict is WELL


@pytest.mark.parametrize(("months", "verdict"), [(0, BAD), (1, BAD), (2, WELL), (25, WELL)])
def test_two_months_ahead_are_enough(months: int, verdict: Verdict) -> None:
    found = condition(SystemAlertKind.PARTITIONS_MISSING, replace(ALL_WELL, future_months=months))

    assert (found.verdict, found.details) == (verdict, {"months": months})


@pytest.mark.parametrize(
    ("inbox", "outbox", "verdict"),
    [(0, 0, WELL), (30, 30, WELL), (31, 0, UNCLEAR), (0, 60, UNCLEAR), (61, 0, BAD), (0, 61, BAD)],
)
def test_a_queue_is_stuck_after_a_minute_and_well_below_half_of_that(inbox: int, outbox: int, verdict: Verdict) -> None:
    queues = QueueFacts(inbox=inbox * SECOND, outbox=outbox * SECOND)
    found = condition(SystemAlertKind.QUEUE_STUCK, replace(ALL_WELL, queues=queues))

    assert (found.verdict, found.details) == (verdict, {"inbox": inbox, "outbox": outbox})
