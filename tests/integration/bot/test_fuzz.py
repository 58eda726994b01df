"""Whatever comes in, chats go on: nobody sees a failure of ours, nothing is stuck, intake never stops.

``RELOVE_FUZZ`` sets how many updates are made, ``RELOVE_FUZZ_SEED`` does a run again.
"""

import asyncio
import json
import os
import random
import secrets
from collections import Counter

import pytest

from apps.bot.main import BotProcess
from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process, eventually, message_update
from tests.integration.bot.odd_updates import odd_update

COUNT = int(os.environ.get("RELOVE_FUZZ", "300"))
CHATS = range(600_001, 600_061)
SORRY = "На этом сообщении я споткнулась"
SORRIES = (SORRY, "I stumbled over this message")
POISON = {"message": {"message_id": 1, "from": {"id": ANNA, "is_bot": False, "first_name": ["no name"]},
                      "chat": {"id": ANNA, "type": "private"}, "date": 1, "text": "яд"}}  # fmt: skip
SIGNS_OF_FAILURE = ("Traceback", "Error", "Exception", "None", "sqlalchemy", "aiogram")


async def hurry(database: Database, process: BotProcess) -> None:
    """What failed is tried again at once, as if the time until then had passed."""
    while True:
        await database.rows("UPDATE lanes SET postponed_until = now() WHERE postponed_until > now()")
        for bell in process._wakes.values():
            bell.ring()
        await asyncio.sleep(0.02)


@pytest.mark.timeout(60 + COUNT)
async def test_whatever_comes_in_every_chat_goes_on(telegram: Telegram, database: Database) -> None:
    seed = int(os.environ.get("RELOVE_FUZZ_SEED") or secrets.randbelow(2**32))
    print(f"RELOVE_FUZZ_SEED={seed}")  # noqa: T201 - to do it again
    chance = random.Random(seed)
    async with bot_in_process(telegram, database.url) as process:
        passing_time = asyncio.create_task(hurry(database, process))
        for _ in range(COUNT // 20):
            batch = b",".join(odd_update(chance, chance.choice(CHATS)) for _ in range(20))
            await telegram.inject(b"[" + batch + b"]")
        await database.settled(within_s=60 + COUNT)
        await telegram.inject([message_update(chat, "/help", message_id=10**7) for chat in CHATS])
        await database.settled()
        passing_time.cancel()

    states = Counter({r[0]: r[1] for r in await database.rows("SELECT state, count(*) FROM inbox GROUP BY 1")})
    print(dict(states))  # noqa: T201 - the figures
    assert states["pending"] == 0
    assert states.total() == COUNT // 20 * 20 + len(CHATS)
    assert await database.value("SELECT count(*) FROM inbox WHERE state = 'aside' AND failures <> 4") == 0
    shown = await telegram.shown()
    failures = [s.text for s in shown for sign in SIGNS_OF_FAILURE if sign in s.text]
    assert failures == []
    sorries = await database.rows(
        "SELECT count(o.id) FROM inbox i LEFT JOIN outbox o ON split_part(o.key, ':', 2)::bigint = i.update_id"
        " WHERE i.state = 'aside' AND i.chat_id > 0 GROUP BY i.update_id"
    )
    assert {r[0] for r in sorries} <= {1}, "one apology for each"
    assert len([s for s in shown if s.text.startswith(SORRIES)]) <= len(sorries)
    for chat in CHATS:
        assert (await telegram.shown(chat))[-1].text.startswith(("Что я умею", "What I can do"))


async def test_what_fails_five_times_is_set_aside_with_one_apology_and_the_chat_goes_on(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url) as process:
        await anna.acquainted()
        await telegram.inject(POISON)
        await eventually(lambda: database.value("SELECT postponed_until FROM lanes WHERE chat_id = $1", ANNA))
        await anna.say("После яда")
        passing_time = asyncio.create_task(hurry(database, process))
        assert (await anna.next()).text.startswith(SORRY)
        assert (await anna.next()).text, "and what came after it is answered"
        await database.settled()
        passing_time.cancel()

    assert await anna.unread() == []
    aside = (await database.rows("SELECT * FROM inbox WHERE state = 'aside'"))[0]
    assert json.loads(aside["raw"])["message"]["text"] == "яд", "kept as it came, for an engineer"
    assert await database.value("SELECT count(*) FROM session_messages WHERE text = 'яд'") == 0


@pytest.mark.parametrize("levels", [50, 400, 900])
async def test_an_update_nested_very_deep_stops_nobody(
    levels: int, anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url) as process:
        await anna.acquainted()
        passing_time = asyncio.create_task(hurry(database, process))
        nested = b'{"message":' + b'{"reply_to_message":' * levels + b"1" + b"}" * levels + b"}"
        await telegram.inject(nested)
        assert (await anna.ask("Я устала")).text
        await database.settled()
        passing_time.cancel()


@pytest.mark.parametrize("number", ["text", 1.5, None, [], -5, 2**70])
async def test_an_update_without_a_usable_number_stops_nobody(
    number: object, anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url):
        await anna.acquainted()
        await telegram.inject(json.dumps({"update_id": number, **message_update(ANNA, "x", message_id=5)}).encode())
        assert (await anna.ask("Я устала")).text


async def test_buttons_that_are_none_of_ours_get_a_human_answer(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url):
        await anna.acquainted()
        for n, data in enumerate(
            ["x" * 64, "я" * 32, "", ":", "say", "say:1:2", "say:1:0:²", "gender:x", "unknown:1", None]
        ):
            under = {"message_id": 1, "date": 0, "chat": {"id": ANNA, "type": "private"}}
            person = {"id": ANNA, "is_bot": False, "first_name": "Анна"}
            query = {"id": str(n), "from": person, "chat_instance": "1", "message": under}
            await telegram.inject({"callback_query": {**query, **({} if data is None else {"data": data})}})
            answer = (await anna.next()).text
            assert answer.startswith(("Эта кнопка мне незнакома", "Эта кнопка от прошлого вопроса")), data
