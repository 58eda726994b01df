"""What is measured of the product, for the rules that say what is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from relove_core.clock import require_aware


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRotation:
    """The newest scheduled run that has ended."""

    processed: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationFacts:
    """Of scheduled runs. ``began_at``: of the newest one; ``moved_at``: of the open one, when it last got on."""

    began_at: datetime | None = None
    moved_at: datetime | None = None
    ended: LastRotation | None = None

    def __post_init__(self) -> None:
        require_aware(began_at=self.began_at, moved_at=self.moved_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """Calls for words (not for voices) of the last hours.

    ``failures``: attempts since the last answer that came to nothing for a reason that is not in what was asked:
    silence, errors, wrong settings. Who was answered badly was answered, and a call that was cut off tells nothing.
    ``capped_on``: the day, by UTC, of the last refusal for want of money of all.
    """

    answered_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    failed_at: datetime | None = None
    capped_on: date | None = None

    def __post_init__(self) -> None:
        require_aware(answered_at=self.answered_at, failing_since=self.failing_since, failed_at=self.failed_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFacts:
    """How long the oldest update and the oldest message have been waiting that could go on; nothing rests in these."""

    inbox: timedelta = timedelta(0)
    outbox: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFacts:
    """``future_months``: partitions of the activity log after the present month."""

    rotation: RotationFacts
    models: ModelFacts
    queues: QueueFacts
    future_months: int
