"""Every way in which a send may end, and what the person and the database see of it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from apps.bot import sender
from tests.bot_process import ANNA, BOT_ID, MIKHAIL, Chat, Database, Telegram, bot_in_process, eventually
from tests.integration.bot.wire import wire_to

HELP = "Что я умею"


@pytest.fixture
async def bot(telegram: Telegram, database_url: str) -> AsyncIterator[None]:
    async with bot_in_process(telegram, database_url, send_timeout_s="2"):
        yield


def fault(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "method": "sendMessage", "times": 1, **more}


async def last_row(database: Database) -> Any:
    return (await database.rows("SELECT * FROM outbox ORDER BY id DESC LIMIT 1"))[0]


@pytest.mark.usefixtures("bot")
async def test_told_to_wait_it_sends_nothing_to_anybody_until_then_and_loses_nothing(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    mikhail = Chat(telegram=telegram, person=MIKHAIL)
    await telegram.faults(fault("429", retry_after=2))
    await anna.say("/help")
    await eventually(lambda: telegram.calls("sendMessage"))
    await mikhail.say("/help")
    await anna.next()
    await mikhail.next()
    await database.settled()

    refused, *later = await telegram.calls("sendMessage")
    assert refused["outcome"] == 429
    assert len(later) == 2
    assert min(call["received"] for call in later) >= refused["received"] + 2
    rows = await database.rows("SELECT state, attempts FROM outbox")
    assert [tuple(r) for r in rows] == [("sent", 1)] * 2, "the refused attempt is not counted"


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("kind", ["403_blocked", "403_deactivated"])
async def test_who_cannot_be_reached_is_inactive_until_they_write_again(
    kind: str, anna: Chat, telegram: Telegram, database: Database
) -> None:
    await telegram.faults(fault(kind))
    await anna.say("/help")
    await eventually(lambda: telegram.calls("sendMessage"))
    await database.settled()
    assert (await last_row(database))["state"] == "blocked"
    assert await database.value("SELECT is_active FROM users WHERE id = $1", ANNA) is False

    assert HELP in (await anna.ask("/help")).text
    assert await database.value("SELECT is_active FROM users WHERE id = $1", ANNA) is True


@pytest.mark.usefixtures("bot")
async def test_markup_that_telegram_cannot_read_goes_once_as_plain_text(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    await telegram.faults(fault("400_parse"))
    shown = await anna.ask("/help")
    assert shown.text.startswith(HELP)
    first, second = await telegram.calls("sendMessage")
    assert "<b>" in first["params"]["text"]
    assert "<b>" not in second["params"]["text"]
    await database.settled()
    assert (await last_row(database))["state"] == "sent"


@pytest.mark.usefixtures("bot")
async def test_plain_text_that_is_refused_too_is_given_up(anna: Chat, telegram: Telegram, database: Database) -> None:
    await telegram.faults(fault("400_parse", times=2))
    await anna.say("/help")
    await eventually(lambda: telegram.calls("sendMessage"))
    await database.settled()
    assert (await last_row(database))["state"] == "failed"
    assert HELP in (await anna.ask("/help")).text


@pytest.mark.usefixtures("bot")
async def test_what_telegram_refuses_for_good_is_failed_and_stops_nobody(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    await anna.ask("/help")
    too_long = json.dumps({"html": "x" * 5000, "buttons": [], "menu": []})
    await database.rows(
        "INSERT INTO outbox (key, bot_id, chat_id, user_id, priority, message) VALUES ('long', $1, $2, $2, 20, $3)",
        BOT_ID,
        ANNA,
        too_long,
    )
    await database.settled()
    row = await last_row(database)
    assert (row["state"], row["message"], row["chat_id"]) == ("failed", None, None)
    assert HELP in (await anna.ask("/help")).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("kind", ["500", "html_502", "reset", "accept_then_reset", "accept_then_hang"])
async def test_an_answer_whose_fate_is_unknown_goes_out_again_and_is_seen_twice_at_most(
    kind: str, anna: Chat, telegram: Telegram, database: Database
) -> None:
    await telegram.faults(fault(kind))
    await anna.say("/help")
    await eventually(lambda: telegram.calls("sendMessage"), lambda calls: len(calls) >= 2)
    await database.settled()

    copies = await telegram.shown(ANNA)
    assert 1 <= len(copies) <= 2
    assert len({c.text for c in copies}) == 1
    row = await last_row(database)
    assert (row["state"], row["attempts"]) == ("sent", 2)


@pytest.mark.usefixtures("bot")
async def test_an_answer_cut_by_a_dying_process_again_and_again_is_sent_at_last(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    await anna.ask("/help")
    body = json.dumps({"html": "Ответ", "buttons": [], "menu": []})
    await database.rows(
        "INSERT INTO outbox (key, bot_id, chat_id, user_id, priority, message, state, attempts)"
        " VALUES ('cut', $1, $2, $2, 20, $3, 'sending', 7)",
        BOT_ID,
        ANNA,
        body,
    )
    assert (await anna.next()).text == "Ответ"
    await database.settled()
    assert (await last_row(database))["state"] == "sent"


async def test_while_telegram_cannot_be_reached_answers_wait(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with wire_to(telegram.url) as (wire, url):
        near = replace(telegram, url=url)
        async with bot_in_process(near, database.url, chat_pause_ms="1500"):
            await anna.ask("/start")
            await wire.cut()
            waits = "SELECT count(*) FROM outbox WHERE state = 'pending' AND attempts = 0"
            await eventually(lambda: database.value("SELECT count(*) FROM outbox_chats WHERE fence >= 2"))
            await eventually(lambda: database.value(waits))
            await wire.mend()
            assert "1 из 3" in (await anna.next()).text
            await database.settled()
    assert (await last_row(database))["attempts"] == 1, "attempts that reached nobody are not counted"


async def test_a_token_that_is_refused_turns_readiness_red_and_loses_nothing(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    with patch.object(sender, "_UNAUTHORISED_REST_S", 0.1):
        async with bot_in_process(telegram, database.url) as process:
            await telegram.faults(fault("401", times=None))
            await anna.say("/help")
            await eventually(process.readiness, lambda checks: checks["telegram"] == "unauthorised")
            row = await last_row(database)
            assert row["state"] in ("pending", "sending")
            await telegram.faults()
            await anna.next()
            await eventually(process.readiness, lambda checks: set(checks.values()) == {"ok"})
    assert (await last_row(database))["attempts"] == 1
