"""Stages that nobody has looked at: taken by the worker as by the bot, and noticed where a conversation broke off."""

from tests.integration.worker.portrayed import Rows, asking, composed_worker
from tests.model_api import ModelApi

DECIDED = "SELECT user_id, author FROM stage_records ORDER BY user_id"
DUE = "SELECT count(*) FROM user_sessions WHERE analysis_due_at IS NOT NULL"


async def test_what_is_due_is_looked_at_and_recorded(database_url: str, rows: Rows, model: ModelApi) -> None:
    people = await rows.people([5001, 5002])
    await rows.execute("UPDATE user_sessions SET analysis_due_at = now()")

    async with composed_worker(database_url, **asking(model.url)) as worker:
        await worker.look_at_stages()()

    assert await rows.all(DECIDED) == [(person, "model") for person in people]
    assert await rows.value(DUE) == 0


async def test_a_day_after_they_broke_off_conversations_are_due_and_it_is_looked_for_them_each_hour(
    database_url: str, rows: Rows, model: ModelApi
) -> None:
    await rows.people([5001, 5002])
    await rows.execute("UPDATE user_sessions SET updated_at = now() - interval '25 hours' WHERE user_id = 5001")

    async with composed_worker(database_url, **asking(model.url)) as worker:
        await worker.notice_silent_sessions()()
        await rows.execute("UPDATE user_sessions SET updated_at = now() - interval '25 hours'")
        await worker.notice_silent_sessions()()
        await worker.look_at_stages()()

    assert await rows.all(DECIDED) == [(5001, "model")]
    assert await rows.all("SELECT job, details::text FROM job_runs") == [("silent", '{"noticed": 1}')]
