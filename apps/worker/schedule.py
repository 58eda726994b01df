"""Every line of the schedule. A tick asks the database what is due: ``every`` is there, not here.

How often it asks is how late it may be after an outage.
"""

from datetime import timedelta

from apps.worker import partitions, sessions, tombstones
from apps.worker.errors import guarded
from relove_adapters.redis.alarms import Alarm, Tick

#: How long after its last run a job is due again.
PERIODS = {
    partitions.JOB: timedelta(days=1),
    tombstones.JOB: timedelta(hours=1),
    sessions.JOB: timedelta(hours=1),
}


def schedule(*, make_partitions: Tick, delete_tombstones: Tick, close_idle_sessions: Tick) -> tuple[Alarm, ...]:
    return (
        _line(partitions.JOB, make_partitions, second=5),
        _line(tombstones.JOB, delete_tombstones, second=25),
        _line(sessions.JOB, close_idle_sessions, second=45),
    )


def _line(job: str, tick: Tick, *, second: int) -> Alarm:
    """Every minute at this second."""
    return Alarm(job=job, tick=guarded(job, tick), seconds=frozenset({second}))
