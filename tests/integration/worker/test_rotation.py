"""A rotation over real PostgreSQL, with a model and Telegram over HTTP: what becomes of whom, and what is told."""

import asyncio

import pytest
from structlog.testing import capture_logs

from tests.bot_process import ANNA, MIKHAIL, TOKEN, Telegram, eventually
from tests.integration.worker.portrayed import Rows, asking, composed_worker, rotate
from tests.model_api import ModelApi

PEOPLE = range(5001, 5005)
VERSIONS = "SELECT user_id, count(*) FROM profile_versions GROUP BY 1 ORDER BY 1"
RUNS = "SELECT kind, updated, unchanged, insufficient, skipped, failed, finished_at IS NOT NULL FROM rotation_runs"
SUMMARY = "SELECT psychological_summary FROM users WHERE id = $1"


async def test_who_is_due_gets_a_portrait_with_where_it_comes_from_and_the_run_its_figures(
    database_url: str, rows: Rows, model: ModelApi, telegram: Telegram
) -> None:
    await rows.people([ANNA, MIKHAIL])
    await telegram.post("/sandbox/people", {"people": [{"id": p, "is_started": True} for p in (ANNA, MIKHAIL)]})
    given = asking(model.url, bot_token=TOKEN, bot_api_url=telegram.url)

    with capture_logs() as logs:
        async with composed_worker(database_url, **given) as worker:
            await rotate(worker)

    kept = await rows.all(
        "SELECT u.psychological_summary = v.psychological_summary, u.profile_summary = v.profile_summary,"
        " u.profile_version = v.id, v.author, v.provider, v.model, CAST(v.sources ->> 'remarks' AS int), v.is_enough"
        " FROM users u JOIN profile_versions v ON v.user_id = u.id ORDER BY u.id"
    )
    assert kept == [(True, True, True, "rotation", "openai", "local-coach", 4, True)] * 2
    assert await rows.value("SELECT sum(CAST(sources ->> 'bio' AS int)) FROM profile_versions") == 2
    assert await rows.all(RUNS) == [("scheduled", 2, 0, 0, 0, 0, True)]
    assert len(await telegram.calls("getChat")) == 2
    (ended,) = [entry for entry in logs if entry["event"] == "rotation.finished"]
    tokens = await rows.value("SELECT tokens FROM rotation_runs")
    assert (ended["processed"], ended["updated"], ended["failed"], ended["tokens"]) == (2, 2, 0, tokens)
    assert tokens > 0
    assert "помогаю" not in repr(logs)


async def test_asleep_over_three_periods_everybody_is_done_afterwards_by_one_run(
    database_url: str, rows: Rows, model: ModelApi
) -> None:
    people = await rows.people(PEOPLE)
    async with composed_worker(database_url, **asking(model.url)) as worker:
        await rotate(worker)
    await rows.execute("UPDATE rotation_runs SET began_at = began_at - interval '73 hours'")
    await rows.execute("UPDATE profile_states SET due_at = now() - interval '2 days'")
    await rows.say(people, ["Сегодня я впервые за долгое время выспалась."], after=4)

    async with composed_worker(database_url, **asking(model.url)) as worker:
        await rotate(worker)

    assert await rows.all(VERSIONS) == [(person, 2) for person in people]
    assert await rows.value("SELECT count(*) FROM rotation_runs") == 2


async def test_the_same_material_is_asked_about_once(database_url: str, rows: Rows, model: ModelApi) -> None:
    await rows.people(PEOPLE)
    async with composed_worker(database_url, **asking(model.url)) as worker:
        await rotate(worker)
        asked = len(await model.calls())
        await rows.make_due()
        await rotate(worker)

    assert len(await model.calls()) == asked
    assert [row[1:3] for row in await rows.all(RUNS)] == [(4, 0), (0, 4)]


async def test_while_the_model_is_away_the_old_portrait_stays_and_the_run_says_so(
    database_url: str, rows: Rows, model: ModelApi
) -> None:
    (person,) = await rows.people([5001])
    async with composed_worker(database_url, **asking(model.url)) as worker:
        await rotate(worker)
        before = await rows.value(SUMMARY, person)
        await rows.say([person], ["Сегодня я впервые за долгое время выспалась."], after=4)
        await rows.make_due()
        await model.faults({"kind": "500"})
        await rotate(worker)
        assert await rows.value(SUMMARY, person) == before
        assert (await rows.all(RUNS))[-1] == ("scheduled", 0, 0, 0, 0, 1, True)
        assert await rows.all("SELECT failures, asked_at > now() FROM profile_states") == [(1, True)]

        await model.faults()
        await rows.execute("UPDATE profile_states SET asked_at = now()")
        await rotate(worker)

    assert await rows.all(VERSIONS) == [(person, 2)]
    assert await rows.value("SELECT failures FROM profile_states") == 0


