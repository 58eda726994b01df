"""What comes in a row is answered together, and nobody's answer is made of somebody else's words."""

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process, eventually, message_update
from tests.integration.bot.coaches import EchoCoach, SlowCoach

GAP_MS = "700"


@asynccontextmanager
async def two_replicas(telegram: Telegram, database: Database, *, merge_gap_ms: str = "0") -> AsyncIterator[None]:
    async with AsyncExitStack() as world:
        for _ in range(2):
            bot = bot_in_process(telegram, database.url, llm=EchoCoach(), merge_gap_ms=merge_gap_ms)
            await world.enter_async_context(bot)
        yield


def heard_in(answer: str) -> list[str]:
    return answer.removeprefix("Слышу: ").split("|")


async def test_texts_in_a_row_are_answered_once_and_in_order(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url, llm=EchoCoach(), merge_gap_ms=GAP_MS):
        await anna.acquainted()
        for word in "Я", "устала", "очень":
            await anna.say(word)
        assert heard_in((await anna.next()).text) == ["Я", "устала", "очень"]
        await database.settled()
    assert await anna.unread() == []


async def test_a_correction_within_a_burst_takes_the_place_of_the_mistake(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url, llm=EchoCoach(), merge_gap_ms=GAP_MS):
        await anna.acquainted()
        number = await anna.say("Я усала")
        await anna.say("очень")
        await telegram.edit(ANNA, number, "Я устала")
        await database.settled()
    answers = [heard_in(shown.text) for shown in await anna.unread()]
    assert answers == [["Я устала", "очень"]]


async def test_what_comes_while_an_answer_is_made_is_answered_after_it(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    coach = SlowCoach()
    coach.may_speak.set()
    async with bot_in_process(telegram, database.url, llm=coach):
        await anna.acquainted()
        coach.may_speak.clear()
        await anna.say("первое")
        await eventually(lambda: _thinking(coach))
        await anna.say("второе")
        await anna.say("третье")
        await eventually(lambda: database.value("SELECT pending FROM lanes WHERE chat_id = $1", ANNA), lambda n: n == 3)
        coach.may_speak.set()

        assert heard_in((await anna.next()).text) == ["первое"]
        rest = heard_in((await anna.next()).text)
        if rest == ["второе"]:
            rest += heard_in((await anna.next()).text)
        assert rest == ["второе", "третье"]


async def _thinking(coach: SlowCoach) -> int:
    return coach.thinking


async def test_twenty_texts_of_one_person_at_once_are_stored_in_order_and_each_answered_once(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with two_replicas(telegram, database):
        await anna.acquainted()
        texts = [f"мысль {n}" for n in range(20)]
        await asyncio.gather(
            *(telegram.inject(message_update(ANNA, text, message_id=500 + n)) for n, text in enumerate(texts))
        )
        await database.settled()

    said = await database.rows("SELECT * FROM session_messages WHERE speaker = 'user' ORDER BY position")
    assert Counter(r["text"] for r in said) == Counter(texts)
    assert [r["update_id"] for r in said] == sorted(r["update_id"] for r in said)
    assert all(r["is_answered"] for r in said)
    answered = [word for shown in await anna.unread() for word in heard_in(shown.text)]
    assert answered == [r["text"] for r in said]
    session = (await database.rows("SELECT length, version, question_count FROM user_sessions"))[0]
    stored = await database.value("SELECT count(*) FROM session_messages")
    assert session["length"] == stored
    assert session["version"] == session["question_count"] - 1, "a step for each answer after the first question"


async def test_replicas_never_answer_one_person_with_the_words_of_another(
    telegram: Telegram, database: Database
) -> None:
    chats = range(400_001, 400_016)
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")  # noqa: T201 - to do it again
    chance = random.Random(seed)
    plan = [(chat, n) for chat in chats for n in range(8)]
    async with two_replicas(telegram, database, merge_gap_ms="30"):
        await database.acquaint(*chats)
        await telegram.inject([message_update(chat, "/natasha", message_id=1) for chat in chats])
        await database.settled()
        order = sorted(plan, key=lambda one: (one[1] + chance.random() * 3, one[0]))
        last = dict.fromkeys(chats, -1)
        for chat, _ in order:
            last[chat] += 1
            await telegram.inject(message_update(chat, f"{chat}-{last[chat]}", message_id=10 + last[chat]))
        await database.settled()

    for chat in chats:
        answered = [word for shown in (await telegram.shown(chat))[1:] for word in heard_in(shown.text)]
        assert answered == [f"{chat}-{n}" for n in range(8)]


@pytest.mark.parametrize("between", ["/help", "📊 Моя сессия"])
async def test_a_command_parts_a_burst(between: str, anna: Chat, telegram: Telegram, database: Database) -> None:
    async with bot_in_process(telegram, database.url, llm=EchoCoach(), merge_gap_ms=GAP_MS):
        await anna.acquainted()
        for text in ("до", between, "после"):
            await anna.say(text)
        await database.settled()
    first, second, third = await anna.unread()
    assert heard_in(first.text) == ["до"]
    assert not second.text.startswith("Слышу")
    assert heard_in(third.text) == ["после"]
