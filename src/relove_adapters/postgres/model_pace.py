"""The pace of calls to models: one grid for all processes, in a row of ``budgets``."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import SPAN, TEXT, statement

BUDGET = "models"
SHARE = 2
"""Background work takes every second slot at the most, and none that somebody waits for."""

JITTER_S = 0.05

_TAKE = statement(
    """
    INSERT INTO budgets AS b (name, slot_at) VALUES (:name, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET slot_at = greatest(b.slot_at + :gap, clock_timestamp())
     WHERE b.slot_at + :gap <= clock_timestamp() + :within
    RETURNING b.slot_at - clock_timestamp()
    """,
    name=TEXT,
    gap=SPAN,
    within=SPAN,
)
_TAKE_IF_IDLE = statement(
    """
    WITH taken AS (
        UPDATE budgets SET slot_at = clock_timestamp(), background_at = clock_timestamp()
         WHERE name = :name AND greatest(slot_at + :gap, background_at + :share) <= clock_timestamp()
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM taken) AS is_taken,
           (SELECT greatest(slot_at + :gap, background_at + :share) - clock_timestamp()
              FROM budgets WHERE name = :name) AS wait
    """,
    name=TEXT,
    gap=SPAN,
    share=SPAN,
)
_ENSURE = statement("INSERT INTO budgets (name) VALUES (:name) ON CONFLICT DO NOTHING", name=TEXT)


class PostgresModelPace:
    """``per_second``: what the provider allows, 2 or more; the grid is one slower, and a little more.

    So the calls of any second are one less than that, jitter on the wire included, and one that comes late, however
    late (a new connection, a first import), is still allowed.
    """

    def __init__(self, engine: AsyncEngine, *, per_second: int, name: str = BUDGET) -> None:
        if per_second < 2:
            raise ValueError("a pace of models is two calls a second or more")
        self._engine = engine
        self._name = name
        self.gap_s = (1 + JITTER_S) / (per_second - 1)

    async def take(self, *, within_s: float) -> float | None:
        gap, within = timedelta(seconds=self.gap_s), timedelta(seconds=within_s)
        given = {"name": self._name, "gap": gap, "within": within}
        async with acting(self._engine) as connection:
            wait: timedelta | None = (await connection.execute(_TAKE, given)).scalar_one_or_none()
        return None if wait is None else max(wait.total_seconds(), 0.0)

    async def take_if_idle(self) -> float | None:
        gap = timedelta(seconds=self.gap_s)
        given = {"name": self._name, "gap": gap, "share": SHARE * gap}
        async with acting(self._engine) as connection:
            row = (await connection.execute(_TAKE_IF_IDLE, given)).one()
            if row.is_taken:
                return None
            if row.wait is None:
                await connection.execute(_ENSURE, {"name": self._name})
                return self.gap_s
        return max(float(row.wait.total_seconds()), 0.0)
