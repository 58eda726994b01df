"""A Telegram that answers nothing for a while: nobody loses a word, least of all who is in danger."""

import json
import operator
from datetime import timedelta
from functools import partial
from itertools import count

import pytest

from relove_core.delivery.rests import rest_after
from tests.bot_process import (
    ANNA,
    BOT_ID,
    MIKHAIL,
    SASHA,
    Chat,
    Database,
    Telegram,
    bot_in_process,
    eventually,
)
from tests.integration.bot.coaches import EchoCoach
from tests.integration.bot.test_crisis import CRISIS, DESPAIR

DOWN = {"kind": "500", "method": "sendMessage"}
#: After so many attempts a message has rested for a minute.
MINUTE_TRIES = next(n for n in count(1) if sum(map(rest_after, range(1, n)), timedelta(0)) >= timedelta(minutes=1))
WAKE = "UPDATE outbox SET due_at = now() WHERE due_at > now()"


async def let_a_minute_pass(database: Database, *, messages: int) -> None:
    """For so many messages that rest and are tried again and again."""

    async def tried() -> int:
        await database.rows(f"{WAKE} AND unknowns < $1", MINUTE_TRIES)
        return int(await database.value("SELECT count(*) FROM outbox WHERE unknowns = $1", MINUTE_TRIES))

    await eventually(tried, lambda found: found == messages)


async def said_and_answered(anna: Chat, database: Database, *texts: str) -> None:
    """The answers are kept, each to one text; whether they arrive is another matter."""
    answers = "SELECT count(*) FROM session_messages WHERE user_id = $1 AND speaker = 'assistant'"
    for text in texts:
        before = await database.value(answers, anna.person)
        await anna.say(text)
        await eventually(partial(database.value, answers, anna.person), partial(operator.lt, before))


async def test_five_hundreds_for_a_minute_cost_nobody_an_answer(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    sasha, mikhail = Chat(telegram=telegram, person=SASHA), Chat(telegram=telegram, person=MIKHAIL)
    async with bot_in_process(telegram, database.url, llm=EchoCoach(), admin_ids=str(MIKHAIL)):
        await mikhail.ask("/help")
        await anna.acquainted()
        await telegram.faults(DOWN)
        await said_and_answered(anna, database, "раз", "два", "три")
        await sasha.say(DESPAIR)
        await let_a_minute_pass(database, messages=3)
        await telegram.faults()
        await database.rows(WAKE)

        assert (await sasha.next()).text in CRISIS
        assert str(SASHA) in (await mikhail.next()).text
        assert [(await anna.next()).text for _ in range(3)] == ["Слышу: раз", "Слышу: два", "Слышу: три"]
        await database.settled()
    assert await database.value("SELECT count(*) FROM outbox WHERE state <> 'sent'") == 0


async def test_what_became_stale_while_a_process_died_is_not_sent(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url):
        await anna.ask("/help")
        await database.settled()
        await database.rows(
            "INSERT INTO outbox (key, bot_id, chat_id, user_id, priority, message, state, attempts, is_stale)"
            " VALUES ('stale', $1, $2, $2, 20, $3, 'sending', 1, true)",
            BOT_ID,
            ANNA,
            json.dumps({"html": "Ответ", "buttons": [], "menu": []}),
        )
        await database.settled()

        assert await database.value("SELECT state FROM outbox WHERE key = 'stale'") == "cancelled"
        assert await anna.unread() == []


@pytest.mark.parametrize("word", ["стоп", DESPAIR])
async def test_a_reply_that_rests_is_not_sent_after_a_stop_or_a_crisis(
    word: str, anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url, llm=EchoCoach()):
        await anna.acquainted()
        await database.settled()
        await telegram.faults(DOWN)
        await anna.say("раз")
        rest_long = "UPDATE outbox SET due_at = now() + interval '1 day' WHERE state = 'pending' AND unknowns > 0"
        await eventually(lambda: database.rows(f"{rest_long} RETURNING 1"))
        await telegram.faults()
        answer = await anna.ask(word)
        await database.settled()

        assert answer.text != "Слышу: раз"
        assert await anna.unread() == []
        assert await database.value("SELECT count(*) FROM outbox WHERE state = 'cancelled'") == 1
