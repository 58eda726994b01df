"""Journeys: the records of every decision, and the stage that follows from them."""

from typing import Any

from sqlalchemy import Double
from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.sql import BIGINT, INT, MOMENT, TEXT, statement
from relove_core.ids import UserId
from relove_core.journey.model import Author, Journey, Refusal, Stage, StageRecord, replay

# A statement of its own: the records are to be read as they are after the wait for the lock.
_LOCK = statement("SELECT FROM users WHERE id = :id FOR NO KEY UPDATE", id=BIGINT)
_RECORDS = statement("SELECT * FROM stage_records WHERE user_id = :user_id ORDER BY id", user_id=BIGINT)
_APPEND = statement(
    """
    WITH person AS (
        SELECT id FROM users WHERE id = :user_id
    ), appended AS (
        INSERT INTO stage_records (user_id, round, source, target, recorded_at, author, confidence, reason, quote,
                                   refusal)
        SELECT id, :round, :source, :target, :recorded_at, :author, :confidence, :reason, :quote, :refusal FROM person
    )
    UPDATE users SET last_journey_stage = :target WHERE id = :user_id AND :refusal IS NULL
    """,
    user_id=BIGINT,
    round=INT,
    source=TEXT,
    target=TEXT,
    recorded_at=MOMENT,
    author=TEXT,
    confidence=Double(),
    reason=TEXT,
    quote=TEXT,
    refusal=TEXT,
)


class PostgresJourney:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, user_id: UserId) -> Journey:
        await self._connection.execute(_LOCK, {"id": user_id})
        return replay(user_id, await self.records_of(user_id))

    async def append(self, record: StageRecord) -> None:
        given = {
            "user_id": record.user_id,
            "round": record.round,
            "source": record.source,
            "target": record.target,
            "recorded_at": record.at,
            "author": record.author,
            "confidence": record.confidence,
            "reason": record.reason,
            "quote": record.quote,
            "refusal": record.refusal,
        }
        await self._connection.execute(_APPEND, given)

    async def records_of(self, user_id: UserId) -> tuple[StageRecord, ...]:
        return tuple(map(_record, await self._connection.execute(_RECORDS, {"user_id": user_id})))


def _record(row: Any) -> StageRecord:
    return StageRecord(
        user_id=UserId(row.user_id),
        round=row.round,
        source=Stage(row.source) if row.source else None,
        target=Stage(row.target),
        at=row.recorded_at,
        author=Author(row.author),
        confidence=row.confidence,
        reason=row.reason,
        quote=row.quote,
        refusal=Refusal(row.refusal) if row.refusal else None,
    )
