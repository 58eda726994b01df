"""Portraits in the hands of the team: asked for, opened, compared, brought back, and shown to nobody else."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.bot_process import ANNA, MIKHAIL, SASHA, Chat, Database, Telegram, bot_in_process
from tests.integration.bot.coaches import EchoCoach
from tests.integration.bot.test_team import NO_BUTTON, NO_COMMAND, press

OLD, NEW = "Всем помогает. <b>Себя</b> не слышит.", "Всем помогает. Начала отказывать & злиться."
VERSION = """
INSERT INTO profile_versions (user_id, made_at, author, is_enough, psychological_summary, profile_summary, input_key,
                              provider, model, prompt_version, sources)
VALUES ($1, now(), 'rotation', true, $2, 'Спасатель', $2, 'openai', 'gpt', 'v1', '{"activities": 50, "remarks": 12}')
RETURNING id
"""
ASKED = "SELECT count(*) FROM profile_states WHERE asked_at IS NOT NULL"


@pytest.fixture
async def team(telegram: Telegram, database: Database) -> AsyncIterator[Chat]:
    """Mikhail, who is of the team; Anna and Sasha are known."""
    await database.acquaint(ANNA, SASHA)
    await database.execute(
        "INSERT INTO profile_states (user_id, due_at) SELECT id, now() + interval '7 days' FROM users"
    )
    await telegram.post("/sandbox/people", {"people": [{"id": p, "is_started": True} for p in (ANNA, SASHA)]})
    async with bot_in_process(telegram, database.url, llm=EchoCoach(), admin_ids=str(MIKHAIL)):
        chat = Chat(telegram=telegram, person=MIKHAIL)
        await chat.ask("/help")
        yield chat


@pytest.fixture
async def versions(database: Database, team: Chat) -> tuple[int, int]:
    old, new = [await database.value(VERSION, ANNA, text) for text in (OLD, NEW)]
    await database.rows(
        "UPDATE users SET psychological_summary = $2, profile_version = $3 WHERE id = $1", ANNA, NEW, new
    )
    return old, new


async def runs(database: Database) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await database.rows("SELECT kind, asked_by, wanted FROM rotation_runs ORDER BY id")]


async def test_one_portrait_is_asked_for(team: Chat, database: Database) -> None:
    said = await team.ask(f"/refresh_profiles {ANNA}")

    assert said.text.startswith(f"Участник {ANNA}: портрет скоро обновится")
    assert await runs(database) == [("asked", MIKHAIL, 1)]
    assert await database.value(ASKED) == 1
    assert "уже попросили обновить" in (await team.ask(f"/refresh_profiles {ANNA}")).text
    assert "идёт: готово 0 из 1" in (await team.ask("/refresh_profiles")).text
    for told in ("анна", "-1", "1001 1002", "999"):
        assert (await team.ask(f"/refresh_profiles {told}")).text.startswith(("Так не получится", "Участника с таким"))
    assert await database.value(ASKED) == 1


async def test_everybody_is_asked_for_by_the_button_only(team: Chat, database: Database) -> None:
    question = await team.ask("/refresh_profiles all")
    assert "не больше 3 человек" in question.text
    assert await database.value(ASKED) == 0

    assert (await team.press(question, "Не надо")).text.startswith("Хорошо")
    assert await runs(database) == []
    assert (await team.press(question, "Обновить всех")).text.startswith("Начали")
    assert await runs(database) == [("asked", MIKHAIL, 3)]
    assert await database.value(ASKED) == 3
    assert (await team.press(question, "Обновить всех")).text.startswith("Портреты всех уже обновляются")


async def test_versions_are_shown_compared_and_rolled_back(
    team: Chat, database: Database, versions: tuple[int, int]
) -> None:
    old, new = versions
    with capture_logs() as logs:
        shown = await team.ask(f"/profile_versions {ANNA}")
        compared = await team.ask(f"/profile_compare {ANNA} {new} {old}")
        back = await team.ask(f"/profile_rollback {ANNA} {old} Прежний был точнее")

    assert f"№ {new} · сейчас" in shown.text
    assert NEW in shown.text
    assert "➖ Себя не слышит." not in compared.text, "markup of a portrait is text"
    assert "➖ <b>Себя</b> не слышит." in compared.text
    assert "➕ Начала отказывать & злиться." in compared.text
    assert back.text.startswith(f"Участник {ANNA}: снова портрет версии № {old}")
    assert await database.value("SELECT psychological_summary FROM users WHERE id = $1", ANNA) == OLD
    kept = await database.rows(
        "SELECT author, made_by, reason, restores FROM profile_versions ORDER BY id DESC LIMIT 1"
    )
    assert tuple(kept[0]) == ("admin", MIKHAIL, "Прежний был точнее", old)
    opened = [(e["user_id"], e["admin_id"]) for e in logs if e["event"] == "profile.opened"]
    assert opened == [(ANNA, MIKHAIL)] * 2
    assert [e["user_id"] for e in logs if e["event"] == "profile.rolled_back"] == [ANNA]
    assert "помогает" not in repr(logs)
    assert "точнее" not in repr(logs)


async def test_a_portrait_is_seen_by_who_opened_it_and_kept_nowhere_else(
    team: Chat, telegram: Telegram, database: Database, versions: tuple[int, int]
) -> None:
    await team.ask(f"/profile_versions {ANNA}")
    await team.ask(f"/profile_rollback {ANNA} {versions[0]} Прежний был точнее")
    await database.settled()

    assert {shown.chat_id for shown in await telegram.shown() if "помогает" in shown.text} == {MIKHAIL}
    assert await database.value("SELECT count(*) FROM outbox WHERE outbox::text LIKE '%помогает%'") == 0
    logged = await database.rows("SELECT details FROM user_activity_logs WHERE user_id = $1 ORDER BY id", MIKHAIL)
    assert all("точнее" not in str(row[0]) and str(ANNA) not in str(row[0]) for row in logged)


async def test_for_everybody_else_there_is_nothing(
    team: Chat, telegram: Telegram, database: Database, versions: tuple[int, int]
) -> None:
    sasha = Chat(telegram=telegram, person=SASHA)
    for command in (
        "/refresh_profiles all",
        f"/profile_versions {ANNA}",
        f"/profile_compare {ANNA} {versions[0]} {versions[1]}",
        f"/profile_rollback {ANNA} {versions[0]} так",
    ):
        assert (await sasha.ask(command)).text.startswith(NO_COMMAND), command
    for data in ("refresh_all:1", "refresh_none"):
        assert (await press(sasha, data)).startswith(NO_BUTTON), data

    assert await runs(database) == []
    assert await database.value("SELECT count(*) FROM profile_versions") == 2
