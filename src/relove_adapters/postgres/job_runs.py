"""The trace that each background job leaves when it is done."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting, changing
from relove_adapters.postgres.sql import TEXT, as_json, statement

_RECORD = statement(
    "INSERT INTO job_runs (job, details) VALUES (:job, CAST(:details AS jsonb))", job=TEXT, details=TEXT
)
_LAST = statement("SELECT max(finished_at) FROM job_runs WHERE job = :job", job=TEXT)


async def record_run(engine: AsyncEngine, job: str, details: Mapping[str, object]) -> None:
    async with changing(engine) as connection:
        await connection.execute(_RECORD, {"job": job, "details": as_json(details)})


async def last_run(engine: AsyncEngine, job: str) -> datetime | None:
    async with acting(engine) as connection:
        finished: datetime | None = await connection.scalar(_LAST, {"job": job})
    return finished
