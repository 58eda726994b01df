"""An alert and when it is told again. It never carries what a person wrote."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from relove_core.clock import require_aware
from relove_core.delivery.actions import Action
from relove_core.ids import BotId, UserId

REPEATS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""After it was raised; from the last one on, every hour. Source: the product's safety rules."""

ACKNOWLEDGE = "ack"
"""The action of the button under an alert; its argument is the alert's number."""


class AlertKind(StrEnum):
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """``level`` is a word of the slice that raised it; ``told`` counts how often it was told again."""

    id: int
    bot_id: BotId
    kind: AlertKind
    user_id: UserId
    level: str
    raised_at: datetime
    told: int

    def __post_init__(self) -> None:
        require_aware(raised_at=self.raised_at)

    @property
    def acknowledge(self) -> Action:
        return Action(ACKNOWLEDGE, (str(self.id),))


def next_at(raised_at: datetime, *, now: datetime) -> datetime:
    """When an alert is due the next time; never a heap of missed ones."""
    passed = now - raised_at
    hours = (passed // REPEATS[-1] + 1) * REPEATS[-1]
    planned = next((repeat for repeat in REPEATS if repeat > passed), hours)
    return max(raised_at + planned, now + REPEATS[0])
