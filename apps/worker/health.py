"""When the worker is ready: it reaches its database, knows its schema, and hears its alarm clock."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.health import database_checks
from relove_adapters.llm.opening import Models
from relove_adapters.redis.alarm_clock import AlarmClock
from relove_adapters.telegram.composed_reader import ComposedReader


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerReadiness:
    """It says what models and readers are out of order as well, and does without them."""

    engine: AsyncEngine
    alarm_clock: AlarmClock
    models: Models
    reader: ComposedReader

    async def __call__(self) -> Mapping[str, str]:
        checks = await database_checks(self.engine)
        return {**checks, "redis": self.alarm_clock.state, **self.models.checks(), **self.reader.checks()}
