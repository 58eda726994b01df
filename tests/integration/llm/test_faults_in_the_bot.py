"""A bot with a model, as people and the operator see it when the model fails."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from apps.bot.main import BotProcess
from relove_adapters.health import health_app, serving
from sandbox.servers.ports import free_port
from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process, eventually, local_bot_api
from tests.bot_replica import replica
from tests.integration.llm.standing import HASTY, SHORT, at
from tests.model_api import ModelApi

SAYS = {"kind": "say", "text": json.dumps({"reply": "И кто теперь заботится о тебе?"}, ensure_ascii=False)}
HERS = "И кто теперь заботится о тебе?"


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    async with local_bot_api(tmp_path / "bot_api") as telegram:
        yield telegram


@pytest.fixture
async def database(database_url: str, telegram: Telegram) -> AsyncIterator[Database]:
    async with Database(url=database_url, telegram=telegram).connected() as database:
        await database.acquaint(ANNA)
        await telegram.post("/sandbox/people", {"id": ANNA, "is_started": True})
        yield database


@pytest.fixture
def anna(telegram: Telegram) -> Chat:
    return Chat(telegram=telegram, person=ANNA)


@asynccontextmanager
async def ready(process: BotProcess) -> AsyncIterator[tuple[int, dict[str, Any], str]]:
    """What the operator's tools are told: status, checks and metrics."""
    listen = f"127.0.0.1:{free_port()}"
    async with serving(health_app(readiness=process.readiness), listen), ClientSession() as http:
        async with http.get(f"http://{listen}/health/ready") as answer:
            checks = await answer.json()
            status = answer.status
        async with http.get(f"http://{listen}/metrics") as answer:
            yield status, checks, await answer.text()


async def test_the_model_talks_to_people(
    telegram: Telegram, database: Database, anna: Chat, model_api: ModelApi
) -> None:
    await model_api.faults(SAYS)
    async with bot_in_process(telegram, database.url, **SHORT, **HASTY, **at(model_api)) as bot:
        assert HERS in (await anna.ask("/natasha")).text
        await database.settled()
        async with ready(bot) as (status, checks, metrics):
            assert (status, checks["llm"]) == (200, "ok")
            assert 'relove_llm_calls_total{provider="openai",purpose="coach_turn"}' in metrics

    rows = await database.rows("SELECT user_id, purpose, outcome FROM model_calls")
    assert [tuple(row) for row in rows] == [(ANNA, "coach_turn", "ok")]


@pytest.mark.parametrize("fault", ["never", "cut", "english", "401"])
async def test_people_are_answered_while_the_model_is_not_itself_and_it_comes_back(
    fault: str, telegram: Telegram, database: Database, anna: Chat, model_api: ModelApi
) -> None:
    await model_api.faults({"kind": fault, "path": "chat"})
    async with bot_in_process(telegram, database.url, **SHORT, **HASTY, **at(model_api), llm_breaker_s="0.05") as bot:
        first = (await anna.ask("/natasha")).text
        second = (await anna.ask("Я всем помогаю, а мне никто")).text
        await database.settled()
        async with ready(bot) as (status, checks, metrics):
            assert status == 200
            assert checks["llm"] in ("ok", "failing", "wrong_key")
            assert 'relove_llm_calls_total{provider="scripted",purpose="coach_turn"}' in metrics
        await model_api.faults(SAYS)
        await eventually(lambda: _asked(anna, "Я здесь"), lambda text: HERS in text)
        await database.settled()

    rows = await database.rows("SELECT text FROM session_messages WHERE speaker = 'assistant' ORDER BY position")
    said = [row["text"] for row in rows]
    assert all(any("а" <= letter <= "я" for letter in text) for text in (first, second))
    assert said[0] in first
    assert HERS in said[-1]
    assert not [text for text in said if "English" in text]


async def _asked(chat: Chat, text: str) -> str:
    return (await chat.ask(text)).text


async def test_nobody_pays_for_the_coach_without_a_model(
    telegram: Telegram, database: Database, anna: Chat, model_api: ModelApi
) -> None:
    async with bot_in_process(telegram, database.url) as bot:
        await anna.ask("/natasha")
        await database.settled()

        assert "llm" not in await bot.readiness()
    assert await model_api.calls() == []
    assert await database.value("SELECT count(*) FROM budgets WHERE name = 'models'") == 0


WRONG = {"wrong_key": {"llm_api_key": "sk-another"}, "no_key": {"llm_api_key": ""}}


@pytest.mark.parametrize("trouble", WRONG)
async def test_a_wrong_key_is_said_at_the_start_and_the_scripted_coach_goes_on(
    trouble: str, tmp_path: Path, telegram: Telegram, database: Database, anna: Chat, model_api: ModelApi
) -> None:
    settings = {**SHORT, **HASTY, **at(model_api), **WRONG[trouble]}
    async with replica(tmp_path, telegram, database.url, **settings) as bot:
        await eventually(bot.readiness, lambda checks: checks["llm"] == trouble)
        assert (await anna.ask("/natasha")).text
        (line,) = bot.events("llm.misconfigured")

    assert line["code"] == trouble
    assert "sk-another" not in bot.log.read_text()
    assert await model_api.calls() == []
