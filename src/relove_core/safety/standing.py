"""What is known of a person's safety, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from relove_core.clock import require_aware
from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.transitions import HeldForSafety, Obstacle

HOLD = timedelta(hours=24)
"""How long support lasts at least, after the last signal and after a denial. Source: the product's safety rules."""

SYMBOLIC_DEATH_OFF = timedelta(days=30)
"""How long nothing is said of dying and rebirth after the last signal. Source: the product's safety rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One person's level, and the moments it rests on."""

    user_id: UserId
    level: CrisisLevel = CrisisLevel.NORMAL
    highest: CrisisLevel = CrisisLevel.NORMAL
    """The highest since it was last normal: a denial lowers the level, never the need of an admin's release."""
    since: datetime | None = None
    """When this level began; None before the first signal."""
    last_signal_at: datetime | None = None
    denied_at: datetime | None = None
    """When the person said it was misunderstood, and the level went down for it."""
    wish_at: datetime | None = None
    """When the person asked to go back, after the last signal."""
    released_by: UserId | None = None
    released_at: datetime | None = None
    symbolic_death_off_until: datetime | None = None

    def __post_init__(self) -> None:
        require_aware(
            since=self.since,
            last_signal_at=self.last_signal_at,
            denied_at=self.denied_at,
            wish_at=self.wish_at,
            released_at=self.released_at,
            symbolic_death_off_until=self.symbolic_death_off_until,
        )
        if self.highest < self.level:
            raise ValueError("the highest level is never below the present one")
        if self.released_by is not None and self.released_at is None:  # who released may be forgotten, when may not
            raise ValueError("a release of somebody who gave it has a time")
        if self.level is CrisisLevel.NORMAL:
            if self.highest is not CrisisLevel.NORMAL or self.denied_at or self.wish_at or self.released_at:
                raise ValueError("at the normal level nothing is denied, wished or released any more")
        elif self.since is None or self.last_signal_at is None or self.symbolic_death_off_until is None:
            raise ValueError("above normal there was a signal, and it has a time")

    @property
    def allows_provocation(self) -> bool:
        return self.level is CrisisLevel.NORMAL

    @property
    def allows_stage_moves(self) -> bool:
        return self.level is CrisisLevel.NORMAL

    @property
    def allows_offers(self) -> bool:
        """Offers, reminders, broadcasts: whatever is sent without having been asked for."""
        return self.level is CrisisLevel.NORMAL

    def allows_symbolic_death(self, at: datetime) -> bool:
        """Whether texts may speak of dying and rebirth as of change."""
        over = self.symbolic_death_off_until is None or at >= self.symbolic_death_off_until
        return over and self.level is CrisisLevel.NORMAL

    def require_normal(self) -> None:
        """Refuse what must wait.

        Raises:
            HeldForSafety: the level is above normal.
        """
        if self.level is not CrisisLevel.NORMAL:
            raise HeldForSafety(f"held since {self.since}: {self.level}")

    def obstacles(self, *, at: datetime, has_open_alert: bool) -> frozenset[Obstacle]:
        """What is missing for the way back; none at the normal level."""
        if self.level is CrisisLevel.NORMAL:
            return frozenset()
        held_from = [moment for moment in (self.last_signal_at, self.denied_at) if moment is not None]
        missing = {
            Obstacle.HOLD: at < max(held_from) + HOLD,
            Obstacle.WISH: self.wish_at is None,
            Obstacle.OPEN_ALERT: has_open_alert,
            Obstacle.RELEASE: self.highest is CrisisLevel.IMMINENT and self.released_at is None,
        }
        return frozenset(obstacle for obstacle, stands in missing.items() if stands)
