"""What is wrong with the product is told to the team once, and once that it is over, whichever worker is killed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.alerts import LookAfterAlerts
from relove_adapters.metrics import REGISTRY
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_adapters.texts.fluent import FluentTexts
from relove_core.alerts.watch_system import WatchSystem
from relove_core.ids import BotId
from tests.bot_process import BOT_ID, Database, Telegram, eventually
from tests.integration.worker.alerting import Office, opened_office
from tests.integration.worker.clocks import StandingClock

FAILED_CALLS = """
    INSERT INTO model_calls (purpose, provider, model, prompt_version, prompt_tokens, completion_tokens, audio_ms,
                             cost_micro_usd, outcome, took_ms, called_at)
    SELECT 'coach_turn', 'openai', 'm', '1', 0, 0, 0, 0, 'silent', 12000, now() - n * interval '2 minutes'
      FROM generate_series(0, 4) AS n
"""
AN_ANSWER = FAILED_CALLS.replace("'silent'", "'ok'").replace("(0, 4)", "(0, 0)")
A_RUN = """
    INSERT INTO rotation_runs (kind, began_at, finished_at, updated, failed)
    VALUES ('scheduled', now() - interval '1 hour', now(), 5, {failed})
"""
SPENT = "INSERT INTO model_spending (day, user_id, capped_at) VALUES ((now() AT TIME ZONE 'UTC')::date, NULL, now())"
A_NEW_DAY = "UPDATE model_spending SET day = day - 1 WHERE user_id IS NULL"
NO_MONTHS = """
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                     WHERE i.inhparent = 'user_activity_logs'::regclass ORDER BY 1 DESC LIMIT 3
        LOOP EXECUTE format('DROP TABLE %I', name); END LOOP;
    END $$
"""
MONTHS = """
    SELECT ensure_activity_month(CAST(date_trunc('month', now() AT TIME ZONE 'UTC') AS date), n)
      FROM generate_series(0, 3) AS n
