"""Partitions of months that are long past, for rows that are old already when they are written."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

_MAKE = text("SELECT ensure_activity_month(CAST(:this AS date), n) FROM generate_series(0, :count) AS n")


async def make_months(engine: AsyncEngine, *, since: datetime, until: datetime) -> None:
    """Every month in UTC from that of ``since`` to that of ``until``."""
    first, last = since.astimezone(UTC), until.astimezone(UTC)
    count = (last.year - first.year) * 12 + last.month - first.month
    async with engine.begin() as connection:
        await connection.execute(_MAKE, {"this": first.date().replace(day=1), "count": count})
