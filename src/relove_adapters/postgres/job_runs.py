"""The trace that each background job leaves when it is done."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting, changing
from relove_adapters.postgres.sql import SPAN, TEXT, as_json, statement

_RECORD = statement(
    "INSERT INTO job_runs (job, details) VALUES (:job, CAST(:details AS jsonb))", job=TEXT, details=TEXT
)
_LAST = statement("SELECT finished_at FROM job_runs WHERE job = :job ORDER BY id DESC LIMIT 1", job=TEXT)

_LAST_PART = statement(
    """
    SELECT details FROM job_runs
     WHERE job = :part AND finished_at > now() - :within
       AND id > coalesce((SELECT max(id) FROM job_runs WHERE job = :of), 0)
     ORDER BY id DESC LIMIT 1
    """,
    part=TEXT,
    of=TEXT,
    within=SPAN,
)


async def record_run(engine: AsyncEngine, job: str, details: Mapping[str, object]) -> None:
    async with changing(engine) as connection:
        await connection.execute(_RECORD, {"job": job, "details": as_json(details)})


async def last_run(engine: AsyncEngine, job: str) -> datetime | None:
    async with acting(engine) as connection:
        finished: datetime | None = await connection.scalar(_LAST, {"job": job})
    return finished


async def last_part(engine: AsyncEngine, part: str, *, of: str, within: timedelta) -> Mapping[str, Any] | None:
    """What a job left behind when it was cut ``within`` this time; ``None`` if it was not, or has ended since."""
    async with acting(engine) as connection:
        details: Mapping[str, Any] | None = await connection.scalar(
            _LAST_PART, {"part": part, "of": of, "within": within}
        )
    return details
