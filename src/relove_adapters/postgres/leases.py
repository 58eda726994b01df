"""A lease with a name: one holder at a time, and another soon after it is gone."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import SPAN, TEXT, statement

_HOLD = statement(
    """
    INSERT INTO leases AS l (name, holder, until) VALUES (:name, :holder, now() + :span)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
     WHERE l.holder = excluded.holder OR l.until <= now()
    """,
    name=TEXT,
    holder=TEXT,
    span=SPAN,
)
_LEAVE = statement("DELETE FROM leases WHERE name = :name AND holder = :holder", name=TEXT, holder=TEXT)


class PostgresLease:
    """``holder`` tells this process from any other, also from one that had its number before."""

    def __init__(self, engine: AsyncEngine, *, name: str, holder: str, span: timedelta) -> None:
        self._engine = engine
        self._name = name
        self._holder = holder
        self._span = span

    async def hold(self) -> bool:
        """Take or prolong it; False while somebody else has it."""
        given = {"name": self._name, "holder": self._holder, "span": self._span}
        async with acting(self._engine) as connection:
            return (await connection.execute(_HOLD, given)).rowcount > 0

    async def leave(self) -> None:
        async with acting(self._engine) as connection:
            await connection.execute(_LEAVE, {"name": self._name, "holder": self._holder})
