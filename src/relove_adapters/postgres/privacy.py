"""Forgetting a person: the one transaction that makes them unknown, and the batches that follow it."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.personal import RULES, End
from relove_adapters.postgres.sql import BIGINT, BIGINTS, INT, MOMENT, SPAN, TEXT, statement
from relove_core.delivery.model import Cause
from relove_core.ids import UserId
from relove_core.privacy.ports import Erasure

# Safety is locked first, then the person, the lanes come last, as in the acts that this one meets.
_LOCK_SAFETY = statement("SELECT FROM safety_states WHERE user_id = :person FOR UPDATE", person=BIGINT)
_GO = statement("DELETE FROM users WHERE id = :person", person=BIGINT)
_UNSIGN = (
    statement("UPDATE safety_states SET released_by = NULL WHERE released_by = :person", person=BIGINT),
    statement("UPDATE alerts SET acknowledged_by = NULL WHERE acknowledged_by = :person", person=BIGINT),
    statement("UPDATE profile_versions SET made_by = NULL WHERE made_by = :person", person=BIGINT),
    statement("UPDATE rotation_runs SET asked_by = NULL WHERE asked_by = :person", person=BIGINT),
    statement("UPDATE alert_mutes SET muted_by = NULL WHERE muted_by = :person", person=BIGINT),
)
_TOMBSTONE = """
    UPDATE outbox SET state = 'cancelled', message = NULL, chat_id = NULL, user_id = NULL,
                      settled_at = coalesce(settled_at, now())
