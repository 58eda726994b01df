"""When the worker is ready: it reaches its database, knows its schema, and hears its alarm clock."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.health import database_checks
from relove_adapters.redis.alarm_clock import AlarmClock


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerReadiness:
    engine: AsyncEngine
    alarm_clock: AlarmClock

    async def __call__(self) -> Mapping[str, str]:
        return await database_checks(self.engine) | {"redis": self.alarm_clock.state}
