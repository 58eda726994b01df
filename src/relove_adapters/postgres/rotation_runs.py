"""Passes of the rotation, and who is asked for in them.

Whoever locks more than one goes in this order: people, whose turn it is, runs. Naming holds a run only so that it
cannot be stopped meanwhile, which is in nobody's way.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.sql import BIGINT, BOOL, INT, SPAN, statement
from relove_core.ids import RunId, UserId
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.rotation import Outcome, RotationRun, RunKind

_GET = statement("SELECT * FROM rotation_runs WHERE id = :id", id=BIGINT)
_OF = statement(
    "SELECT r.* FROM rotation_runs r JOIN profile_states s ON s.run_id = r.id WHERE s.user_id = :person", person=BIGINT
)
_UNFINISHED = statement("SELECT * FROM rotation_runs WHERE finished_at IS NULL ORDER BY id")
_LATEST = statement("SELECT * FROM rotation_runs ORDER BY id DESC LIMIT :most", most=INT)
# The unique index alone would let a second one begin in the moment in which the first one ends.
_ONE_AT_A_TIME = statement("SELECT pg_advisory_xact_lock(hashtextextended('rotation_runs', 0))")
_BEGIN_SCHEDULED = statement(
    """
    INSERT INTO rotation_runs (kind, began_at) SELECT 'scheduled', clock_timestamp() WHERE NOT EXISTS (
        SELECT FROM rotation_runs
         WHERE kind = 'scheduled' AND (finished_at IS NULL OR began_at > clock_timestamp() - :period))
    RETURNING *
    """,
    period=SPAN,
)
_BEGIN_ASKED = statement(
    """
    INSERT INTO rotation_runs (kind, asked_by, wanted, marked_to)
    VALUES ('asked', :asked_by, :wanted, CASE WHEN :is_of_everybody THEN 0 END)
    RETURNING *
    """,
    asked_by=BIGINT,
    wanted=INT,
    is_of_everybody=BOOL,
)


def _marking(people: str) -> str:
    """Naming who is among ``people``, a query of ids, but nobody in hands, or of another run that goes on."""
    return f"""
        INSERT INTO profile_states AS s (user_id, asked_at, run_id) SELECT named.id, now(), :run FROM ({people}) named
        ON CONFLICT (user_id) DO UPDATE SET asked_at = excluded.asked_at, run_id = excluded.run_id
         WHERE (s.asked_at IS NULL OR s.asked_at > now() OR s.run_id IS NULL
                OR s.run_id IN (SELECT id FROM rotation_runs WHERE finished_at IS NULL AND is_stopped))
           AND (s.lease_until IS NULL OR s.lease_until <= now())
        RETURNING user_id
        """  # noqa: S608 - all parts are ours


_OPEN = """
    open AS (SELECT FROM rotation_runs WHERE id = :run AND finished_at IS NULL AND NOT is_stopped FOR KEY SHARE)
