"""The level of a person: up by signals, down by the written rules and no other way."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.model import HOLD, Safety
from relove_core.safety.transitions import (
    TRANSITIONS,
    Event,
    Obstacle,
    ReturnNotAllowed,
    SafetyStepNotAllowed,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
ANNA, ADMIN = UserId(1), UserId(900)
NORMAL, SUPPORT, CRISIS, IMMINENT = CrisisLevel
HEARD = (SUPPORT, CRISIS, IMMINENT)
SIGNALLED = {Event.SIGNAL_SUPPORT: SUPPORT, Event.SIGNAL_CRISIS: CRISIS, Event.SIGNAL_IMMINENT: IMMINENT}


def at_level(level: CrisisLevel) -> Safety:
    anna = Safety(user_id=ANNA)
    return anna if level is NORMAL else anna.hear(level, at=NOON)


def happen(safety: Safety, event: Event, at: datetime) -> Safety:
    if event in SIGNALLED:
        return safety.hear(SIGNALLED[event], at=at)
    deeds: dict[Event, Any] = {
        Event.DENIAL: lambda: safety.deny(at=at),
        Event.WISH: lambda: safety.wish(at=at),
        Event.RELEASE: lambda: safety.release(ADMIN, at=at),
        Event.RETURN: lambda: safety.return_to_normal(at=at, has_open_alert=False),
    }
    done: Safety = deeds[event]()
    return done


def ready_to_return(level: CrisisLevel) -> Safety:
    return at_level(level).wish(at=NOON).release(ADMIN, at=NOON)


def test_levels_are_ordered_by_gravity_and_not_by_letters() -> None:
    assert sorted(CrisisLevel) == [NORMAL, SUPPORT, CRISIS, IMMINENT]
    assert max(SUPPORT, CRISIS) is CRISIS
    assert NORMAL <= SUPPORT < IMMINENT >= CRISIS > NORMAL


@pytest.mark.parametrize(("level", "event"), [*product(CrisisLevel, Event)])
def test_every_event_at_every_level_does_what_the_table_says(level: CrisisLevel, event: Event) -> None:
    before = ready_to_return(level) if level is not NORMAL else at_level(level)
    target = TRANSITIONS.get((level, event))

    if target is None:
        with pytest.raises(SafetyStepNotAllowed):
            happen(before, event, NOON + DAY)
    else:
        assert happen(before, event, NOON + DAY).level is target


@pytest.mark.parametrize(("level", "heard"), [*product(CrisisLevel, HEARD)])
def test_a_signal_raises_to_the_higher_of_both(level: CrisisLevel, heard: CrisisLevel) -> None:
    assert at_level(level).hear(heard, at=NOON).level is max(level, heard)


def test_the_table_lowers_in_no_other_way_than_by_denial_and_return() -> None:
    lowering = {event for (level, event), target in TRANSITIONS.items() if target < level}
    assert lowering == {Event.DENIAL, Event.RETURN}
    assert all(target is SUPPORT for (_, event), target in TRANSITIONS.items() if event is Event.DENIAL)


def test_hearing_nothing_is_no_signal() -> None:
    with pytest.raises(ValueError, match="no signal"):
        at_level(NORMAL).hear(NORMAL, at=NOON)


@pytest.mark.parametrize("level", [CRISIS, IMMINENT])
def test_a_denial_leads_to_support_and_holds_it_for_a_day(level: CrisisLevel) -> None:
    denied = at_level(level).deny(at=NOON + DAY).wish(at=NOON + DAY).release(ADMIN, at=NOON + DAY)

    assert denied.level is SUPPORT
    assert denied.tick(at=NOON + DAY + HOLD - INSTANT, has_open_alert=False).level is SUPPORT
    assert denied.tick(at=NOON + DAY + HOLD, has_open_alert=False).level is NORMAL


def test_denying_again_and_again_neither_lowers_nor_shortens() -> None:
    denied = at_level(CRISIS).deny(at=NOON)
    assert denied.deny(at=NOON + DAY / 2) == denied


@pytest.mark.parametrize("level", HEARD)
@pytest.mark.parametrize("missing", Obstacle)
def test_the_way_back_needs_everything(level: CrisisLevel, missing: Obstacle) -> None:
    safety = at_level(level)
    if missing is not Obstacle.WISH:
        safety = safety.wish(at=NOON)
    if missing is not Obstacle.RELEASE:
        safety = safety.release(ADMIN, at=NOON)
    at = NOON + HOLD - (INSTANT if missing is Obstacle.HOLD else timedelta())
    has_open_alert = missing is Obstacle.OPEN_ALERT
    is_needed = missing is not Obstacle.RELEASE or level is IMMINENT

    assert (missing in safety.obstacles(at=at, has_open_alert=has_open_alert)) is is_needed
    assert (safety.tick(at=at, has_open_alert=has_open_alert).level is level) is is_needed
    if is_needed:
        with pytest.raises(ReturnNotAllowed) as refused:
            safety.return_to_normal(at=at, has_open_alert=has_open_alert)
        assert refused.value.obstacles == {missing}


def test_a_denial_does_not_spare_the_release_after_imminent_danger() -> None:
    denied = at_level(IMMINENT).deny(at=NOON).wish(at=NOON)

    assert denied.level is SUPPORT
    assert denied.obstacles(at=NOON + 9 * DAY, has_open_alert=False) == {Obstacle.RELEASE}
    assert denied.release(ADMIN, at=NOON).tick(at=NOON + DAY, has_open_alert=False).level is NORMAL


@pytest.mark.parametrize("heard", HEARD)
def test_a_new_signal_undoes_wish_denial_and_release(heard: CrisisLevel) -> None:
    again = ready_to_return(IMMINENT).deny(at=NOON).hear(heard, at=NOON + DAY / 2)
    assert again.obstacles(at=NOON + DAY, has_open_alert=False) == {Obstacle.HOLD, Obstacle.WISH, Obstacle.RELEASE}


def test_time_alone_changes_nothing() -> None:
    assert at_level(SUPPORT).tick(at=NOON + 400 * DAY, has_open_alert=False) == at_level(SUPPORT)
