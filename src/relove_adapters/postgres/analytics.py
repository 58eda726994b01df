"""Figures over everybody: read models, nothing is written."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import INT, SPAN, statement
from relove_core.analytics.funnel import FunnelStep, Moves, Source
from relove_core.analytics.views import Figures
from relove_core.journey.model import Stage
from relove_core.streams.conversion import ConversionStep

_FIGURES = text(
    """
    SELECT count(*) AS people,
           count(*) FILTER (WHERE last_seen_date > now() - interval '1 day') AS active_today,
           count(*) FILTER (WHERE last_seen_date > now() - interval '7 days') AS active_in_7_days,
           count(*) FILTER (WHERE last_seen_date > now() - interval '30 days') AS active_in_30_days,
           (SELECT count(DISTINCT user_id) FROM consents WHERE kind = 'data' AND is_given) AS consented,
           (SELECT count(*) FROM user_sessions WHERE is_active) AS active_sessions,
           (SELECT count(*) FROM user_sessions WHERE state = 'completed') AS completed_sessions,
           (SELECT count(*) FROM safety_states WHERE level <> 'normal') AS people_held,
           (SELECT count(*) FROM alerts WHERE acknowledged_at IS NULL) AS open_alerts
      FROM users
    """
)
_BY_STAGE = text(
    "SELECT last_journey_stage, count(*) FROM users WHERE last_journey_stage IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"
)


class PostgresFigures:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def figures(self) -> Figures:
        async with acting(self._engine) as connection:
            row = (await connection.execute(_FIGURES)).one()
            stages = (await connection.execute(_BY_STAGE)).all()
        return Figures(**row._mapping, by_stage=tuple((stage, people) for stage, people in stages))


_STEPS = statement(
    """
    WITH newcomers AS (
        SELECT user_id FROM conversion_steps WHERE step = 'came' AND (:span IS NULL OR taken_at > now() - :span)
    )
    SELECT step, count(n.user_id) AS newcomers,
           count(*) FILTER (WHERE :span IS NULL OR taken_at > now() - :span) AS happened
      FROM conversion_steps LEFT JOIN newcomers n USING (user_id)
     GROUP BY step
    """,
    span=SPAN,
)
_SOURCES = statement(
    """
    SELECT u.source, count(*) AS came, count(b.user_id) AS bought
      FROM conversion_steps c JOIN users u ON u.id = c.user_id
      LEFT JOIN conversion_steps b ON b.user_id = c.user_id AND b.step = 'bought'
     WHERE c.step = 'came' AND (:span IS NULL OR c.taken_at > now() - :span)
     GROUP BY u.source ORDER BY came DESC, u.source NULLS LAST LIMIT :most
    """,
    span=SPAN,
    most=INT,
)
_MOVES = statement(
    """
    SELECT source, target, count(*) AS made FROM stage_records
     WHERE refusal IS NULL AND (:span IS NULL OR recorded_at > now() - :span)
     GROUP BY source, target ORDER BY made DESC, source NULLS FIRST, target LIMIT :most
    """,
    span=SPAN,
    most=INT,
)


class PostgresFunnel:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def steps(self, window: timedelta | None) -> tuple[FunnelStep, ...]:
        found = {row.step: row for row in await self._rows(_STEPS, span=window)}
        return tuple(
            FunnelStep(step=step, happened=row.happened, newcomers=row.newcomers)
            if (row := found.get(step.value))
            else FunnelStep(step=step, happened=0, newcomers=0)
            for step in ConversionStep
        )

    async def sources(self, window: timedelta | None, *, most: int) -> tuple[Source, ...]:
        return tuple(Source(**row._mapping) for row in await self._rows(_SOURCES, span=window, most=most))

    async def moves(self, window: timedelta | None, *, most: int) -> tuple[Moves, ...]:
        rows = await self._rows(_MOVES, span=window, most=most)
        return tuple(
            Moves(source=Stage(row.source) if row.source else None, target=Stage(row.target), made=row.made)
            for row in rows
        )

    async def _rows(self, query: TextClause, **given: object) -> Sequence[Any]:
        async with acting(self._engine) as connection:
            return (await connection.execute(query, given)).all()
