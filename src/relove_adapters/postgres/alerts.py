"""Alerts, and the admins that they are for."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.sql import BIGINT, INT, MOMENT, TEXT, statement
from relove_core.alerts.model import Alert, AlertKind, next_at
from relove_core.ids import BotId, UserId

_OPEN = statement(
    """
    INSERT INTO alerts (bot_id, kind, user_id, level, raised_at, next_at)
    VALUES (:bot_id, :kind, :user_id, :level, :raised_at, :next_at)
    ON CONFLICT (kind, user_id) WHERE acknowledged_at IS NULL DO UPDATE SET
        level = excluded.level, raised_at = excluded.raised_at, next_at = excluded.next_at
    RETURNING *
    """,
    bot_id=BIGINT,
    kind=TEXT,
    user_id=BIGINT,
    level=TEXT,
    raised_at=MOMENT,
    next_at=MOMENT,
)
_HAS_OPEN = statement(
    "SELECT EXISTS (SELECT FROM alerts WHERE user_id = :user_id AND acknowledged_at IS NULL)", user_id=BIGINT
)
_ACKNOWLEDGE = statement(
    "UPDATE alerts SET acknowledged_at = :at, acknowledged_by = :by WHERE id = :id AND acknowledged_at IS NULL",
    id=BIGINT,
    by=BIGINT,
    at=MOMENT,
)
_DUE = statement(
    """
    SELECT * FROM alerts WHERE acknowledged_at IS NULL AND next_at <= :now
     ORDER BY next_at LIMIT :most FOR UPDATE SKIP LOCKED
    """,
    now=MOMENT,
    most=INT,
)
_TOLD = statement(
    "UPDATE alerts SET told = told + 1, next_at = :next_at WHERE id = :id RETURNING *", id=BIGINT, next_at=MOMENT
)
_RECIPIENTS = statement("SELECT id FROM users WHERE is_admin AND is_active ORDER BY id")


class PostgresAlerts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, kind: AlertKind, user_id: UserId, *, level: str, bot_id: BotId, at: datetime) -> Alert:
        given = {"bot_id": bot_id, "kind": kind.value, "user_id": user_id, "level": level}
        times = {"raised_at": at, "next_at": next_at(at, now=at)}
        return _alert((await self._connection.execute(_OPEN, {**given, **times})).one())

    async def has_open(self, user_id: UserId) -> bool:
        return bool(await self._connection.scalar(_HAS_OPEN, {"user_id": user_id}))

    async def acknowledge(self, alert_id: int, by: UserId, *, at: datetime) -> bool:
        return (await self._connection.execute(_ACKNOWLEDGE, {"id": alert_id, "by": by, "at": at})).rowcount > 0

    async def take_due(self, *, now: datetime, most: int) -> tuple[Alert, ...]:
        told = []
        for row in (await self._connection.execute(_DUE, {"now": now, "most": most})).all():
            upcoming = {"id": row.id, "next_at": next_at(row.raised_at, now=now)}
            told.append(_alert((await self._connection.execute(_TOLD, upcoming)).one()))
        return tuple(told)

    async def recipients(self) -> tuple[UserId, ...]:
        return tuple(UserId(found) for found in await self._connection.scalars(_RECIPIENTS))


def _alert(row: Any) -> Alert:
    return Alert(
        id=row.id,
        bot_id=BotId(row.bot_id),
        kind=AlertKind(row.kind),
        user_id=UserId(row.user_id),
        level=row.level,
        raised_at=row.raised_at,
        told=row.told,
    )
