"""A worker process that rotates: stopped in the middle of it, and without Redis."""

import signal
from pathlib import Path

from sandbox.servers import EmbeddedRedis
from tests.bot_process import eventually
from tests.integration.worker.portrayed import Rows, asking
from tests.integration.worker.processes import running_worker
from tests.model_api import ModelApi

PEOPLE = range(5001, 5011)
NOWHERE = "redis://127.0.0.1:1/0"
FINISHED = "SELECT updated FROM rotation_runs WHERE finished_at IS NOT NULL"


async def test_stopped_in_mid_rotation_it_gives_back_at_once_and_another_worker_goes_on(
    database_url: str, redis_url: str, rows: Rows, model: ModelApi, tmp_path: Path
) -> None:
    await rows.people(PEOPLE)
    given = asking(model.url, database_url=database_url, redis_url=redis_url)
    await model.faults({"kind": "slow", "path": "chat", "seconds": 9})

    async with running_worker(tmp_path, **given) as worker:
        await eventually(model.calls)
        worker.signal(signal.SIGTERM)
        code, took = await worker.stop()
        events = {name: worker.events(name) for name in ("rotation.given_back", "worker.work_cut", "worker.stopped")}

    assert (code, took < 10) == (0, True)
    assert [line["count"] for line in events["rotation.given_back"]] == [len(PEOPLE)]
    assert [len(events[name]) for name in ("worker.work_cut", "worker.stopped")] == [0, 1]
    assert await rows.value("SELECT count(*) FROM profile_states WHERE lease_until > now()") == 0

    await model.faults()
    async with running_worker(tmp_path, **given):
        await eventually(lambda: rows.value(FINISHED), lambda updated: updated == len(PEOPLE))


async def test_without_redis_it_begins_a_rotation_and_ends_it(
    database_url: str, own_redis: EmbeddedRedis, rows: Rows, model: ModelApi, tmp_path: Path
) -> None:
    await rows.people(PEOPLE)
    await own_redis.stop()
    given = asking(model.url, database_url=database_url, redis_url=own_redis.url)

    async with running_worker(tmp_path, **given) as worker:
        await worker.becomes(redis="unreachable", llm="ok")
        await eventually(lambda: rows.value(FINISHED), lambda updated: updated == len(PEOPLE))
        metrics = (await worker.get("/metrics"))[1]
        refreshed = worker.events("profile.refreshed")
        log = worker.log.read_text()

    assert f'relove_profiles_refreshed_total{{outcome="updated"}} {len(PEOPLE)}.0' in metrics
    assert {line["user_id"] for line in refreshed} == set(PEOPLE)
    assert all(line["tokens"] > 0 and line["outcome"] == "updated" for line in refreshed)
    assert "помогаю" not in log


async def test_who_comes_back_after_a_week_has_a_new_portrait_without_waiting_for_a_rotation(
    database_url: str, redis_url: str, rows: Rows, model: ModelApi, tmp_path: Path
) -> None:
    people = await rows.people(PEOPLE)
    await rows.execute("INSERT INTO rotation_runs (kind, began_at, finished_at) VALUES ('scheduled', now(), now())")
    given = asking(model.url, database_url=database_url, redis_url=redis_url)

    async with running_worker(tmp_path, **given):
        await rows.execute("UPDATE profile_states SET asked_at = now() WHERE user_id = $1", people[3])
        await eventually(lambda: rows.value("SELECT count(*) FROM profile_versions"))

    assert await rows.all("SELECT user_id FROM profile_versions") == [(people[3],)]
