"""What a level allows, for how long, and which states cannot be; a clock that jumps helps nobody down."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.model import HOLD, SYMBOLIC_DEATH_OFF, Safety
from relove_core.safety.transitions import HeldForSafety

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
ANNA = UserId(1)
NORMAL, SUPPORT, CRISIS, _ = CrisisLevel


def at_level(level: CrisisLevel) -> Safety:
    anna = Safety(user_id=ANNA)
    return anna if level is NORMAL else anna.hear(level, at=NOON)


@pytest.mark.parametrize("level", CrisisLevel)
def test_only_the_normal_level_allows_provocation_stage_moves_and_offers(level: CrisisLevel) -> None:
    safety = at_level(level)
    allowed = {safety.allows_provocation, safety.allows_stage_moves, safety.allows_offers}
    assert allowed == {level is NORMAL}
    if level is NORMAL:
        safety.require_normal()
    else:
        with pytest.raises(HeldForSafety):
            safety.require_normal()


def test_nothing_is_said_of_symbolic_death_for_thirty_days_after_the_last_signal() -> None:
    back = at_level(CRISIS).wish(at=NOON).tick(at=NOON + DAY, has_open_alert=False)

    assert back.level is NORMAL
    assert not back.allows_symbolic_death(NOON + SYMBOLIC_DEATH_OFF - INSTANT)
    assert back.allows_symbolic_death(NOON + SYMBOLIC_DEATH_OFF)
    assert not at_level(CRISIS).allows_symbolic_death(NOON + 400 * DAY)
    assert Safety(user_id=ANNA).allows_symbolic_death(NOON)


def test_a_clock_that_jumped_back_shortens_nothing() -> None:
    early = NOON - 10 * DAY
    safety = at_level(CRISIS).hear(SUPPORT, at=early).wish(at=early).deny(at=early)

    assert safety.last_signal_at == NOON
    assert safety.denied_at == NOON
    assert safety.symbolic_death_off_until == NOON + SYMBOLIC_DEATH_OFF
    assert safety.tick(at=early + HOLD, has_open_alert=False) == safety
    assert safety.tick(at=NOON + HOLD, has_open_alert=False).level is NORMAL


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "at the normal level nothing": {"wish_at": NOON},
    "never below the present": {"level": CRISIS, "highest": SUPPORT},
    "there was a signal": {"level": CRISIS, "highest": CRISIS},
    "a release of somebody": {"released_by": ANNA},
    "timezone-aware": {"since": NOON.replace(tzinfo=None)},
}


@pytest.mark.parametrize("reason", IMPOSSIBLE)
def test_an_impossible_state_is_refused(reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Safety(user_id=ANNA, **IMPOSSIBLE[reason])
