"""What workers leave for each other while PostgreSQL is away: who tells the owners, and that they know.

A hint: with Redis away, too, each worker knows only what it has done itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from arq.connections import ArqRedis
from redis.exceptions import RedisError

from relove_adapters.redis.client import make_redis

OUTAGE = (RedisError, OSError, TimeoutError)
TOLD = "relove:outage:told"
TELLING = "relove:outage:telling"


class RedisOutageNotes:
    """``holder`` tells this process from any other."""

    def __init__(self, redis: ArqRedis, *, holder: str) -> None:
        self._redis = redis
        self._holder = holder.encode()

    async def told_since(self) -> datetime | None:
        """When the outage began of which the owners know; ``None``: nobody has noted one."""
        with suppress(*OUTAGE):
            noted = await self._redis.get(TOLD)
            return datetime.fromisoformat(noted.decode()) if noted else None
        return None

    async def take_telling(self, span: timedelta) -> bool:
        """Whether it is ours to tell the owners; another may after ``span``, if we are gone."""
        lasts_ms = round(span.total_seconds() * 1000)
        with suppress(*OUTAGE):
            if await self._redis.set(TELLING, self._holder, nx=True, px=lasts_ms):
                return True
            if await self._redis.get(TELLING) != self._holder:
                return False
            await self._redis.pexpire(TELLING, lasts_ms)
        return True

    async def note_told(self, since: datetime) -> None:
        with suppress(*OUTAGE):
            await self._redis.set(TOLD, since.isoformat())

    async def forget(self) -> None:
        with suppress(*OUTAGE):
            await self._redis.delete(TOLD, TELLING)


@asynccontextmanager
async def opened_notes(redis_url: str, *, holder: str) -> AsyncIterator[RedisOutageNotes]:
    redis = make_redis(redis_url)
    try:
        yield RedisOutageNotes(redis, holder=holder)
    finally:
        with suppress(*OUTAGE):
            await redis.aclose(close_connection_pool=True)
