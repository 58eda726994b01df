"""Old rows of the activity log move to its archive: by whose turn it is, in batches that are one statement each."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import BIGINT, BIGINTS, INT, MOMENT, statement
from relove_core.activity.archive import Moved, Page
from relove_core.ids import UserId

# From person to person by the index of each month. The condition on the time only leaves out months: it holds for
# every row of the others, so that no step reads past rows of people it does not want.
_SEEK = statement(
    """
    WITH RECURSIVE walk AS (
        SELECT CAST(:after AS bigint) AS id, 0 AS n
         UNION ALL
        SELECT (SELECT user_id FROM user_activity_logs
                 WHERE user_id > walk.id AND timestamp < :month_end ORDER BY user_id LIMIT 1), n + 1
          FROM walk WHERE walk.id IS NOT NULL AND n < :most
    )
    SELECT id, EXISTS (SELECT FROM user_activity_logs WHERE user_id = walk.id AND timestamp < :before)
           AND EXISTS (
                SELECT FROM (
                    SELECT 1 FROM user_activity_logs WHERE user_id = walk.id
                     UNION ALL
                    SELECT 1 FROM user_activity_logs_archive WHERE user_id = walk.id
                ) theirs OFFSET :more_than LIMIT 1) AS is_due
      FROM walk WHERE n > 0 ORDER BY n
    """,
    after=BIGINT,
    month_end=MOMENT,
    before=MOMENT,
    more_than=INT,
    most=INT,
)

_COLUMNS = "id, user_id, chat_id, activity_type, timestamp, details"
_OF_LOG = "l.id, l.user_id, l.chat_id, l.activity_type, l.timestamp, l.details"
_KEEP = f"INSERT INTO user_activity_logs_archive ({_COLUMNS}) SELECT {_COLUMNS} FROM gone"  # noqa: S608 - ours
_OLD = "SELECT timestamp FROM user_activity_logs WHERE user_id = p AND timestamp < :before ORDER BY timestamp"
# All of them up to one moment, because rows of one time lie together. The moment is such that nobody has more than
# their share of the batch before it; and the share is of those only who have anything there.
_MOVE_SLICE = statement(
    f"""
    WITH heads AS MATERIALIZED (
        SELECT p, ({_OLD} LIMIT 1) AS first, ({_OLD} OFFSET :share LIMIT 1) AS beyond
          FROM unnest(CAST(:people AS bigint[])) AS p
         WHERE NOT EXISTS (SELECT FROM erasures e WHERE e.user_id = p AND e.finished_at IS NULL)
    ), near AS MATERIALIZED (
        SELECT p FROM heads WHERE first < coalesce((SELECT min(beyond) FROM heads), :before)
    ), bound AS MATERIALIZED (
        SELECT least(:before,
                     (SELECT min(first) FROM heads WHERE p NOT IN (SELECT p FROM near)),
                     (SELECT min(({_OLD} OFFSET :most / (SELECT count(*) FROM near) LIMIT 1)) FROM near)) AS until
    ), gone AS (
        DELETE FROM user_activity_logs
         WHERE user_id = ANY(ARRAY(SELECT p FROM near)) AND timestamp < :before
           AND timestamp < (SELECT until FROM bound)
        RETURNING {_COLUMNS}
    ), kept AS ({_KEEP})
    SELECT (SELECT count(*) FROM gone) AS rows, ARRAY(SELECT p FROM heads WHERE first IS NOT NULL) AS people
    """,  # noqa: S608 - all parts are ours
    people=BIGINTS,
    before=MOMENT,
    share=INT,
    most=INT,
)
#: For more rows of one moment than a batch may have: slower, any of them, and never too many.
_MOVE_PICKED = statement(
    f"""
    WITH picked AS MATERIALIZED (
        SELECT id, timestamp FROM user_activity_logs
         WHERE user_id = ANY(:people) AND timestamp < :before LIMIT :most
    ), gone AS (
        DELETE FROM user_activity_logs l USING picked
         WHERE l.id = picked.id AND l.timestamp = picked.timestamp
        RETURNING {_OF_LOG}
    )
    {_KEEP}
    """,  # noqa: S608 - all parts are ours
    people=BIGINTS,
    before=MOMENT,
    most=INT,
)


class PostgresArchive:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def seek(self, *, after: UserId, before: datetime, more_than: int, most: int) -> Page:
        given = {"after": after, "before": before, "month_end": _month_end(before), "more_than": more_than}
        async with acting(self._engine) as connection:
            rows = (await connection.execute(_SEEK, {**given, "most": most})).all()
        return Page(due=tuple(UserId(row.id) for row in rows if row.is_due), upto=rows[-1].id)

    async def move(self, people: Sequence[UserId], *, before: datetime, most: int) -> Moved:
        given = {"people": list(people), "before": before, "most": most}
        async with acting(self._engine) as connection:
            moved = (await connection.execute(_MOVE_SLICE, {**given, "share": max(1, most // len(people))})).one()
            rows, having = int(moved.rows), list(moved.people)
            if having and not rows:
                rows = (await connection.execute(_MOVE_PICKED, {**given, "people": having})).rowcount
        return Moved(rows=rows, people=tuple(map(UserId, having)))


def _month_end(moment: datetime) -> datetime:
    """The end of its month in UTC, where a partition ends."""
    begins = moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (begins + timedelta(days=31)).replace(day=1)
