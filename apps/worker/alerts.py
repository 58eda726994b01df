"""Whether something is wrong with the product: every worker looks, beside the alarm clock, for that needs Redis."""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

import structlog

from apps.worker.errors import Step, unceasing
from relove_adapters import metrics
from relove_core.alerts.system import SystemAlertKind
from relove_core.alerts.watch_system import WatchSystem

log = structlog.get_logger()

JOB = "alerts"
EVERY = timedelta(seconds=15)
LIMIT_S = 10.0
#: The database itself is watched apart, by ``database_watch.py``.
KINDS = tuple(kind for kind in SystemAlertKind if kind is not SystemAlertKind.DATABASE_DOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAfterAlerts:
    watch_system: WatchSystem
    every: timedelta = EVERY

    async def __call__(self) -> timedelta:
        """One look, and for how long to rest after it; what could not be looked at is not a number."""
        try:
            async with asyncio.timeout(LIMIT_S):
                looked = await self.watch_system()
        except BaseException:
            _show(dict.fromkeys(KINDS, math.nan))
            raise
        open_kinds = {alert.kind for alert in looked.open}
        _show({kind: kind in open_kinds for kind in KINDS})
        for alert in looked.raised:
            log.warning("alert.raised", kind=alert.kind.value)
        for alert in looked.cleared:
            log.info("alert.cleared", kind=alert.kind.value)
        return self.every


def _show(values: Mapping[SystemAlertKind, float]) -> None:
    for kind, value in values.items():
        metrics.alerts_open.labels(kind.value).set(value)


async def keep_looking(look: Step, *, after: timedelta = EVERY) -> NoReturn:
    """The first look comes after a while: a worker that has just started makes good what was missed meanwhile."""
    await asyncio.sleep(after.total_seconds())
    await unceasing(JOB, look)
