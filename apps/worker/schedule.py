"""Every line of the schedule. A tick asks the database what is due: ``every`` is there, not here.

How often it asks is how late it may be after an outage. Whatever was missed while the worker slept is caught up by one
tick. Portraits are not made here: see ``rotation.py`` and ``docs/decisions/0017-worker.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from apps.worker import archive, partitions, retention, rotation, sessions, stages
from apps.worker.errors import LIMIT_S, guarded
from relove_adapters.redis.alarms import Alarm, Tick

#: How long after its last run a job is due again; for the others a setting or the database says it.
PERIODS = {
    partitions.JOB: timedelta(days=1),
    retention.JOB: timedelta(hours=1),
    sessions.JOB: timedelta(hours=1),
    stages.SILENT: timedelta(hours=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Called each minute at this second, so that no two begin together; ended after ``limit_s``."""

    job: str
    second: int
    limit_s: float = LIMIT_S


LINES = (
    Line(job=partitions.JOB, second=5),
    Line(job=rotation.JOB, second=15),
    # It begins nothing after 40 s, and what it has begun asks a model twice.
    Line(job=stages.JOB, second=30, limit_s=180),
    Line(job=retention.JOB, second=35),
    Line(job=sessions.JOB, second=45),
    Line(job=stages.SILENT, second=50),
    Line(job=archive.JOB, second=55),
)
GRACE = timedelta(seconds=10)
"""After its limit a tick still tells that it was ended."""


def schedule(ticks: Mapping[str, Tick]) -> tuple[Alarm, ...]:
    """The lines as alarms; each line has its tick, and each tick its line."""
    if ticks.keys() != {line.job for line in LINES}:
        raise ValueError("each line of the schedule has one tick")
    return tuple(_alarm(line, ticks[line.job]) for line in LINES)


def _alarm(line: Line, tick: Tick) -> Alarm:
    return Alarm(
        job=line.job,
        tick=guarded(line.job, tick, limit_s=line.limit_s),
        seconds=frozenset({line.second}),
        limit=timedelta(seconds=line.limit_s) + GRACE,
    )