"""
BEGUN = {
    "⚠️ Обновление портретов идёт не так",
    "⚠️ Модель не отвечает",
    "⚠️ Деньги на модели на сегодня кончились",
    "⚠️ Журнал: готовых месяцев впереди 0",
}
LLM_DOWN = 'relove_alerts_open{{kind="llm_down"}} {}'
MENDED = "✅ Прошло: месяцы журнала готовы"
OVER = {
    "✅ Прошло: обновление портретов",
    "✅ Прошло: модель снова отвечает",
    "✅ Новый день: модели снова отвечают",
    MENDED,
}


@pytest.fixture
async def office(telegram: Telegram, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with opened_office(telegram, database_url, redis_url, tmp_path) as office:
        yield office


@pytest.mark.timeout(240)
async def test_each_alert_is_told_once_and_its_end_once_though_workers_are_killed(office: Office) -> None:
    await office.execute(A_RUN.format(failed=5))
    workers = [await office.worker() for _ in range(2)]
    for worker in workers:
        await worker.becomes(database="ok", redis="ok", within_s=90)
    await asyncio.sleep(1)  # each makes its months when it starts
    await office.execute(NO_MONTHS, FAILED_CALLS, SPENT)
    await eventually(office.headlines, lambda told: set(told) >= BEGUN)
    workers[0].kill()
    workers.append(await office.worker())
    await workers[2].becomes(database="ok", within_s=90)
    await eventually(lambda: workers[2].get("/metrics"), lambda said: LLM_DOWN.format(1.0) in said[1])
    await eventually(office.headlines, lambda told: MENDED in told)
    await asyncio.sleep(4)
    assert sorted(await office.headlines()) == sorted([*BEGUN, MENDED]), "it has made the months, and told nothing anew"

    await office.execute(A_RUN.format(failed=0), AN_ANSWER, A_NEW_DAY)
    await eventually(office.headlines, lambda told: set(told) >= OVER)
    workers[1].kill()
    await eventually(lambda: workers[2].get("/metrics"), lambda said: LLM_DOWN.format(0.0) in said[1])
    await asyncio.sleep(4)

    assert sorted(await office.headlines()) == sorted(BEGUN | OVER)
    raised = [event["kind"] for worker in workers for event in worker.events("alert.raised")]
    assert len(raised) == len(set(raised)) == 4


@pytest.fixture
def look(engine: AsyncEngine, clock: StandingClock) -> LookAfterAlerts:
    """Of a worker in this process, with a clock that is moved."""
    watch = WatchSystem(
        begin=PostgresTransactions(engine).begin,
        texts=FluentTexts(),
        clock=clock,
        bot_id=BotId(BOT_ID),
        since=clock.now(),
        rotation_every=timedelta(hours=24),
    )
    return LookAfterAlerts(watch_system=watch)


async def test_a_mute_and_its_end_by_the_buttons_of_the_bot(
    office: Office, look: LookAfterAlerts, clock: StandingClock
) -> None:
    await office.execute(MONTHS, FAILED_CALLS)
    await look()
    alert = await office.mikhail.next()
    assert "Ни одного ответа за 8 минут подряд, неудачных попыток: 5." in alert.text
    assert (await office.mikhail.press(alert, "Не сообщать сутки")).text.startswith("«Модель не отвечает»: сутки")

    await office.execute(AN_ANSWER)
    await look()
    await office.execute("UPDATE model_calls SET called_at = called_at - interval '1 hour'", FAILED_CALLS)
    await look()
    page = await office.mikhail.ask("/alerts")
    assert page.text.splitlines() == [
        "Что сейчас не так",
        "• Модель не отвечает: 1 мин",
        "🔕 Модель не отвечает: не сообщаю ещё 24 ч 0 мин",
    ]
    said = await office.mikhail.press(page, "Снова сообщать: Модель не отвечает")
    assert said.text == "«Модель не отвечает»: снова сообщаю."
    await look()

    assert (await office.mikhail.next()).text.startswith("⚠️ Модель не отвечает")


async def test_a_queue_that_stands_is_told_and_over_when_it_has_flowed_for_a_minute(
    telegram: Telegram, database_url: str, look: LookAfterAlerts, clock: StandingClock
) -> None:
    database = Database(url=database_url, telegram=telegram)
    await database.execute(
        MONTHS + "; INSERT INTO users (id, is_admin) VALUES (1002, true);"
        f"INSERT INTO lanes (bot_id, chat_id, lane, pending, due_at, waiting_since)"
        f" VALUES ({BOT_ID}, 1001, 'talk', 1, now() - interval '2 minutes', now() - interval '2 minutes')"
    )
    for _ in range(3):
        await look()
    assert REGISTRY.get_sample_value("relove_alerts_open", {"kind": "queue_stuck"}) == 1
    await database.execute("UPDATE lanes SET pending = 0")
    for _ in range(8):
        clock.pass_(timedelta(seconds=15))
        await look()

    told = await database.rows("SELECT message ->> 'html' AS html FROM outbox ORDER BY id")
    assert [row["html"].splitlines()[0] for row in told] == [
        "⚠️ <b>Очередь стоит больше минуты</b>",
        "✅ <b>Прошло: очередь разошлась</b>",
    ]
    assert REGISTRY.get_sample_value("relove_alerts_open", {"kind": "queue_stuck"}) == 0


async def test_what_was_looked_at_by_many_at_once_is_told_once(
    telegram: Telegram, database_url: str, engine: AsyncEngine, look: LookAfterAlerts
) -> None:
    database = Database(url=database_url, telegram=telegram)
    await database.execute(MONTHS + "; INSERT INTO users (id, is_admin) VALUES (1002, true);" + FAILED_CALLS)
    others = [replace(look) for _ in range(2)]
    for _ in range(5):
        await asyncio.gather(look(), *(other() for other in others))

    assert await database.value("SELECT count(*) FROM outbox") == 1
    assert await database.value("SELECT count(*) FROM system_alerts") == 1
