"""People's levels, and the signals that moved them."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.sql import BIGINT, MOMENT, TEXT, statement
from relove_core.delivery.model import Cause
from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.model import Safety
from relove_core.safety.signals import Signal

# The lock is on a row that is there even for those who were never flagged: of two at once, one waits for the other.
_OF = statement(
    """
    INSERT INTO safety_states AS s (user_id, level, highest) SELECT id, 'normal', 'normal' FROM users WHERE id = :id
    ON CONFLICT (user_id) DO UPDATE SET level = s.level
    RETURNING *
    """,
    id=BIGINT,
)
_SAVE = statement(
    """
    UPDATE safety_states SET level = :level, highest = :highest, since = :since, last_signal_at = :last_signal_at,
           denied_at = :denied_at, wish_at = :wish_at, released_by = :released_by, released_at = :released_at,
           symbolic_death_off_until = :symbolic_death_off_until
     WHERE user_id = :user_id
    """,
    user_id=BIGINT,
    level=TEXT,
    highest=TEXT,
    since=MOMENT,
    last_signal_at=MOMENT,
    denied_at=MOMENT,
    wish_at=MOMENT,
    released_by=BIGINT,
    released_at=MOMENT,
    symbolic_death_off_until=MOMENT,
)
_RECORD = statement(
    """
    INSERT INTO safety_signals (user_id, level, kind, heard_at, update_id)
    VALUES (:user_id, :level, :kind, :heard_at, :update_id)
    """,
    user_id=BIGINT,
    level=TEXT,
    kind=TEXT,
    heard_at=MOMENT,
    update_id=BIGINT,
)


class PostgresSafety:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, user_id: UserId) -> Safety:
        row = (await self._connection.execute(_OF, {"id": user_id})).one_or_none()
        if row is None:
            return Safety(user_id=user_id)
        known = {field.name: getattr(row, field.name) for field in fields(Safety)}
        return Safety(**{**known, "level": CrisisLevel(row.level), "highest": CrisisLevel(row.highest)})

    async def save(self, safety: Safety) -> None:
        given = {**asdict(safety), "level": safety.level.value, "highest": safety.highest.value}
        await self._connection.execute(_SAVE, given)

    async def record(self, user_id: UserId, signal: Signal, cause: Cause, *, at: datetime) -> None:
        given = {"user_id": user_id, "level": signal.level.value, "kind": signal.kind.value}
        await self._connection.execute(_RECORD, {**given, "heard_at": at, "update_id": cause.update_ids[0]})
