"""One pass over portraits that have grown old, and what became of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from relove_core.clock import require_aware
from relove_core.errors import Conflict
from relove_core.ids import RunId, UserId


class ProfileOutdated(Conflict):
    """Somebody else refreshes the person now, or they are gone: what was made counts no more."""

    code = "profile.outdated"


class RunKind(StrEnum):
    SCHEDULED = "scheduled"
    """Everybody whose portrait was old when it began."""
    ASKED = "asked"
    """Those somebody of the team asked for."""


class Outcome(StrEnum):
    """What became of one refresh."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    """Nothing is known that the newest version was not made of."""
    INSUFFICIENT = "insufficient"
    """There is too little to tell, and that is what is kept."""
    HELD = "held"
    """They are in crisis: nothing is made of them now."""
    NO_CONSENT = "no_consent"
    INACTIVE = "inactive"
    """They have blocked the bot."""
    FAILED = "failed"

    @property
    def is_skipped(self) -> bool:
        return self in (Outcome.HELD, Outcome.NO_CONSENT, Outcome.INACTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationRun:
    """``wanted``: how many were asked for, where that is known. Tokens by the provider's count."""

    id: RunId
    kind: RunKind
    asked_by: UserId | None = None
    began_at: datetime
    finished_at: datetime | None = None
    is_stopped: bool = False
    """Somebody has ended it before all were done; it goes on until those who were begun on are."""
    wanted: int | None = None
    updated: int = 0
    unchanged: int = 0
    insufficient: int = 0
    skipped: int = 0
    failed: int = 0
    tokens: int = 0

    def __post_init__(self) -> None:
        require_aware(began_at=self.began_at, finished_at=self.finished_at)

    @property
    def processed(self) -> int:
        return self.updated + self.unchanged + self.insufficient + self.skipped + self.failed

    @property
    def took(self) -> timedelta | None:
        return self.finished_at - self.began_at if self.finished_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A person whose portrait is in our hands until ``until``; nobody else makes it meanwhile."""

    user_id: UserId
    fence: int
    until: datetime
    run_id: RunId | None
    """Where it is counted; ``None``: a refresh at contact."""
    failures: int = 0
    """How often it went wrong since the last time that it did not."""
    lost: int = 0
    """How many had them before us, one after the other, and neither ended it nor gave them back."""
