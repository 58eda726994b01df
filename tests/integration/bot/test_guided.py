"""A guided exercise as people see it: three questions, what they show, and the step that the person takes."""

from collections.abc import AsyncIterator

import pytest

from tests.bot_process import ANNA, Chat, Database, Shown, Telegram, bot_in_process

ANSWERS = ("Утро, когда надо вставать", "Мои желания лежат на потом", "Такой же вторник, только тише")


@pytest.fixture
async def scripted(telegram: Telegram, database_url: str) -> AsyncIterator[None]:
    async with bot_in_process(telegram, database_url):
        yield


async def walked(chat: Chat) -> Shown:
    """Through the three questions, to the choice."""
    await chat.ask("/journey")
    return [await chat.ask(said) for said in ANSWERS][-1]


@pytest.mark.usefixtures("scripted")
async def test_three_questions_lead_to_a_step_that_the_person_takes(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    first = await anna.ask("/start_journey")
    assert first.text.startswith("Обычный мир. Три вопроса, по одному.")
    assert first.text.endswith("Какая минута в нём самая тесная?")
    assert list(first.buttons) == ["Утро, когда надо вставать", "Вечер, когда все легли", "Не замечаю таких минут"]
    second = await anna.press(first, "Утро, когда надо вставать")
    assert second.text.endswith("Во что тебе обходится то, что всё остаётся как есть?")
    await anna.ask(ANSWERS[1])
    choice = await anna.ask(ANSWERS[2])
    assert choice.text.endswith("Впереди — «Зов к приключению». Идёшь дальше или побудешь здесь?")
    assert list(choice.buttons) == ["Иду дальше", "Побуду здесь"]

    moved = await anna.press(choice, "Иду дальше")

    assert "Теперь ты здесь: Зов к приключению" in moved.text
    records = await database.rows("SELECT * FROM stage_records ORDER BY id")
    told = [(r["source"], r["target"], r["author"], r["confidence"], r["refusal"]) for r in records]
    assert told == [
        (None, "ORDINARY_WORLD", "exercise", 1.0, None),
        ("ORDINARY_WORLD", "CALL_TO_ADVENTURE", "exercise", 1.0, None),
    ]
    assert records[1]["quote"] == ANSWERS[2]
    assert "✅ Обычный мир" in (await anna.ask("/my_journey")).text
    assert "Зов к приключению. Три вопроса" in (await anna.ask("/journey")).text


@pytest.mark.usefixtures("scripted")
async def test_who_stays_is_not_moved_by_anybody(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    await walked(anna)
    unclear = await anna.ask("А можно подумать до завтра")
    assert list(unclear.buttons) == ["Иду дальше", "Побуду здесь"]

    stayed = await anna.ask("Побуду здесь")

    assert "остаёмся: Обычный мир" in stayed.text
    assert await database.value("SELECT last_journey_stage FROM users WHERE id = $1", ANNA) == "ORDINARY_WORLD"
    assert await database.value("SELECT state FROM user_sessions") == "completed"
    assert await database.value("SELECT count(*) FROM user_sessions WHERE analysis_due_at IS NOT NULL") == 0


async def test_an_exercise_goes_on_where_it_was_after_a_pause_and_a_restart(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    await database.acquaint(ANNA)
    async with bot_in_process(telegram, database.url):
        await anna.ask("/journey")
        second = await anna.ask(ANSWERS[0])
        paused = await anna.ask("стоп")
    async with bot_in_process(telegram, database.url):
        again = await anna.press(paused, "Продолжить")
        assert again.text == f"Продолжаем.\n\n{second.text}"
        await anna.ask(ANSWERS[1])
        choice = await anna.ask(ANSWERS[2])
    assert list(choice.buttons) == ["Иду дальше", "Побуду здесь"]


@pytest.mark.usefixtures("scripted")
async def test_an_exercise_that_is_ended_in_the_middle_moves_nobody_by_itself(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    await anna.ask("/journey")
    await anna.ask(ANSWERS[0])

    ended = await anna.ask("/end_session")

    assert "Итог разговора" in ended.text
    assert await database.value("SELECT count(*) FROM stage_records WHERE author = 'exercise'") == 0
