"""Figures over everybody: read models, nothing is written."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_core.analytics.views import Figures

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
