"""A stop word overtakes whatever is being made or waits to be sent."""

import asyncio
import random
import secrets

from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process, eventually
from tests.integration.bot.coaches import SlowCoach

RACES = 50
PAUSE_BEGINS = "Пауза. Я молчу и жду."


async def _thinking(coach: SlowCoach) -> int:
    return coach.thinking


async def _quick(coach: SlowCoach) -> SlowCoach:
    coach.may_speak.set()
    return coach


async def test_the_answer_that_is_being_made_is_not_sent_and_the_words_are_answered_on_resume(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    coach = await _quick(SlowCoach())
    async with bot_in_process(telegram, database.url, llm=coach):
        await anna.acquainted()
        coach.may_speak.clear()
        await anna.say("Мне плохо от этих вопросов")
        await eventually(lambda: _thinking(coach))

        paused = await anna.ask("стоп")
        assert paused.text.startswith(PAUSE_BEGINS), "while the coach still thinks"
        coach.may_speak.set()
        await database.settled()
        assert await anna.unread() == []

        answer = await anna.press(paused, "Продолжить")
        assert answer.text == "Слышу: Мне плохо от этих вопросов"


async def test_what_was_queued_is_not_sent_after_a_stop_word(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    coach = await _quick(SlowCoach())
    async with bot_in_process(telegram, database.url, llm=coach, chat_pause_ms="60000"):
        await anna.ask("/start")
        await eventually(lambda: database.value("SELECT count(*) FROM outbox WHERE state = 'pending'"))
        await anna.say("хватит")
        await eventually(lambda: database.value("SELECT paused_at FROM users WHERE id = $1", ANNA))
        await database.rows("UPDATE outbox_chats SET next_at = now()")
        await database.settled()

    assert [s.text.partition("\n")[0] for s in await telegram.shown(ANNA)] == ["Привет. Я Наташа.", PAUSE_BEGINS]
    assert await database.value("SELECT count(*) FROM outbox WHERE state = 'cancelled'") == 1


async def test_at_any_moment_of_a_turn_the_stop_word_wins_and_no_word_is_lost(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")  # noqa: T201 - to do it again
    chance = random.Random(seed)
    coach = await _quick(SlowCoach())
    async with bot_in_process(telegram, database.url, llm=coach):
        await anna.acquainted()
        for number in range(RACES):
            await _race(anna, database, number, after_s=chance.random() * 0.06)
    said = await database.rows(
        "SELECT text, is_answered FROM session_messages WHERE speaker = 'user' ORDER BY position"
    )
    assert [tuple(r) for r in said] == [(f"Мысль {n}", True) for n in range(RACES)]


async def _race(anna: Chat, database: Database, number: int, *, after_s: float) -> None:
    await anna.say(f"Мысль {number}")
    await asyncio.sleep(after_s)
    await anna.say("Стоп")
    await database.settled()
    seen = [s.text.partition("\n")[0] for s in await anna.unread()]
    answer = f"Слышу: Мысль {number}"
    assert seen.count(PAUSE_BEGINS) == 1
    assert seen in ([PAUSE_BEGINS], [answer, PAUSE_BEGINS], [PAUSE_BEGINS, "Мы на паузе. Продолжить?"]), number
    anna.read = (await anna.unread())[-1].number
    resumed = await anna.ask("/resume")
    if answer not in seen:
        assert resumed.text.endswith(answer), number
    await database.settled()
    assert await anna.unread() == []


async def test_a_pause_is_kept_over_a_restart_of_the_bot(anna: Chat, telegram: Telegram, database: Database) -> None:
    async with bot_in_process(telegram, database.url):
        await anna.acquainted()
        await anna.ask("пауза")
    async with bot_in_process(telegram, database.url):
        assert (await anna.ask("Я тут")).text.startswith("Мы на паузе")
