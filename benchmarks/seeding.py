"""Rows by the hundred thousand, as years of use would leave them.

``python -m benchmarks.seeding --people 1000000 [--rows 1000000] --database-url postgresql://…`` into a migrated
database: for a look at anything at that size.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

from relove_core.journey.model import Stage as JourneyStage
from relove_core.users.consent import CURRENT

_MONTHS = """
    SELECT ensure_activity_month(CAST(date_trunc('month', now() AT TIME ZONE 'UTC') AS date), n)
      FROM generate_series(-CAST($1::int / 28 + 1 AS int), 0) AS n
"""
_ACTIVITY = """
    INSERT INTO user_activity_logs (user_id, chat_id, activity_type, details, timestamp)
    SELECT person, person, 'message', '{"message_id": 1}',
           now() - make_interval(days => $3::int) + n * (make_interval(days => $3::int - $4::int) / $2::int)
               + person * interval '1 millisecond'
      FROM generate_series(0, $2::int - 1) AS n, unnest($1::bigint[]) AS person
     ORDER BY n
"""


async def seed_activity(database: Any, people: Sequence[int], *, each: int, oldest: int, newest: int) -> None:
    """``each`` rows a person in the activity log, from ``oldest`` to ``newest`` days ago, written side by side.

    Vacuumed and analysed, as a log of that age is.
    """
    await database.execute(_MONTHS.replace("$1", str(oldest)))
    await database.execute(_ACTIVITY, list(people), each, oldest, newest, timeout=600)
    await database.execute("VACUUM ANALYZE user_activity_logs", timeout=600)


BATCH = 50_000
FIRST = 10_000_000
"""Above the people that tests and other benchmarks make by hand."""
ROWS_EACH = 10

#: Two in five were seen within a month, and half of all longer ago than fifty days.
_USERS = """
    INSERT INTO users (id, username, first_name, language_code, gender, last_journey_stage, is_active,
                       registration_date, last_seen_date)
    SELECT n, 'person_' || n, 'Б', 'ru',
           (ARRAY['female', 'female', 'female', 'male', NULL])[1 + floor(random() * 5)],
           ($3::text[])[ceil(cardinality($3) * random() ^ 2)], random() < 0.97,
           seen - random() * interval '200 days', seen
      FROM (SELECT n, now() - interval '400 days' * random() ^ 3 AS seen
              FROM generate_series($1::bigint, $2::bigint) n OFFSET 0) AS people
"""
_CONSENTS = """
    INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id)
    SELECT id, kind, version, true, registration_date, 0
      FROM users, unnest($3::text[], $4::text[]) AS c (kind, version)
     WHERE id BETWEEN $1 AND $2 AND id % 5 > 0
"""
#: A quarter of those who are awake have an old portrait, as after a day without a rotation; who fell asleep since the
#: last one is still to be passed over, and all who sleep longer are due no more.
_STATES = """
    INSERT INTO profile_states (user_id, due_at, refreshed_at)
    SELECT id, CASE WHEN last_seen_date > now() - interval '31 days' THEN due_at END, due_at - interval '7 days'
      FROM (SELECT id, last_seen_date, now() + (8 * random() - 2) * interval '1 day' AS due_at
              FROM users WHERE id BETWEEN $1 AND $2 OFFSET 0) AS people
"""


async def seed_people(database: Any, people: int, *, tell: Callable[[int], object], first: int = FIRST) -> range:
    """So many people from the number ``first`` on, a batch at a time; ``tell``: how many there are by now.

    Vacuumed and analysed, as tables of that age are.
    """
    await database.execute("SELECT setseed(0.42)")
    for begin in range(first, first + people, BATCH):
        end = min(begin + BATCH, first + people) - 1
        await database.execute(_USERS, begin, end, [stage.value for stage in JourneyStage])
        await database.execute(_CONSENTS, begin, end, [kind.value for kind in CURRENT], list(CURRENT.values()))
        await database.execute(_STATES, begin, end)
        tell(end + 1 - first)
    for table in ("users", "consents", "profile_states"):
        await database.execute(f"VACUUM ANALYZE {table}", timeout=600)
    return range(first, first + people)


async def _seed(url: str, *, people: int, rows: int) -> None:
    database = await asyncpg.connect(url, command_timeout=600)
    try:
        seeded = await seed_people(database, people, tell=lambda done: sys.stderr.write(f"{done} of {people} people\n"))
        writing = list(seeded[: rows // ROWS_EACH])
        for begin in range(0, len(writing), BATCH):
            some = writing[begin : begin + BATCH]
            await seed_activity(database, some, each=ROWS_EACH, oldest=200, newest=0)
            sys.stderr.write(f"{(begin + len(some)) * ROWS_EACH} of {rows} rows of activity\n")
    finally:
        await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seeding", description=__doc__)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--rows", type=int, default=0, help="of the activity log, ten a person")
    parser.add_argument("--database-url", required=True)
    given = parser.parse_args()
    asyncio.run(_seed(given.database_url, people=given.people, rows=given.rows))


if __name__ == "__main__":
    main()