"""
_TO_THEM = statement(_TOMBSTONE + " WHERE chat_id = :person", person=BIGINT)
_ABOUT_THEM = statement(
    rf"""
    {_TOMBSTONE}
     WHERE chat_id IN (SELECT id FROM users WHERE is_admin) AND message ->> 'html' ~ ('\m' || :number || '\M')
    """,  # noqa: S608 - both parts are ours
    number=TEXT,
)
_LOCK_LANES = statement(
    "SELECT FROM lanes WHERE chat_id = :person ORDER BY bot_id, lane FOR UPDATE",
    person=BIGINT,
)
_SET_ASIDE = statement(
    "UPDATE inbox SET state = 'done', raw = NULL, chat_id = NULL WHERE chat_id = :person AND state = 'aside'",
    person=BIGINT,
)
_IS_OURS = "(l.bot_id, l.lane) = (:bot_id, :lane)"
_DROP = statement(
    f"""
    WITH asked AS (
        SELECT min(arrival) AS arrival FROM inbox WHERE bot_id = :bot_id AND update_id = ANY(:update_ids)
    ), dropped AS (
        UPDATE inbox i SET state = 'done', raw = NULL, chat_id = NULL FROM asked
         WHERE i.chat_id = :person AND i.state = 'pending' AND i.arrival < asked.arrival
        RETURNING i.bot_id, i.lane
    )
    UPDATE lanes l SET pending = pending - (
                           SELECT count(*) FROM dropped d WHERE (d.bot_id, d.lane) = (l.bot_id, l.lane)),
                       fence = CASE WHEN {_IS_OURS} THEN fence ELSE fence + 1 END,
                       lease_until = CASE WHEN {_IS_OURS} THEN lease_until END,
                       postponed_until = CASE WHEN {_IS_OURS} THEN postponed_until END
     WHERE chat_id = :person
    """,  # noqa: S608 - all parts are ours
    person=BIGINT,
    bot_id=BIGINT,
    lane=TEXT,
    update_ids=BIGINTS,
)
#: What came after their wish is a stranger's, whoever had begun on it.
_BEGIN_ANEW = statement(
    "UPDATE inbox SET runs = 0 WHERE chat_id = :person AND state = 'pending' AND NOT update_id = ANY(:update_ids)",
    person=BIGINT,
    update_ids=BIGINTS,
)
_RECORD = statement(
    "INSERT INTO erasures (user_id, asked_at) VALUES (:person, clock_timestamp())",
    person=BIGINT,
)


def _ending(end: End) -> Iterator[tuple[str, str]]:
    """Tables and their columns; a second column of a table is of the same rows."""
    return ((table, column) for (table, column), rule in RULES.items() if rule.end is end and rule.section)


_AT_ONCE = [
    statement(f"DELETE FROM {table} WHERE {column} = :person", person=BIGINT)  # noqa: S608 - the names are ours
    for table, column in _ending(End.AT_ONCE)
]


class PostgresForgetting:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def forget(self, cause: Cause, user_id: UserId) -> None:
        person = {"person": user_id}
        for act in (_LOCK_SAFETY, _GO, *_AT_ONCE, *_UNSIGN, _TO_THEM):
            await self._connection.execute(act, person)
        await self._connection.execute(_ABOUT_THEM, {"number": str(user_id)})
        updates = {**person, "update_ids": list(cause.update_ids)}
        await self._connection.execute(_LOCK_LANES, person)
        await self._connection.execute(_SET_ASIDE, person)
        await self._connection.execute(_DROP, {**updates, "bot_id": cause.bot_id, "lane": cause.lane.value})
        await self._connection.execute(_BEGIN_ANEW, updates)
        await self._connection.execute(_RECORD, person)


_TAKE = statement(
    """
    UPDATE erasures SET due_at = now() + :lease
     WHERE id = (
        SELECT id FROM erasures WHERE finished_at IS NULL AND due_at <= now()
         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, user_id, asked_at, due_at
    """,
    lease=SPAN,
)


def _batch(table: str, column: str) -> TextClause:
    return statement(
        f"""
        DELETE FROM {table} WHERE {column} = :person AND timestamp <= least(:asked_at, (
            SELECT timestamp FROM {table} WHERE {column} = :person ORDER BY timestamp OFFSET :most - 1 LIMIT 1))
        """,  # noqa: S608 - the names are ours
        person=BIGINT,
        asked_at=MOMENT,
        most=INT,
    )


#: The live log first: what is moved to the archive meanwhile is found there.
_BATCHES = [_batch(table, column) for table, column in _ending(End.IN_BATCHES)]
_IS_BACK = statement("SELECT EXISTS (SELECT FROM users WHERE id = :person)", person=BIGINT)
# Whoever put a message has seen a chat that was swept in that moment: without its row nobody would ever send it.
_REPAIR = statement(
    """
    INSERT INTO outbox_chats (bot_id, chat_id) SELECT DISTINCT bot_id, chat_id FROM outbox WHERE chat_id = :person
    ON CONFLICT DO NOTHING
    """,
    person=BIGINT,
)
_SWEEP = (
    statement(
        """
        DELETE FROM lanes WHERE chat_id = :person AND pending = 0 AND (lease_until IS NULL OR lease_until <= now())
        """,
        person=BIGINT,
    ),
    statement(
        """
        DELETE FROM outbox_chats c WHERE chat_id = :person AND (lease_until IS NULL OR lease_until <= now())
           AND NOT EXISTS (SELECT FROM outbox o WHERE o.bot_id = c.bot_id AND o.chat_id = c.chat_id)
        """,
        person=BIGINT,
    ),
)
_IS_LEFT = statement(
    """
    SELECT EXISTS (SELECT FROM lanes WHERE chat_id = :person)
        OR EXISTS (SELECT FROM outbox_chats WHERE chat_id = :person)
        OR EXISTS (SELECT FROM outbox WHERE chat_id = :person)
    """,
    person=BIGINT,
)
_REST = statement(
    "UPDATE erasures SET due_at = now() + :rest WHERE id = :id AND due_at = :until AND finished_at IS NULL",
    id=BIGINT,
    until=MOMENT,
    rest=SPAN,
)
_FINISH = statement(
    "UPDATE erasures SET user_id = NULL, finished_at = now() WHERE id = :id AND finished_at IS NULL", id=BIGINT
)

LEASE = timedelta(seconds=30)
BATCH = 1000
"""Rows that one short transaction takes away: a few dozen milliseconds."""
UNTIL_SENT = timedelta(seconds=2)
"""The receipt is on its way."""
UNTIL_SURE = timedelta(seconds=15)
"""No transaction of ours lasts so long: whatever met the sweep has shown itself by then."""
_NOW = timedelta(0)


class PostgresErasures:
    def __init__(self, engine: AsyncEngine, *, batch: int = BATCH) -> None:
        self._engine = engine
        self._batch = batch

    async def take(self) -> Erasure | None:
        async with acting(self._engine) as connection:
            row = (await connection.execute(_TAKE, {"lease": LEASE})).one_or_none()
        if row is None:
            return None
        return Erasure(id=row.id, user_id=UserId(row.user_id), asked_at=row.asked_at, until=row.due_at)

    async def go_on(self, erasure: Erasure) -> bool:
        async with acting(self._engine) as connection:
            if await self._take_away(connection, erasure):
                rest: timedelta | None = _NOW
            else:
                rest = await self._look(connection, erasure)
            if rest is None:
                await connection.execute(_FINISH, {"id": erasure.id})
            else:
                await connection.execute(_REST, {"id": erasure.id, "until": erasure.until, "rest": rest})
        return rest is None

    async def _take_away(self, connection: AsyncConnection, erasure: Erasure) -> bool:
        """Whether there was a batch."""
        given = {"person": erasure.user_id, "asked_at": erasure.asked_at, "most": self._batch}
        for batch in _BATCHES:
            if (await connection.execute(batch, given)).rowcount:
                return True
        return False

    async def _look(self, connection: AsyncConnection, erasure: Erasure) -> timedelta | None:
        """When to look again; ``None``: nothing is left, or it is somebody's who has come back."""
        person = {"person": erasure.user_id}
        await connection.execute(_REPAIR, person)
        if await connection.scalar(_IS_BACK, person):
            return None
        swept = [(await connection.execute(sweep, person)).rowcount for sweep in _SWEEP]
        if await connection.scalar(_IS_LEFT, person):
            return UNTIL_SENT
        return UNTIL_SURE if any(swept) else None
