"""What is kept for its time only: keys of finished work, the book of calls to models and their answers, past runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import INT, SPAN, statement


def _old(table: str, key: str, when: str, condition: str = "true") -> TextClause:
    """Deletes at most ``:most`` of those older than ``:age``, the oldest first; what somebody holds is left for now."""
    return statement(
        f"""
        DELETE FROM {table} WHERE ({key}) IN (
            SELECT {key} FROM {table} WHERE {when} < now() - :age AND {condition}
             ORDER BY {when} LIMIT :most FOR UPDATE SKIP LOCKED)
        """,  # noqa: S608 - all parts are ours
        age=SPAN,
        most=INT,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """For how long. The last run of each job stays however old it is: it says when the next one is due.

    ``tombstones``: Telegram keeps an update for 24 hours, and the key has to outlive that.
    """

    tombstones: timedelta
    model_calls: timedelta
    runs: timedelta
    model_answers: timedelta = timedelta(days=1)


# What waits, was set aside or is uncertain is no tombstone, however old.
_OF_UPDATES = (_old("inbox", "bot_id, update_id", "received_at", "state = 'done'"),)
_OF_MESSAGES = (_old("outbox", "id", "created_at", "state IN ('sent', 'blocked', 'failed', 'cancelled')"),)
#: What each person spent a day goes with the calls; what all spent together stays: a row a day.
_OF_CALLS = (
    _old("model_calls", "id", "called_at"),
    _old("model_spending", "id", "day", "user_id IS NOT NULL"),
)
_OF_ANSWERS = (_old("model_answers", "user_id, key", "made_at"),)
_OF_RUNS = (
    _old("job_runs", "id", "finished_at", "id < (SELECT max(id) FROM job_runs newer WHERE newer.job = job_runs.job)"),
    _old("rotation_runs", "id", "finished_at"),
)


async def delete_old(engine: AsyncEngine, ages: Ages, *, most: int) -> Mapping[str, int]:
    """Delete at most ``most`` of each kind of row; how many went, by what they were. Fewer than ``most``: no more."""
    kinds = (
        ("inbox", _OF_UPDATES, ages.tombstones),
        ("outbox", _OF_MESSAGES, ages.tombstones),
        ("model_calls", _OF_CALLS, ages.model_calls),
        ("model_answers", _OF_ANSWERS, ages.model_answers),
        ("runs", _OF_RUNS, ages.runs),
    )
    deleted = {}
    async with acting(engine) as connection:
        for name, statements, age in kinds:
            found = [await connection.execute(one, {"age": age, "most": most}) for one in statements]
            deleted[name] = sum(result.rowcount for result in found)
    return deleted
