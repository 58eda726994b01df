"""Sessions and their remarks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from relove_adapters.postgres.session_rows import remark_of, remark_rows, session_of, session_row
from relove_adapters.postgres.sql import BIGINT, BOOL, INT, MOMENT, TEXT, as_json, statement
from relove_core.ids import SessionId, UserId
from relove_core.sessions.model import Remark, Session, SessionAlreadyActive, SessionChanged
from relove_core.sessions.revision import revised

RECENT = 60
"""How many of the newest remarks a turn reads. What stands after the coach's last is unanswered, and read whole."""
ALL = 1_000_000

HISTORY = """
    coalesce((
        SELECT jsonb_agg(to_jsonb(m) - 'session_id' - 'user_id' ORDER BY m.position) FROM (
            SELECT * FROM session_messages WHERE session_id = s.id AND position >= least(s.length - :recent, (
                SELECT max(position) FROM session_messages WHERE session_id = s.id AND speaker = 'assistant'))
        ) m
    ), '[]')
"""
_ACTIVE = statement(
    f"SELECT s.*, {HISTORY} AS history FROM user_sessions s WHERE user_id = :user_id AND is_active FOR UPDATE",  # noqa: S608 - ours
    user_id=BIGINT,
    recent=INT,
)
_LATEST = statement(
    "SELECT *, CAST('[]' AS jsonb) AS history FROM user_sessions WHERE user_id = :user_id ORDER BY id DESC LIMIT 1",
    user_id=BIGINT,
)
_WORDS = statement(
    """
    SELECT to_jsonb(m) FROM session_messages m WHERE user_id = :user_id AND speaker = 'user'
     ORDER BY session_id DESC, position DESC LIMIT :most
    """,
    user_id=BIGINT,
    most=INT,
)
_REMARKS = """
    jsonb_to_recordset(CAST(:remarks AS jsonb)) AS r (
        place int, speaker text, text text, said_at timestamptz, update_id bigint, part smallint,
        telegram_message_id bigint, quick_replies jsonb, is_answered boolean, is_fixed boolean)
"""
_HEAR = statement(
    f"""
    WITH s AS (
        SELECT * FROM user_sessions WHERE user_id = :user_id AND is_active FOR UPDATE
    ), fresh AS (
        SELECT r.*, s.id AS session_id, s.length + row_number() OVER (ORDER BY r.place) - 1 AS position
          FROM s, {_REMARKS}
         WHERE NOT EXISTS (
            SELECT FROM session_messages m
             WHERE m.session_id = s.id AND m.update_id = r.update_id AND m.part = r.part)
    ), heard AS (
        INSERT INTO session_messages (session_id, position, user_id, speaker, text, said_at, update_id, part,
                                      telegram_message_id, quick_replies)
        SELECT session_id, position, :user_id, speaker, text, said_at, update_id, part, telegram_message_id,
               quick_replies
          FROM fresh ORDER BY position
        RETURNING *
    ), grown AS (
        UPDATE user_sessions u SET length = s.length + (SELECT count(*) FROM fresh), updated_at = :at
          FROM s WHERE u.id = s.id
    )
    SELECT s.*, {HISTORY} || coalesce((
                SELECT jsonb_agg(to_jsonb(h) - 'session_id' - 'user_id' ORDER BY h.position) FROM heard h
           ), '[]') AS history
      FROM s
    """,  # noqa: S608 - all parts are ours
    user_id=BIGINT,
    remarks=TEXT,
    at=MOMENT,
    recent=INT,
)
_SAID = f"""
        INSERT INTO session_messages (session_id, position, user_id, speaker, text, said_at, update_id, part,
                                      telegram_message_id, quick_replies, is_answered, is_fixed)
        SELECT kept.id, r.place, :user_id, r.speaker, r.text, r.said_at, r.update_id, r.part,
               r.telegram_message_id, r.quick_replies, r.is_answered, r.is_fixed
          FROM kept, {_REMARKS}
         WHERE NOT EXISTS (
            SELECT FROM session_messages m
             WHERE m.session_id = kept.id AND m.position = r.place AND m.speaker = r.speaker AND m.text = r.text)
"""  # noqa: S608 - ours
#: Before what is unanswered is written anew: a row that moves would be in the way of its neighbour.
_UNSAY = statement(
    "DELETE FROM session_messages WHERE session_id = :id AND position >= :first",
    id=BIGINT,
    first=INT,
)
_SAY_AGAIN = statement(
    f"""
    WITH kept AS (
        UPDATE user_sessions SET length = :length, analysed_length = :analysed_length WHERE id = :id RETURNING id
    ), said AS ({_SAID})
    SELECT count(*) FROM kept
    """,  # noqa: S608 - all parts are ours
    id=BIGINT,
    user_id=BIGINT,
    length=INT,
    analysed_length=INT,
    remarks=TEXT,
)
_VALUES: dict[str, TypeEngine[Any]] = {
    "state": TEXT,
    "stage": TEXT,
    "length": INT,
    "analysed_length": INT,
    "identified_patterns": TEXT,
    "core_issue": TEXT,
    "question_count": INT,
    "metaphysical_profile": TEXT,
    "core_trauma": TEXT,
    "session_data": TEXT,
    "placeholders": TEXT,
    "summary": TEXT,
    "updated_at": MOMENT,
    "completed_at": MOMENT,
}
_JSON = frozenset(
    {
        "identified_patterns",
        "metaphysical_profile",
        "core_trauma",
        "session_data",
        "placeholders",
        "summary",
    }
)
_SET = {name: f"CAST(:{name} AS jsonb)" if name in _JSON else f":{name}" for name in _VALUES}
#: What was heard since the session was read stays counted, and what was looked at.
_KEEPING = {
    "length": "greatest(length, :length)",
    "analysed_length": "greatest(analysed_length, :analysed_length)",
}
#: Due from now on, or due already; a view from before an analysis makes no active session due.
_ANALYSIS_DUE_AT = """
    CASE WHEN :is_analysis_due AND (:completed_at IS NOT NULL OR analysed_length <= :analysed_length)
         THEN coalesce(analysis_due_at, now())
         WHEN :completed_at IS NULL THEN analysis_due_at END
"""
_SAVE = statement(
    f"""
    WITH kept AS (
        UPDATE user_sessions SET {", ".join(f"{n} = {v}" for n, v in (_SET | _KEEPING).items())},
               is_active = :completed_at IS NULL, version = version + 1, analysis_due_at = {_ANALYSIS_DUE_AT}
         WHERE id = :id AND version = :version
        RETURNING id
    ), answered AS (
        UPDATE session_messages m SET is_answered = true FROM kept
         WHERE m.session_id = kept.id AND NOT m.is_answered AND m.position < :answered_before
    ), said AS ({_SAID})
    SELECT count(*) FROM kept
    """,  # noqa: S608 - all parts are ours
    id=BIGINT,
    user_id=BIGINT,
    version=INT,
    answered_before=INT,
    is_analysis_due=BOOL,
    remarks=TEXT,
    **_VALUES,
)
_OPEN = statement(
    f"""
    WITH kept AS (
        INSERT INTO user_sessions (user_id, session_type, created_at, {", ".join(_SET)})
        VALUES (:user_id, :session_type, :created_at, {", ".join(_SET.values())})
        RETURNING id
    ), said AS ({_SAID})
    SELECT id FROM kept
    """,  # noqa: S608 - all parts are ours
    user_id=BIGINT,
    session_type=TEXT,
    created_at=MOMENT,
    remarks=TEXT,
    **_VALUES,
)