"""
_PERSON = "SELECT id FROM users WHERE id = :person AND EXISTS (SELECT FROM open) FOR KEY SHARE"
_MARK = statement(
    f"WITH {_OPEN} {_marking(_PERSON)}",
    run=BIGINT,
    person=BIGINT,
)
_MARK_EVERYBODY = statement(
    f"""
    WITH {_OPEN}, going AS (
        SELECT marked_to FROM rotation_runs WHERE id = :run AND marked_to IS NOT NULL AND EXISTS (SELECT FROM open)
    ), looked AS (
        SELECT id, is_active AND last_seen_date > now() - :window AS is_wanted
          FROM users WHERE id > (SELECT marked_to FROM going) ORDER BY id LIMIT :most FOR KEY SHARE
    ), marked AS ({_marking("SELECT id FROM looked WHERE is_wanted")})
    UPDATE rotation_runs SET wanted = coalesce(wanted, 0) + (SELECT count(*) FROM marked),
                             marked_to = CASE WHEN (SELECT count(*) FROM looked) = :most
                                              THEN (SELECT max(id) FROM looked) END
     WHERE id = :run AND EXISTS (SELECT FROM going)
    RETURNING marked_to
    """,  # noqa: S608 - all parts are ours
    run=BIGINT,
    window=SPAN,
    most=INT,
)
# The oldest by the index: whether one of many is as old would be looked for from end to end, most of all when none is.
END_IF_DONE = statement(
    """
    UPDATE rotation_runs r SET finished_at = clock_timestamp()
     WHERE id = :run AND finished_at IS NULL AND marked_to IS NULL
       AND NOT EXISTS (SELECT FROM profile_states WHERE run_id = :run)
       AND (kind = 'asked'
            OR (SELECT min(due_at) FROM profile_states WHERE due_at IS NOT NULL AND asked_at IS NULL) <= r.began_at
               IS NOT TRUE)
    RETURNING *
    """,
    run=BIGINT,
)
# Whoever is naming has ended by then, and whoever begins later sees that it was stopped.
_LOCK = statement("SELECT FROM rotation_runs WHERE id = :run FOR UPDATE", run=BIGINT)
_STOP = statement(
    """
    UPDATE rotation_runs SET is_stopped = true, marked_to = NULL
     WHERE id = :run AND finished_at IS NULL AND kind = 'asked'
    RETURNING *
    """,
    run=BIGINT,
)
_LET_GO = statement(
    """
    UPDATE profile_states s SET asked_at = NULL, run_id = NULL FROM (
        SELECT user_id FROM profile_states WHERE run_id = :run AND (lease_until IS NULL OR lease_until <= now())
           AND EXISTS (SELECT FROM rotation_runs WHERE id = :run AND is_stopped)
         ORDER BY asked_at LIMIT :most FOR UPDATE SKIP LOCKED
    ) left_over WHERE s.user_id = left_over.user_id
    """,
    run=BIGINT,
    most=INT,
)


def counting(outcome: Outcome) -> str:
    """The column that a refresh of this outcome is counted in."""
    return "skipped" if outcome.is_skipped else outcome.value


class PostgresRuns:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, run_id: RunId) -> RotationRun | None:
        return await self._one(_GET, id=run_id)

    async def of(self, user_id: UserId) -> RotationRun | None:
        return await self._one(_OF, person=user_id)

    async def unfinished(self) -> tuple[RotationRun, ...]:
        return tuple(_run(row) for row in await self._connection.execute(_UNFINISHED))

    async def latest(self, *, most: int) -> tuple[RotationRun, ...]:
        return tuple(_run(row) for row in await self._connection.execute(_LATEST, {"most": most}))

    async def begin_scheduled(self, *, period: timedelta) -> RotationRun | None:
        await self._connection.execute(_ONE_AT_A_TIME)
        return await self._one(_BEGIN_SCHEDULED, period=period)

    async def begin_asked(
        self, asked_by: UserId | None, *, wanted: int | None = None, is_of_everybody: bool = False
    ) -> RotationRun:
        given = {"asked_by": asked_by, "wanted": wanted, "is_of_everybody": is_of_everybody}
        return _run((await self._connection.execute(_BEGIN_ASKED, given)).one())

    async def mark(self, run: RotationRun, user_id: UserId) -> bool:
        return (await self._connection.execute(_MARK, {"run": run.id, "person": user_id})).rowcount > 0

    async def mark_everybody(self, run: RotationRun, freshness: Freshness, *, most: int) -> bool:
        given = {"run": run.id, "window": freshness.window, "most": most}
        return await self._connection.scalar(_MARK_EVERYBODY, given) is None

    async def end_if_done(self, run: RotationRun) -> RotationRun | None:
        return await self._one(END_IF_DONE, run=run.id)

    async def stop(self, run: RotationRun) -> RotationRun:
        await self._connection.execute(_LOCK, {"run": run.id})
        stopped = await self._one(_STOP, run=run.id)
        return stopped or _run((await self._connection.execute(_GET, {"id": run.id})).one())

    async def let_go(self, run: RotationRun, *, most: int) -> bool:
        return (await self._connection.execute(_LET_GO, {"run": run.id, "most": most})).rowcount < most

    async def _one(self, query: TextClause, **given: object) -> RotationRun | None:
        row = (await self._connection.execute(query, given)).one_or_none()
        return None if row is None else _run(row)


def _run(row: Any) -> RotationRun:
    read = ("id", "kind", "asked_by")
    fields = {name: getattr(row, name) for name in RotationRun.__dataclass_fields__ if name not in read}
    asked_by = None if row.asked_by is None else UserId(row.asked_by)
    return RotationRun(id=RunId(row.id), kind=RunKind(row.kind), asked_by=asked_by, **fields)
