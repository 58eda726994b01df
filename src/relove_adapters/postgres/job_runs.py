"""The trace that each background job leaves when it is done."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting, changing
from relove_adapters.postgres.sql import SPAN, TEXT, as_json, statement

_RECORD = statement(
    "INSERT INTO job_runs (job, details) VALUES (:job, CAST(:details AS jsonb))", job=TEXT, details=TEXT
)
_HAS_RUN = statement(
    "SELECT finished_at > now() - :within FROM job_runs WHERE job = :job ORDER BY id DESC LIMIT 1",
    job=TEXT,
    within=SPAN,
)
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


async def has_run(engine: AsyncEngine, job: str, *, within: timedelta) -> bool:
    """By the database's clock: one of a worker that jumps makes no job late or early."""
    async with acting(engine) as connection:
        return bool(await connection.scalar(_HAS_RUN, {"job": job, "within": within}))


async def last_part(engine: AsyncEngine, part: str, *, of: str, within: timedelta) -> Mapping[str, Any] | None:
    """What a job left behind when it was cut ``within`` this time; ``None`` if it was not, or has ended since."""
    async with acting(engine) as connection:
        details: Mapping[str, Any] | None = await connection.scalar(
            _LAST_PART, {"part": part, "of": of, "within": within}
        )
    return details
