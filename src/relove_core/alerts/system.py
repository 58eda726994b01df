"""What is wrong with the product itself, told to the team once when it begins and once when it is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from relove_core.clock import require_aware
from relove_core.delivery.actions import Action
from relove_core.ids import UserId

MUTE, UNMUTE = "mute", "unmute"
"""The actions of the buttons; their argument is the kind."""

MUTED_FOR = timedelta(days=1)


class SystemAlertKind(StrEnum):
    ROTATION_FAILED = "rotation_failed"
    LLM_DOWN = "llm_down"
    LLM_CAP_REACHED = "llm_cap_reached"
    PARTITIONS_MISSING = "partitions_missing"
    QUEUE_STUCK = "queue_stuck"
    DATABASE_DOWN = "database_down"


Details = Mapping[str, str | int]
"""The figures of an alert and closed words of ours, never a text of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAlert:
    """Of each kind one is open at most. ``told_at`` stays None while the kind is muted, or nobody is there to tell."""

    id: int
    kind: SystemAlertKind
    raised_at: datetime
    details: Details = field(default_factory=dict)
    told_at: datetime | None = None
    well_since: datetime | None = None
    """Since when nothing is wrong any more, while it is not sure yet that it is over."""
    cleared_at: datetime | None = None

    def __post_init__(self) -> None:
        require_aware(
            raised_at=self.raised_at, told_at=self.told_at, well_since=self.well_since, cleared_at=self.cleared_at
        )

    @property
    def is_told(self) -> bool:
        return self.told_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Alerts of this kind are kept and not told; one still open when it ends is told then."""

    kind: SystemAlertKind
    until: datetime
    by: UserId | None


def mute_action(kind: SystemAlertKind) -> Action:
    return Action(MUTE, (kind.value,))


def unmute_action(kind: SystemAlertKind) -> Action:
    return Action(UNMUTE, (kind.value,))
