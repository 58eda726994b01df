"""Ten thousand steps of whatever may happen, clocks that jump included: never down but by the rules."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.model import HOLD, SYMBOLIC_DEATH_OFF, Safety
from relove_core.safety.transitions import SIGNALS, ReturnNotAllowed, SafetyStepNotAllowed

STEPS = 10_000
NORMAL, SUPPORT, CRISIS, IMMINENT = CrisisLevel
DEEDS = ("hear", "deny", "wish", "release", "tick", "return")


@dataclass
class Witness:
    """What an honest observer with the highest clock ever seen remembers of a person."""

    safety: Safety = field(default_factory=lambda: Safety(user_id=UserId(1)))
    now: datetime = datetime(2026, 11, 23, tzinfo=UTC)
    signal_at: datetime | None = None
    denied_at: datetime | None = None
    worst: CrisisLevel = NORMAL
    wished: bool = False
    released: bool = False

    def step(self, deed: str, level: CrisisLevel, at: datetime, has_open_alert: bool) -> Safety:
        match deed:
            case "hear":
                return self.safety.hear(level, at=at)
            case "deny":
                return self.safety.deny(at=at)
            case "wish":
                return self.safety.wish(at=at)
            case "release":
                return self.safety.release(UserId(9), at=at)
            case "return":
                return self.safety.return_to_normal(at=at, has_open_alert=has_open_alert)
            case _:
                return self.safety.tick(at=at, has_open_alert=has_open_alert)

    def judge(self, deed: str, after: Safety, at: datetime, has_open_alert: bool) -> None:
        before = self.safety
        if after.level < before.level:
            if after.level is NORMAL:
                assert deed in ("tick", "return")
                assert self.signal_at is not None
                assert at >= max(self.signal_at, self.denied_at or self.signal_at) + HOLD
                assert self.wished
                assert not has_open_alert
                assert self.released or self.worst is not IMMINENT
            else:
                assert (deed, after.level) == ("deny", SUPPORT)
        elif after.level > before.level:
            assert deed == "hear"
        assert after.allows_provocation is (after.level is NORMAL)
        if self.signal_at is not None:
            assert not after.allows_symbolic_death(self.signal_at + SYMBOLIC_DEATH_OFF - timedelta(seconds=1))

    def remember(self, deed: str, after: Safety, at: datetime) -> None:
        if deed == "hear":
            self.signal_at = max(at, self.signal_at or at)
            self.worst = max(self.worst, after.level)
            self.wished = self.released = False
            self.denied_at = None
        elif deed == "deny" and after.level < self.safety.level:
            self.denied_at = at
        elif deed in ("wish", "release"):
            self.wished |= deed == "wish"
            self.released |= deed == "release"
        if after.level is NORMAL:
            self.worst, self.wished, self.released, self.denied_at = NORMAL, False, False, None
        self.safety = after


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), jumpiness=st.sampled_from([0.0, 0.1, 0.5]), calm=st.sampled_from([0.02, 0.2, 0.6]))
def test_a_walk_of_ten_thousand_steps_never_goes_down_but_by_the_rules(
    seed: int, jumpiness: float, calm: float
) -> None:
    chance, witness, returns = Random(seed), Witness(), 0

    for _ in range(STEPS):
        witness.now += timedelta(hours=chance.expovariate(0.3))
        jump = timedelta(days=chance.uniform(-40, 0)) if chance.random() < jumpiness else timedelta()
        at, has_open_alert = witness.now + jump, chance.random() < 0.3
        deed = "hear" if chance.random() < 0.2 * (1 - calm) else chance.choice(DEEDS[1:])
        level = chance.choice(tuple(SIGNALS))
        try:
            after = witness.step(deed, level, at, has_open_alert)
        except (ReturnNotAllowed, SafetyStepNotAllowed):
            continue
        witness.judge(deed, after, at, has_open_alert)
        returns += after.level is NORMAL and witness.safety.level is not NORMAL
        witness.remember(deed, after, at)

    assert returns, "a walk that never comes back proves nothing"
