"""Which sessions are due for a look at their stage: a column of theirs, claimed by moving it on."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.session_rows import session_of
from relove_adapters.postgres.sessions import HISTORY, RECENT
from relove_adapters.postgres.sql import BIGINT, INT, MOMENT, SPAN, TEXT, statement
from relove_core.ids import SessionId
from relove_core.sessions.memory import Digest
from relove_core.sessions.ports import DueAnalysis, Unanalysed

_TAKE = statement(
    """
    WITH due AS (
        SELECT id FROM user_sessions WHERE analysis_due_at <= now() AND state <> 'support'
         ORDER BY analysis_due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    UPDATE user_sessions u SET analysis_due_at = now() + :lease FROM due WHERE u.id = due.id
    RETURNING u.id, u.analysis_due_at
    """,
    lease=SPAN,
)
_LOAD = statement(
    f"SELECT s.*, {HISTORY} AS history FROM user_sessions s WHERE s.id = :id AND s.analysis_due_at = :until",  # noqa: S608 - all parts are ours
    id=BIGINT,
    until=MOMENT,
    recent=INT,
)
# What ended while it was looked at may hold words that nobody has looked at.
_FINISH = statement(
    """
    UPDATE user_sessions SET analysed_length = greatest(analysed_length, :length),
           analysis_due_at = CASE WHEN is_active OR length <= :length THEN NULL ELSE now() END,
           digest = coalesce(:digest, digest), digested_length = coalesce(:digested_length, digested_length)
     WHERE id = :id AND analysis_due_at = :until
    """,
    id=BIGINT,
    length=INT,
    until=MOMENT,
    digest=TEXT,
    digested_length=INT,
)
_NOTICE_SILENT = statement(
    """
    UPDATE user_sessions SET analysis_due_at = now()
     WHERE id IN (
        SELECT id FROM user_sessions s
         WHERE is_active AND analysis_due_at IS NULL AND updated_at < :untouched_since AND EXISTS (
               SELECT FROM session_messages m
                WHERE m.session_id = s.id AND m.position >= s.analysed_length AND m.speaker = 'user')
         ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED)
    """,
    untouched_since=MOMENT,
    most=INT,
)


class PostgresAnalyses:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, *, lease: timedelta) -> DueAnalysis | None:
        row = (await self._connection.execute(_TAKE, {"lease": lease})).one_or_none()
        return None if row is None else DueAnalysis(session_id=SessionId(row.id), until=row.analysis_due_at)

    async def load(self, due: DueAnalysis) -> Unanalysed | None:
        given = {"id": due.session_id, "until": due.until, "recent": RECENT}
        row = (await self._connection.execute(_LOAD, given)).one_or_none()
        return None if row is None else Unanalysed(session=session_of(row), until=row.analysis_due_at)

    async def finish(self, taken: Unanalysed, *, digest: Digest | None = None) -> bool:
        given = {
            "id": taken.session.id,
            "length": taken.session.length,
            "until": taken.until,
            "digest": digest.text if digest else None,
            "digested_length": digest.length if digest else None,
        }
        return (await self._connection.execute(_FINISH, given)).rowcount > 0

    async def notice_silent(self, *, untouched_since: datetime, most: int) -> int:
        given = {"untouched_since": untouched_since, "most": most}
        return (await self._connection.execute(_NOTICE_SILENT, given)).rowcount
