"""What is kept for its time goes when that is over, and nothing else does."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.due import Period
from apps.worker.retention import DeleteOld
from relove_adapters.postgres.retention import Ages
from tests.integration.worker.portrayed import Rows

AGES = Ages(tombstones=timedelta(days=7), model_calls=timedelta(days=90), runs=timedelta(days=400))
CALLS = """
INSERT INTO model_calls (user_id, purpose, provider, model, prompt_version, prompt_tokens, completion_tokens, audio_ms,
                         cost_micro_usd, outcome, took_ms, called_at)
SELECT 5001, 'portrait', 'openai', 'm', 'v', 1, 1, 0, 1, 'ok', 1, now() - d * interval '1 day'
  FROM unnest($1::int[]) d
"""


@pytest.fixture(autouse=True)
async def somebody(rows: Rows) -> None:
    await rows.people([5001])


def delete_old(engine: AsyncEngine, *, batch: int = 500) -> DeleteOld:
    period = Period(engine=engine, job="retention", every=timedelta(hours=1))
    return DeleteOld(engine=engine, period=period, ages=AGES, batch=batch, rest=timedelta())


async def test_old_keys_of_updates_go_and_all_others_stay(engine: AsyncEngine, rows: Rows) -> None:
    await rows.execute(
        "INSERT INTO inbox (bot_id, update_id, chat_id, lane, state, received_at)"
        " SELECT 1, n, 7, 'talk', s, now() - d * interval '1 day'"
        "  FROM (VALUES (1, 'done', 7.1), (2, 'done', 6.9), (3, 'pending', 30), (4, 'aside', 30)) v (n, s, d)"
    )

    await delete_old(engine)()

    assert await rows.all("SELECT update_id FROM inbox ORDER BY 1") == [(2,), (3,), (4,)]


async def test_old_keys_of_messages_go_and_what_waits_or_is_undecided_stays(engine: AsyncEngine, rows: Rows) -> None:
    states = ["sent", "blocked", "failed", "cancelled", "pending", "sending", "uncertain"]
    await rows.execute(
        "INSERT INTO outbox (key, bot_id, priority, state, created_at)"
        " SELECT s || d, 1, 2, s, now() - d * interval '1 day'"
        "  FROM unnest($1::text[]) s, unnest(ARRAY[7.1, 6.9]) d",
        states,
    )

    await delete_old(engine)()

    old = "SELECT state FROM outbox WHERE created_at < now() - interval '7 days' ORDER BY 1"
    assert await rows.all(old) == [("pending",), ("sending",), ("uncertain",)]
    assert await rows.value("SELECT count(*) FROM outbox") == 10


async def test_calls_go_after_their_time_in_as_many_batches_as_it_takes(engine: AsyncEngine, rows: Rows) -> None:
    await rows.execute(CALLS, [*range(80, 90), *range(91, 99)])

    await delete_old(engine, batch=3)()

    assert await rows.value("SELECT count(*) FROM model_calls") == 10
    assert await rows.value("SELECT details ->> 'model_calls' FROM job_runs") == "8"


async def test_what_each_person_spent_goes_and_what_all_spent_stays(engine: AsyncEngine, rows: Rows) -> None:
    await rows.execute(
        "INSERT INTO model_spending (day, user_id, calls, micro_usd)"
        " SELECT current_date - d, p, 1, 1 FROM unnest(ARRAY[1, 100]) d, unnest(ARRAY[5001, NULL]) p"
    )

    await delete_old(engine)()

    left = await rows.all("SELECT current_date - day, user_id FROM model_spending ORDER BY 1, 2 NULLS LAST")
    assert left == [(1, 5001), (1, None), (100, None)]


async def test_answers_go_after_a_day(engine: AsyncEngine, rows: Rows) -> None:
    await rows.execute(
        "INSERT INTO model_answers (user_id, key, answer, made_at)"
        " SELECT 5001, h::text, '{}', now() - h * interval '1 hour' FROM unnest(ARRAY[1, 23, 25, 80]) h"
    )

    await delete_old(engine)()

    assert await rows.all("SELECT key FROM model_answers ORDER BY 1") == [("1",), ("23",)]


async def test_runs_go_after_a_year_but_the_last_of_each_job_says_when_it_is_due(
    engine: AsyncEngine, rows: Rows
) -> None:
    await rows.execute(
        "INSERT INTO job_runs (job, details, finished_at)"
        " SELECT j, '{}', now() - d * interval '1 day' FROM unnest(ARRAY['a', 'b']) j, unnest(ARRAY[500, 450]) d"
        " ORDER BY 3"
    )
    await rows.execute("INSERT INTO job_runs (job, details) VALUES ('a', '{}')")
    await rows.execute(
        "INSERT INTO rotation_runs (kind, began_at, finished_at)"
        " SELECT 'asked', now() - d * interval '1 day', now() - d * interval '1 day' FROM unnest(ARRAY[500, 10]) d"
    )
    await rows.execute("INSERT INTO rotation_runs (kind, began_at) VALUES ('asked', now() - interval '500 days')")

    await delete_old(engine)()

    ages = "SELECT job, extract(day FROM now() - finished_at)::int FROM job_runs WHERE job <> 'retention' ORDER BY id"
    assert await rows.all(ages) == [("b", 450), ("a", 0)]
    assert await rows.value("SELECT count(*) FROM rotation_runs") == 2


async def test_it_is_looked_for_what_is_old_only_when_that_is_due(engine: AsyncEngine, rows: Rows) -> None:
    await delete_old(engine)()
    await rows.execute(CALLS, [100])

    await delete_old(engine)()
    assert await rows.value("SELECT count(*) FROM model_calls") == 1

    await rows.let_pass(timedelta(hours=1, minutes=1))
    await delete_old(engine)()
    assert await rows.value("SELECT count(*) FROM model_calls") == 0