_EXPIRE = statement(
    """
    UPDATE user_sessions s
       SET state = 'expired', is_active = false, completed_at = :at, updated_at = :at, version = version + 1,
           analysis_due_at = CASE WHEN EXISTS (
               SELECT FROM session_messages m
                WHERE m.session_id = s.id AND m.position >= s.analysed_length AND m.speaker = 'user' AND m.part = 0
           ) THEN coalesce(analysis_due_at, now()) END
     WHERE id IN (
        SELECT id FROM user_sessions WHERE is_active AND updated_at < :untouched_since
         ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED)
    """,
    at=MOMENT,
    untouched_since=MOMENT,
    most=INT,
)


class PostgresSessions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, session: Session) -> Session:
        given = {**session_row(session), "remarks": as_json(remark_rows(session.history))}
        with _translated(session):
            opened = await self._connection.scalar(_OPEN, given)
        return replace(session, id=SessionId(opened))

    async def active_of(self, user_id: UserId, *, whole: bool = False) -> Session | None:
        given = {"user_id": user_id, "recent": ALL if whole else RECENT}
        row = (await self._connection.execute(_ACTIVE, given)).one_or_none()
        return None if row is None else session_of(row)

    async def latest_of(self, user_id: UserId) -> Session | None:
        row = (await self._connection.execute(_LATEST, {"user_id": user_id})).one_or_none()
        return None if row is None else session_of(row)

    async def words_of(self, user_id: UserId, *, most: int) -> tuple[Remark, ...]:
        rows = (await self._connection.execute(_WORDS, {"user_id": user_id, "most": most})).scalars()
        return tuple(remark_of(said) for said in reversed(rows.all()))

    async def hear(self, user_id: UserId, remarks: Sequence[Remark], *, at: datetime) -> Session | None:
        given = {
            "user_id": user_id,
            "remarks": as_json(remark_rows([replace(r, position=n) for n, r in enumerate(remarks)])),
            "at": at,
            "recent": RECENT,
        }
        row = (await self._connection.execute(_HEAR, given)).one_or_none()
        return None if row is None else session_of(row)

    async def revise(self, user_id: UserId, telegram_message_id: int, texts: Sequence[str]) -> bool:
        session = await self.active_of(user_id)
        after = revised(session, telegram_message_id, texts) if session else None
        if after is None:
            return False
        if after != session:
            await self._rewrite(after)
        return True

    async def _rewrite(self, session: Session) -> None:
        """What is unanswered, and all that stands behind it."""
        first = session.unanswered[0].position
        given = {
            "id": session.id,
            "user_id": session.user_id,
            "length": session.length,
            "analysed_length": session.analysed_length,
            "remarks": as_json(remark_rows(r for r in session.history if r.position >= first)),
        }
        await self._connection.execute(_UNSAY, {"id": session.id, "first": first})
        await self._connection.execute(_SAY_AGAIN, given)

    async def expire(self, *, untouched_since: datetime, at: datetime, most: int) -> int:
        given = {"untouched_since": untouched_since, "at": at, "most": most}
        return (await self._connection.execute(_EXPIRE, given)).rowcount

    async def save(self, session: Session) -> None:
        spoken = session.last_spoken
        said = (spoken,) if spoken else ()
        given = {
            **session_row(session),
            "remarks": as_json(remark_rows(said)),
            "answered_before": spoken.position if spoken and not session.unanswered else -1,
        }
        with _translated(session):
            saved = await self._connection.scalar(_SAVE, given)
        if not saved:
            raise SessionChanged(f"session {session.id}: version {session.version} is stale")


#: What it means when a row cannot be written.
_CONSTRAINTS = {
    "user_sessions_one_active_idx": SessionAlreadyActive,
    # Something was said in this place since the session was read.
    "session_messages_pkey": SessionChanged,
}


@contextmanager
def _translated(session: Session) -> Iterator[None]:
    try:
        yield
    except IntegrityError as e:
        broken = next((name for name in _CONSTRAINTS if name in str(e.orig)), None)
        if broken is None:
            raise
        raise _CONSTRAINTS[broken](f"session {session.id} of person {session.user_id}: {broken}") from e
