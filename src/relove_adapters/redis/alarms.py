"""What is called, and when: our words for a line of arq's schedule."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from arq.cron import CronJob, cron

PREFIX = "relove:"
Tick = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A job and when it is called, in UTC. ``None`` is every minute; ``limit`` ends a call that takes too long."""

    job: str
    tick: Tick
    hours: frozenset[int] | None = None
    minutes: frozenset[int] | None = None
    seconds: frozenset[int] = frozenset({0})
    limit: timedelta = timedelta(seconds=60)


def as_cron(alarm: Alarm) -> CronJob:
    async def ring(ctx: dict[Any, Any]) -> None:  # noqa: ARG001 - arq names the argument
        await alarm.tick()

    return cron(
        ring,
        name=f"{PREFIX}{alarm.job}",
        hour=set(alarm.hours) if alarm.hours is not None else None,
        minute=set(alarm.minutes) if alarm.minutes is not None else None,
        second=set(alarm.seconds),
        timeout=alarm.limit,
        keep_result=0,
        max_tries=3,
    )
