"""A diagnosis as people see it, with the coach that needs no model: from the command to the result, and after it."""

import re
from collections.abc import AsyncIterator

import pytest

from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process

ANSWERS = (
    "Всю жизнь всем помогаю, а мне никто",
    "С мужем так же, и на работе тоже тащу всех",
    "Злюсь на себя, что опять согласилась",
    "Когда говорят «ты должна», я сразу закипаю",
    "Иду к подруге, она одна меня слышит",
    "Хочу уйти, но боюсь и всё откладываю",
    "Не могу решиться, поздно что-то менять",
)


@pytest.fixture
async def scripted(telegram: Telegram, database_url: str) -> AsyncIterator[None]:
    async with bot_in_process(telegram, database_url):
        yield


async def answered(chat: Chat) -> str:
    """Answers until the result is there; gives it."""
    for said in ANSWERS:
        shown = await chat.ask(said)
        if "Итог диагностики" in shown.text:
            return shown.text
    raise AssertionError("seven answers are enough for a result")


@pytest.mark.usefixtures("scripted")
async def test_a_diagnosis_asks_at_most_seven_times_and_is_shown_again(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    first = await anna.ask("/diagnostic")
    assert "от трёх до семи вопросов" in first.text
    assert first.text.endswith("?")

    result = await answered(anna)

    for heading in ("Как ты живёшь", "Где ты на пути", "На что можно опереться", "Что выбивает", "Дальше"):
        assert heading in result
    quotes = re.findall(r"«([^«»]+)»", result)
    assert any(quote in said for quote in quotes for said in ANSWERS)
    row = (await database.rows("SELECT * FROM user_sessions"))[0]
    assert (row["session_type"], row["state"]) == ("diagnostic", "completed")
    assert 3 <= row["question_count"] <= 7
    steps = await database.rows("SELECT step FROM conversion_steps WHERE user_id = $1", ANNA)
    assert {step["step"] for step in steps} >= {"started", "completed"}
    assert "Итог твоей диагностики" in (await anna.ask("/my_session_summary")).text
    assert "Как ты живёшь" in (await anna.ask("/my_profile")).text


@pytest.mark.usefixtures("scripted")
async def test_a_diagnosis_without_words_invents_nobody(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    await anna.ask("/diagnostic")
    shown = [(await anna.ask("не знаю")).text for _ in range(7)]

    assert "придумывать за тебя я не стану" in shown[-1]
    assert await database.value("SELECT metaphysical_profile ->> 'psychotype' FROM users WHERE id = $1", ANNA) is None
    assert await database.value("SELECT count(*) FROM user_sessions WHERE is_active") == 0


async def test_a_diagnosis_goes_on_after_a_pause_and_a_restart_of_everything(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    await database.acquaint(ANNA)
    async with bot_in_process(telegram, database.url):
        await anna.ask("/diagnostic")
        await anna.ask(ANSWERS[0])
        paused = await anna.ask("стоп")
    async with bot_in_process(telegram, database.url):
        again = await anna.press(paused, "Продолжить")
        assert again.text.startswith("Продолжаем.")
        result = await answered(anna)
    assert "Как ты живёшь" in result


@pytest.mark.usefixtures("scripted")
async def test_what_is_asked_for_in_the_middle_is_what_the_buttons_begin(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    await anna.ask("/diagnostic")

    conflict = await anna.ask("/journey")

    assert "Сейчас идёт диагностика" in conflict.text
    assert list(conflict.buttons) == ["Продолжить", "Завершить и начать этап пути"]
    ended = await anna.press(conflict, "Завершить и начать этап пути")
    asked = await anna.next()
    assert "Итог разговора" in ended.text
    assert "Три вопроса, по одному" in asked.text
    kinds = await database.rows("SELECT session_type FROM user_sessions WHERE is_active")
    assert [row["session_type"] for row in kinds] == ["journey"]


@pytest.mark.usefixtures("scripted")
async def test_a_crisis_in_a_diagnosis_holds_it_and_says_nothing_of_programmes(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    await anna.ask("/diagnostic")

    helped = await anna.ask("Я не хочу жить")

    assert "112" in helped.text
    assert await database.value("SELECT state FROM user_sessions") == "support"
    held = [(await anna.ask(command)).text for command in ("/diagnostic", "/journey", "/analyze_readiness")]
    assert not any("Поток" in text or "Сейчас идёт" in text for text in held)
    assert await database.value("SELECT count(*) FROM conversion_steps WHERE step = 'saw_offer'") == 0