WITHDRAWN = """
INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id)
SELECT user_id, kind, version, false, now(), 1 FROM consents WHERE user_id = 5002
"""
BLOCKED = "UPDATE users SET is_active = false WHERE id = 5002"
IN_CRISIS = """
UPDATE safety_states SET level = 'crisis', highest = 'crisis', since = now(), last_signal_at = now(),
       symbolic_death_off_until = now() + interval '30 days' WHERE user_id = 5002
"""


@pytest.mark.parametrize("change", [WITHDRAWN, BLOCKED, IN_CRISIS], ids=["consent", "block", "crisis"])
async def test_who_may_not_be_portrayed_any_more_when_the_model_answers_is_not(
    database_url: str, rows: Rows, model: ModelApi, change: str
) -> None:
    await rows.people([5001, 5002])
    await model.faults({"kind": "slow", "seconds": 1, "path": "chat"})

    async with composed_worker(database_url, **asking(model.url)) as worker, asyncio.TaskGroup() as group:
        group.create_task(rotate(worker))
        await eventually(model.calls, lambda calls: len(calls) == 2)
        await rows.execute(change)

    assert await rows.all(VERSIONS) == [(5001, 1)]
    assert await rows.all(RUNS) == [("scheduled", 1, 0, 0, 1, 0, True)]


async def test_who_is_erased_while_the_model_thinks_leaves_nothing(
    database_url: str, rows: Rows, model: ModelApi
) -> None:
    await rows.people([5001, 5002])
    await model.faults({"kind": "slow", "seconds": 1, "path": "chat"})

    async with composed_worker(database_url, **asking(model.url)) as worker, asyncio.TaskGroup() as group:
        group.create_task(rotate(worker))
        await eventually(model.calls, lambda calls: len(calls) == 2)
        await rows.execute("DELETE FROM users WHERE id = 5002")

    assert await rows.all(VERSIONS) == [(5001, 1)]
    assert await rows.value("SELECT count(*) FROM model_answers WHERE user_id = 5002") == 0
    assert await rows.all(RUNS) == [("scheduled", 1, 0, 0, 0, 0, True)]


async def test_two_workers_share_and_nobody_is_made_twice(database_url: str, rows: Rows, model: ModelApi) -> None:
    people = await rows.people(range(5001, 5025))
    given = asking(model.url, rotation_batch="3")

    async with composed_worker(database_url, **given) as one, composed_worker(database_url, **given) as other:
        with capture_logs() as logs:
            await asyncio.gather(rotate(one), rotate(other))

    assert await rows.all(VERSIONS) == [(person, 1) for person in people]
    assert len(await model.calls()) == len(people)
    assert await rows.all(RUNS) == [("scheduled", 24, 0, 0, 0, 0, True)]
    assert len([entry for entry in logs if entry["event"] == "rotation.finished"]) == 1


async def test_too_little_is_said_to_be_too_little_and_no_model_is_asked(
    database_url: str, rows: Rows, model: ModelApi
) -> None:
    (person,) = await rows.people([5001], words=["Привет"])

    async with composed_worker(database_url, **asking(model.url)) as worker:
        await rotate(worker)

    assert "едостаточно данных" in await rows.value(SUMMARY, person)
    assert await model.calls() == []
    assert await rows.all(RUNS) == [("scheduled", 0, 0, 1, 0, 0, True)]


async def test_a_provider_without_its_key_puts_no_scripted_portrait_in_the_place_of_a_better_one(
    database_url: str, rows: Rows, model: ModelApi
) -> None:
    (person,) = await rows.people([5001])
    given = asking(model.url)
    del given["llm_api_key"]

    async with composed_worker(database_url, **given) as worker:
        await rotate(worker)

    assert await rows.value(SUMMARY, person) is None
    assert await rows.all(RUNS) == [("scheduled", 0, 0, 0, 0, 1, True)]
