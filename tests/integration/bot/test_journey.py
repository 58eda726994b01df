"""The journey as people and the team see it: moved by what is said, beside the turns, and never in a crisis."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.bot_process import ANNA, MIKHAIL, Chat, Database, Telegram, bot_in_process, eventually
from tests.integration.bot.coaches import SeesRefusal

AFRAID = (
    "Хочу уйти, но боюсь",
    "Не могу решиться, всё время откладываю",
    "Ипотека, дети",
    "Да и поздно уже",
    "У меня не получится",
)


@pytest.fixture
async def scripted(telegram: Telegram, database_url: str) -> AsyncIterator[None]:
    """The bot with the coach that needs no model."""
    async with bot_in_process(telegram, database_url):
        yield


async def records(database: Database) -> list[Any]:
    return await database.rows("SELECT * FROM stage_records ORDER BY id")


async def looked_at(database: Database) -> None:
    """Wait until no session is due."""
    due = "SELECT count(*) FROM user_sessions WHERE analysis_due_at IS NOT NULL"
    await eventually(lambda: database.value(due), lambda n: n == 0)


async def talk(chat: Chat, *texts: str) -> None:
    for text in texts or tuple(f"слово {n}" for n in range(5)):
        await chat.ask(text)


@pytest.mark.usefixtures("scripted")
async def test_the_fifth_message_moves_a_person_who_then_sees_it(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    ahead = await anna.ask("/my_journey")
    assert ahead.text.count("⚪️") == 12
    assert "ещё не начат" in ahead.text

    await talk(anna, *AFRAID)
    (record,) = await eventually(lambda: records(database))

    assert (record["target"], record["author"], record["refusal"]) == ("REFUSAL", "model", None)
    assert record["confidence"] >= 0.6
    assert any(record["quote"] in said for said in AFRAID)
    shown = await anna.ask("/my_journey")
    assert "🔥 Отказ от призыва · меньше дня" in shown.text
    assert await database.value("SELECT last_journey_stage FROM users WHERE id = $1", ANNA) == "REFUSAL"
    assert await database.value("SELECT count(*) FROM user_sessions WHERE is_active") == 1
    assert (await anna.ask("Страшно")).buttons, "the conversation goes on as if nothing was asked"


@pytest.mark.usefixtures("scripted")
async def test_the_profile_is_told_when_conversations_have_ended(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    assert "Недостаточно данных" in (await anna.ask("/my_profile")).text
    await talk(anna, "Я всем помогаю, а мне никто", "Боюсь, что меня бросят, если откажу", "Мне было восемь, папа ушёл")
    await talk(anna, *AFRAID)
    ended = await anna.ask("/end_session")
    assert "Итог разговора" in ended.text

    told = await anna.ask("🌌 Мой профиль")

    assert "☀️" in told.text
    assert told.text.count("▰") + told.text.count("▱") == 5
    assert "🔥" in told.text
    profile = await database.value("SELECT metaphysical_profile ->> 'signs' FROM users WHERE id = $1", ANNA)
    assert profile != "[]"


@pytest.mark.usefixtures("scripted")
async def test_the_end_of_a_session_moves_the_stage_with_the_summary(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    await talk(anna, "Не могу решиться, всё время откладываю", "Да и у меня не получится")
    await anna.ask("/end_session")

    (record,) = await records(database)
    assert record["target"] == "REFUSAL"
    await looked_at(database)
    assert len(await records(database)) == 1


async def test_a_slow_look_at_the_stage_slows_no_answer(telegram: Telegram, database: Database, anna: Chat) -> None:
    coach = SeesRefusal()
    async with bot_in_process(telegram, database.url, llm=coach):
        await anna.acquainted()
        await talk(anna)
        await eventually(_looks(coach))
        await anna.ask("Ещё")
        await anna.ask("И ещё")
        assert await records(database) == []

        coach.may_look.set()
        (record,) = await eventually(lambda: records(database))
        await looked_at(database)
    assert (record["target"], record["quote"]) == ("REFUSAL", "слово 2")
    assert coach.looks == 1
    assert await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'assistant'") == 8


async def test_two_replicas_look_once(telegram: Telegram, database: Database, anna: Chat) -> None:
    coach = SeesRefusal()
    coach.may_look.set()
    async with bot_in_process(telegram, database.url, llm=coach), bot_in_process(telegram, database.url, llm=coach):
        await anna.acquainted()
        await talk(anna)
        await eventually(lambda: records(database))
        await looked_at(database)
    assert coach.looks == 1
    assert len(await records(database)) == 1


async def test_what_a_gone_replica_began_another_does(telegram: Telegram, database: Database, anna: Chat) -> None:
    stuck, coach = SeesRefusal(), SeesRefusal()
    coach.may_look.set()
    await _gone_while_it_looks(telegram, database, anna, stuck)
    assert await database.value("SELECT count(*) FROM user_sessions WHERE analysis_due_at > now()") == 1

    await database.execute("UPDATE user_sessions SET analysis_due_at = analysis_due_at - interval '2 minutes'")
    async with bot_in_process(telegram, database.url, llm=coach):
        await eventually(lambda: records(database))
        await looked_at(database)
    assert (stuck.looks, coach.looks, len(await records(database))) == (1, 1, 1)


async def test_in_a_crisis_nothing_is_asked_and_nothing_moves(
    telegram: Telegram, database: Database, anna: Chat
) -> None:
    coach = SeesRefusal()
    coach.may_look.set()
    async with bot_in_process(telegram, database.url, llm=coach):
        await anna.acquainted()
        await talk(anna, "раз", "два", "три", "четыре")
        answered = await anna.ask("Я не хочу жить")
        assert "112" in answered.text
        for text in ("пять", "шесть", "/my_journey", "/my_profile", "/end_session"):
            assert "112" in (await anna.ask(text)).text
        await asyncio.sleep(2)
    assert coach.looks == 0
    assert await records(database) == []


async def test_the_team_places_people_and_nobody_else_does(telegram: Telegram, database: Database, anna: Chat) -> None:
    mikhail = Chat(telegram=telegram, person=MIKHAIL)
    async with bot_in_process(telegram, database.url, admin_ids=str(MIKHAIL)):
        await anna.acquainted()
        await mikhail.ask("/start")
        await mikhail.next()

        assert "Такой команды нет" in (await anna.ask(f"/place {ANNA} ORDEAL так")).text
        assert "ORDINARY_WORLD, CALL_TO_ADVENTURE" in (await mikhail.ask(f"/place {ANNA} НИРВАНА так")).text
        assert "Нужна причина" in (await mikhail.ask(f"/place {ANNA} ORDEAL")).text
        assert await records(database) == []
        placed = await mikhail.ask(f"/place {ANNA} ORDEAL после разговора с ней")

        assert "теперь на этапе ORDEAL" in placed.text
        assert "🔥 Главное испытание" in (await anna.ask("/my_journey")).text
    (record,) = await records(database)
    assert (record["author"], record["reason"]) == ("admin", "после разговора с ней")


class Gone(Exception):
    """The replica is cancelled in the middle of its work, without a chance to finish it."""


async def _gone_while_it_looks(telegram: Telegram, database: Database, anna: Chat, coach: SeesRefusal) -> None:
    async def until_it_looks() -> None:
        await anna.acquainted()
        await talk(anna)
        await eventually(_looks(coach))
        raise Gone

    try:
        async with bot_in_process(telegram, database.url, llm=coach):
            await until_it_looks()
    except* Gone:
        pass


def _looks(coach: SeesRefusal) -> Any:
    async def look() -> int:
        return coach.looks

    return look
