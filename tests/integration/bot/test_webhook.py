"""Telegram's calls, and calls of those who only pretend: the secret first, and nothing is read before it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import aiohttp
import pytest

from apps.bot import webhook
from apps.bot.main import BotProcess
from relove_adapters.health import serving
from sandbox.servers import EmbeddedPostgres
from tests.bot_process import (
    ANNA,
    SECRET,
    Chat,
    Database,
    Telegram,
    bot_running,
    by_webhook,
    composed,
    eventually,
    message_update,
    settings_for,
)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
TEN_MB = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where Telegram calls; ``parsed`` are the bodies that got as far as the parser."""

    url: str
    parsed: list[bytes]

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.url.removeprefix("http://").partition("/")[0].partition(":")
        return host, int(port)

    async def raw(self, headers: bytes, body: bytes = b"", *, length: int | None = None) -> bytes:
        """Send these very bytes; gives the first line of the answer."""
        reader, writer = await asyncio.open_connection(*self.address)
        size = len(body) if length is None else length
        head = b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % size
        writer.write(head + headers + b"\r\n" + body)
        try:
            return await asyncio.wait_for(reader.readline(), 60)
        finally:
            writer.close()

    async def post(self, body: object, *, secret: str = SECRET) -> int:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with (
            aiohttp.ClientSession() as http,
            http.post(self.url, data=data, headers={HEADER: secret}) as response,
        ):
            await response.read()
            return response.status


def _opened(process: BotProcess, settings: dict[str, Any]) -> Any:
    app = process.webhook()
    assert app is not None
    return serving(app, settings["webhook_listen"])


@pytest.fixture
async def door(telegram: Telegram, database_url: str) -> AsyncIterator[Door]:
    settings = settings_for(telegram, database_url, **by_webhook())
    parsed: list[bytes] = []
    real = webhook._parsed

    def noting(raw: bytes) -> Any:
        parsed.append(raw)
        return real(raw)

    with patch.object(webhook, "_parsed", noting):
        async with composed(settings) as container, bot_running(container) as process, _opened(process, settings):
            await eventually(lambda: telegram.calls("setWebhook"))
            yield Door(url=settings["webhook_url"], parsed=parsed)


SECRET_LINE = f"{HEADER}: {SECRET}\r\n".encode()
WRONG = {
    "absent": b"",
    "empty": f"{HEADER}:\r\n".encode(),
    "wrong": f"{HEADER}: {'t' * 32}\r\n".encode(),
    "a part of it": f"{HEADER}: {SECRET[:-1]}\r\n".encode(),
    "more than it": f"{HEADER}: {SECRET}s\r\n".encode(),
    "twice the right one": SECRET_LINE * 2,
    "right and wrong": SECRET_LINE + f"{HEADER}: {'t' * 32}\r\n".encode(),
    "wrong and right": f"{HEADER}: {'t' * 32}\r\n".encode() + SECRET_LINE,
    "not ASCII": f"{HEADER}: ".encode() + "секрет".encode() * 3 + b"\r\n",
    "no UTF-8": f"{HEADER}: ".encode() + b"\xff\xfe\xfd" * 11 + b"\r\n",
    "very long": f"{HEADER}: {'s' * 4000}\r\n".encode(),
}


async def test_without_the_secret_nobody_gets_in_and_nothing_is_parsed(door: Door, database: Database) -> None:
    body = json.dumps(message_update(ANNA, "Впустите", message_id=1, update_id=1)).encode()
    for name, headers in WRONG.items():
        assert b" 401 " in await door.raw(headers, body), name
        assert b" 401 " in await door.raw(headers, b"{", length=TEN_MB), f"{name}: before a large body is sent"
    assert door.parsed == []
    assert await database.value("SELECT count(*) FROM inbox") == 0


async def test_more_than_an_update_can_be_is_refused_unparsed(door: Door) -> None:
    assert b" 413 " in await door.raw(SECRET_LINE, b"[" * TEN_MB)
    assert door.parsed == []


