"""The journey as it is shown: the twelve stages of the present round, and the days spent on each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from relove_core.ids import UserId
from relove_core.journey.model import ORDER, Journey, Stage, StageRecord

DAY = timedelta(days=1)


class Mark(StrEnum):
    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"
    """Not completed in this round: also what a jump or a placement has passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """``days``: whole ones, over all visits of this round; ``None`` where the person has not been."""

    stage: Stage
    mark: Mark
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    journey: Journey
    legs: tuple[Leg, ...]


def course_of(user_id: UserId, records: Sequence[StageRecord], *, now: datetime) -> Course:
    """``records``: all of the person's, oldest first. A clock that jumped back makes no visit shorter than nothing."""
    path = [Journey(user_id=user_id)]
    for record in records:
        path.append(path[-1].follow(record))
    spent: dict[tuple[int, Stage], timedelta] = defaultdict(timedelta)
    for here, after in pairwise([*path, None]):
        if here is not None and here.stage is not None and here.entered_at is not None:
            left_at = after.entered_at if after is not None and after.entered_at is not None else now
            spent[here.round, here.stage] += max(left_at - here.entered_at, timedelta(0))
    journey = path[-1]
    return Course(
        journey=journey, legs=tuple(_leg(journey, stage, spent.get((journey.round, stage))) for stage in ORDER)
    )


def _leg(journey: Journey, stage: Stage, spent: timedelta | None) -> Leg:
    is_done = (journey.round, stage) in journey.completed
    mark = Mark.CURRENT if stage is journey.stage else Mark.DONE if is_done else Mark.AHEAD
    return Leg(stage=stage, mark=mark, days=None if spent is None else spent // DAY)
