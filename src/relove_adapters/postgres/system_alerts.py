"""Alerts about the product, and who does not want to hear of them."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.sql import BIGINT, MOMENT, TEXT, as_json, statement
from relove_core.alerts.system import Details, Mute, SystemAlert, SystemAlertKind
from relove_core.ids import UserId

#: Of the transaction, so that it ends with whoever is killed; works behind PgBouncer. The name is hashed to a number.
_TAKE_TURN = statement("SELECT pg_try_advisory_xact_lock(hashtext('relove:system_alerts'))")
_OPEN = statement("SELECT * FROM system_alerts WHERE cleared_at IS NULL ORDER BY raised_at, id")
_RAISE = statement(
    """
    INSERT INTO system_alerts (kind, raised_at, details) VALUES (:kind, :at, CAST(:details AS jsonb))
    ON CONFLICT (kind) WHERE cleared_at IS NULL DO NOTHING
    RETURNING *
    """,
    kind=TEXT,
    at=MOMENT,
    details=TEXT,
)
_TOLD = statement(
    "UPDATE system_alerts SET told_at = :at WHERE id = :id AND told_at IS NULL AND cleared_at IS NULL",
    id=BIGINT,
    at=MOMENT,
)
_WELL = statement("UPDATE system_alerts SET well_since = :since WHERE id = :id", id=BIGINT, since=MOMENT)
_CLEAR = statement(
    "UPDATE system_alerts SET cleared_at = :at WHERE id = :id AND cleared_at IS NULL RETURNING *", id=BIGINT, at=MOMENT
)
_RECORD = statement(
    """
    INSERT INTO system_alerts (kind, raised_at, told_at, cleared_at)
    SELECT :kind, :raised_at, :raised_at, :cleared_at
     WHERE NOT EXISTS (SELECT FROM system_alerts WHERE kind = :kind AND cleared_at >= :raised_at)
    RETURNING *
    """,
    kind=TEXT,
    raised_at=MOMENT,
    cleared_at=MOMENT,
)
_MUTES = statement("SELECT * FROM alert_mutes WHERE muted_until > :now ORDER BY kind", now=MOMENT)
_MUTE = statement(
    """
    INSERT INTO alert_mutes (kind, muted_until, muted_by) VALUES (:kind, :until, :by)
    ON CONFLICT (kind) DO UPDATE SET muted_until = excluded.muted_until, muted_by = excluded.muted_by
    """,
    kind=TEXT,
    until=MOMENT,
    by=BIGINT,
)
_UNMUTE = statement("DELETE FROM alert_mutes WHERE kind = :kind", kind=TEXT)


class PostgresSystemAlerts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take_turn(self) -> bool:
        return bool(await self._connection.scalar(_TAKE_TURN))

    async def open(self) -> tuple[SystemAlert, ...]:
        return tuple(_alert(row) for row in (await self._connection.execute(_OPEN)).all())

    async def raise_alert(self, kind: SystemAlertKind, details: Details, *, at: datetime) -> SystemAlert | None:
        given = {"kind": kind.value, "at": at, "details": as_json(details)}
        return _found((await self._connection.execute(_RAISE, given)).one_or_none())

    async def mark_told(self, alert: SystemAlert, *, at: datetime) -> bool:
        return (await self._connection.execute(_TOLD, {"id": alert.id, "at": at})).rowcount > 0

    async def note_well(self, alert: SystemAlert, since: datetime | None) -> None:
        await self._connection.execute(_WELL, {"id": alert.id, "since": since})

    async def clear(self, alert: SystemAlert, *, at: datetime) -> SystemAlert | None:
        return _found((await self._connection.execute(_CLEAR, {"id": alert.id, "at": at})).one_or_none())

    async def record_past(
        self, kind: SystemAlertKind, *, raised_at: datetime, cleared_at: datetime
    ) -> SystemAlert | None:
        given = {"kind": kind.value, "raised_at": raised_at, "cleared_at": cleared_at}
        return _found((await self._connection.execute(_RECORD, given)).one_or_none())

    async def mutes(self, *, now: datetime) -> tuple[Mute, ...]:
        rows = (await self._connection.execute(_MUTES, {"now": now})).all()
        return tuple(Mute(kind=SystemAlertKind(r.kind), until=r.muted_until, by=_person(r.muted_by)) for r in rows)

    async def mute(self, kind: SystemAlertKind, *, until: datetime, by: UserId) -> None:
        await self._connection.execute(_MUTE, {"kind": kind.value, "until": until, "by": by})

    async def unmute(self, kind: SystemAlertKind) -> bool:
        return (await self._connection.execute(_UNMUTE, {"kind": kind.value})).rowcount > 0


def _person(number: int | None) -> UserId | None:
    return None if number is None else UserId(number)


def _found(row: Any) -> SystemAlert | None:
    return None if row is None else _alert(row)


def _alert(row: Any) -> SystemAlert:
    return SystemAlert(
        id=row.id,
        kind=SystemAlertKind(row.kind),
        raised_at=row.raised_at,
        details=row.details,
        told_at=row.told_at,
        well_since=row.well_since,
        cleared_at=row.cleared_at,
    )