NO_UPDATES = {
    "nothing": b"",
    "no JSON": b"update_id=1",
    "half of it": b'{"update_id": 1, "message": {',
    "not UTF-8": b'{"update_id": 1, "x": "\xff\xfe"}',
    "a list": b'[{"update_id": 1}]',
    "a number": b"1",
    "a word": b'"update_id"',
    "null": b"null",
    "without a number": b"{}",
    "a number as text": b'{"update_id": "1"}',
    "a number as fraction": b'{"update_id": 1.0}',
    "true as a number": b'{"update_id": true}',
    "very deep": b'{"update_id": 1, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a number of many digits": b'{"update_id": ' + b"9" * 5000 + b"}",
}


async def test_what_is_no_update_is_refused(door: Door, database: Database) -> None:
    for name, body in NO_UPDATES.items():
        assert await door.post(body) == 400, name
    assert await database.value("SELECT count(*) FROM inbox") == 0


async def test_a_number_that_cannot_be_kept_is_taken_and_dropped(door: Door, database: Database) -> None:
    """Telegram would come again and again with what is refused."""
    for number in (-1, 2**62, 2**63, 10**30):
        assert await door.post({"update_id": number}) == 200
    assert await database.value("SELECT count(*) FROM inbox") == 0


async def test_an_update_is_kept_answered_and_known_when_it_comes_again(
    door: Door, telegram: Telegram, database: Database
) -> None:
    await telegram.post("/sandbox/people", {"id": ANNA, "is_started": True})
    update = message_update(ANNA, "/help", message_id=1, update_id=7)
    assert [await door.post(update) for _ in range(3)] == [200] * 3
    await database.settled()
    assert len(await telegram.shown(ANNA)) == 1
    assert await database.value("SELECT count(*) FROM user_activity_logs") == 1


async def test_while_postgresql_is_down_telegram_keeps_the_update(
    telegram: Telegram, own_postgres: EmbeddedPostgres, anna: Chat
) -> None:
    settings = settings_for(telegram, own_postgres.url, **by_webhook())
    database = Database(url=own_postgres.url, telegram=telegram)
    async with composed(settings) as container, bot_running(container) as process, _opened(process, settings):
        await eventually(lambda: telegram.calls("setWebhook"))
        await own_postgres.stop(immediate=True)
        door = Door(url=settings["webhook_url"], parsed=[])
        assert await door.post(message_update(ANNA, "/help", message_id=1, update_id=1)) == 503
        await anna.say("/help")
        await eventually(lambda: _last_error(telegram), lambda error: "503" in error)
        assert (await telegram.get("/sandbox/state"))["pending_updates"] == 1
        await own_postgres.start()
        assert "Что я умею" in (await anna.next()).text
        await database.settled()
        assert await anna.unread() == []


async def _last_error(telegram: Telegram) -> str:
    error = (await telegram.get("/sandbox/state"))["webhook_error"] or {}
    return str(error.get("last_error_message", ""))


async def test_one_update_that_comes_to_two_replicas_at_once_has_one_effect_and_one_reply(
    telegram: Telegram, database: Database
) -> None:
    chats = range(300_001, 300_021)
    people = [{"id": chat, "first_name": "Х", "is_started": True} for chat in chats]
    await telegram.post("/sandbox/people", {"people": people})
    given = [settings_for(telegram, database.url, **by_webhook()) for _ in range(2)]
    async with AsyncExitStack() as world:
        for settings in given:
            process = await world.enter_async_context(bot_running(await world.enter_async_context(composed(settings))))
            await world.enter_async_context(_opened(process, settings))
        doors = [Door(url=settings["webhook_url"], parsed=[]) for settings in given]
        await database.acquaint(*chats)
        updates = [message_update(c, "/natasha", message_id=1, update_id=c) for c in chats]
        answers = await asyncio.gather(*(d.post(u) for u in updates for d in doors * 3))
        await database.settled()

    assert set(answers) == {200}
    seen = await telegram.shown()
    assert sorted(s.chat_id for s in seen) == list(chats)
    assert await database.value("SELECT count(*) FROM user_sessions") == len(chats)
    assert await database.value("SELECT count(*) FROM user_activity_logs") == len(chats)
