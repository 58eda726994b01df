"""The bot as Telegram and its operator see it: a local Bot API with people in it, and bots that run against it.

A bot runs in this process (composed as in production, so that a part can be swapped) or as a process of its own, to
be killed. What people saw is asked of the Bot API's log, never of the bot.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import aiohttp
import asyncpg  # type: ignore[import-untyped]  # ships no types
from dependency_injector import providers

from apps.bot import main
from apps.bot.container import BotContainer
from apps.bot.errors import prepared
from apps.bot.main import BotProcess
from apps.bot.settings import BotSettings
from relove_adapters.telegram.session import TelegramSession
from relove_core.ids import BotId
from relove_core.llm import LLMPort, Transcriber
from relove_core.users.consent import CURRENT, ConsentKind
from sandbox.bot_api import server
from sandbox.servers.ports import free_port

TOKEN = "123456:TOKEN"
BOT_ID = 123456
USERNAME = "relove_natasha_bot"
SECRET = "s" * 32
GROUP = -1001000000001
ANNA, MIKHAIL, SASHA, VERA, EMILY = range(1001, 1006)
#: Without the pauses that people and Telegram need.
QUICK = {"merge_gap_ms": "0", "chat_pause_ms": "0", "sends_per_second": "10000", "messages_per_minute": "100000"}
#: What somebody says to each question of the acquaintance: three consents, the gender, the time zone.
ANSWERS = ("Да, мне есть 18, принимаю", "Разрешаю", "Не надо", "Я женщина", "Как в Москве")
ENGLISH_ANSWERS = ("Yes, I am 18 and accept", "I allow it", "No, thanks", "I am a woman", "Moscow time")
T = TypeVar("T")


async def eventually(
    look: Callable[[], Awaitable[T]],
    is_right: Callable[[T], bool] = bool,
    *,
    within_s: float = 60,
    every_s: float = 0.03,
) -> T:
    """Look again and again; the limit is no promise of the bot's, it only ends a test that would hang."""
    deadline = time.monotonic() + within_s
    while not is_right(seen := await look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s} s; the last look: {str(seen)[:2000]}")
        await asyncio.sleep(every_s)
    return seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message as a person saw it."""

    number: int
    chat_id: int
    message_id: int
    text: str
    buttons: Mapping[str, str]
    """What each says -> the data it sends, or the address it opens."""
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """The side of the local Bot API that the bot does not see: people's hands, and the log of its calls."""

    url: str
    http: aiohttp.ClientSession

    async def get(self, path: str) -> Any:
        async with self.http.get(f"{self.url}{path}") as response:
            return await response.json()

    async def post(self, path: str, body: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        async with self.http.post(f"{self.url}{path}", data=BytesIO(data), headers=headers) as response:
            answer = await response.json()
        if response.status != 200:
            raise AssertionError(f"{path}: {answer}")
        return answer

    async def inject(self, updates: Any) -> list[int]:
        found: list[int] = (await self.post("/sandbox/updates", updates))["update_ids"]
        return found

    async def say(self, person: int, text: str, *, chat: int | None = None) -> int:
        body = {"person": person, "chat": chat or person, "text": text}
        return int((await self.post("/sandbox/messages", body))["message_id"])

    async def edit(self, person: int, message_id: int, text: str) -> None:
        await self.post("/sandbox/edits", {"person": person, "chat": person, "message_id": message_id, "text": text})

    async def press(self, person: int, shown: Shown, label: str) -> None:
        data = shown.buttons[label]
        where = {"person": person, "chat": shown.chat_id, "message_id": shown.message_id}
        await self.post("/sandbox/presses", {**where, "data": data})

    async def upload(self, person: int, kind: str) -> None:
        form = aiohttp.FormData({"person": str(person), "chat": str(person), "kind": kind})
        form.add_field("file", b"\x89PNG not really", filename="file.png", content_type="image/png")
        async with self.http.post(f"{self.url}/sandbox/uploads", data=form) as response:
            assert response.status == 200, await response.text()

    async def speak(self, person: int, sound: bytes = b"OggS", *, seconds: int = 3, mime: str = "audio/ogg") -> None:
        """A voice message."""
        form = aiohttp.FormData({"person": str(person), "chat": str(person), "kind": "voice", "duration": str(seconds)})
        form.add_field("file", sound, filename="voice.oga", content_type=mime)
        async with self.http.post(f"{self.url}/sandbox/uploads", data=form) as response:
            assert response.status == 200, await response.text()

    async def block(self, person: int, *, is_blocking: bool) -> None:
        await self.post("/sandbox/blocks", {"person": person, "is_blocking": is_blocking})

    async def faults(self, *rules: Mapping[str, Any]) -> None:
        await self.post("/sandbox/faults", list(rules))

    async def calls(self, method: str, *, after: int = 0) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.get(f"/sandbox/log?method={method}&after={after}"))["calls"]
        return found

    async def shown(self, chat: int | None = None, *, after: int = 0) -> list[Shown]:
        """What people saw, in order; of one chat or of all."""
        place = "" if chat is None else f"&chat_id={chat}"
        calls = (await self.get(f"/sandbox/log?method=sendMessage&after={after}{place}"))["calls"]
        return [_shown(call) for call in calls if call["message_id"] is not None]


def _shown(call: Mapping[str, Any]) -> Shown:
    markup = call["params"].get("reply_markup") or {}
    markup = json.loads(markup) if isinstance(markup, str) else markup
    rows = markup.get("inline_keyboard") or []
    return Shown(
        number=call["number"],
        chat_id=call["chat_id"],
        message_id=call["message_id"],
        text=call["shown"],
        buttons={b["text"]: b.get("callback_data") or b["url"] for row in rows for b in row},
        at=call["received"],
    )


@dataclass(slots=True, kw_only=True)
class Chat:
    """One person's chat with the bot, read message by message."""

    telegram: Telegram
    person: int
    read: int = 0

    async def say(self, text: str) -> int:
        return await self.telegram.say(self.person, text)

    async def next(self) -> Shown:
        """The next message of the bot that was not read yet."""
        found = await eventually(lambda: self.telegram.shown(self.person, after=self.read))
        self.read = found[0].number
        return found[0]

    async def ask(self, text: str) -> Shown:
        await self.say(text)
        return await self.next()

    async def press(self, shown: Shown, label: str) -> Shown:
        await self.telegram.press(self.person, shown, label)
        return await self.next()

    async def unread(self) -> list[Shown]:
        return await self.telegram.shown(self.person, after=self.read)

    async def acquainted(self) -> Shown:
        """Past the first words, in a session; gives the first question."""
        await self.ask("/start")
        asked = await self.next()
        for label in ENGLISH_ANSWERS if self.person == EMILY else ANSWERS:
            asked = await self.press(asked, label)
        return await self.ask("/natasha")


@dataclass(slots=True, kw_only=True)
class Database:
    """What PostgreSQL holds, seen from outside of the bot."""

    url: str
    telegram: Telegram
    _kept: Any = field(default=None, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator["Database"]:
        """One connection for all questions: logging in costs more than most of them."""
        self._kept = await asyncpg.connect(self.url, timeout=10, statement_cache_size=0)
        try:
            yield self
        finally:
            await self._kept.close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        if self._kept is not None:
            async with self._turn:
                yield self._kept
            return
        connection = await asyncpg.connect(self.url, timeout=10)
        try:
            yield connection
        finally:
            await connection.close()

    async def rows(self, sql: str, *values: object) -> list[Any]:
        async with self._connection() as connection:
            return list(await connection.fetch(sql, *values))

    async def execute(self, sql: str) -> None:
        """Any number of statements."""
        async with self._connection() as connection:
            await connection.execute(sql)

    async def acquaint(self, *people: int) -> None:
        """As if they had answered every question already."""
        await self.rows(
            "INSERT INTO users (id, gender, time_zone) SELECT unnest($1::bigint[]), 'female', 'Europe/Moscow'", people
        )
        await self.rows(
            "INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id)"
            " SELECT p, k, $3, true, now(), 0 FROM unnest($1::bigint[]) p, unnest($2::text[]) k",
            people,
            [kind.value for kind in ConsentKind],
            CURRENT[ConsentKind.DATA],
        )

    async def value(self, sql: str, *values: object) -> Any:
        rows = await self.rows(sql, *values)
        return rows[0][0] if rows else None

    async def settled(self, *, within_s: float = 60) -> None:
        """Wait until nothing waits to be taken in, to be worked on or to be sent."""
        await eventually(self.waiting, lambda waits: waits == (0, 0, 0), within_s=within_s)

    async def waiting(self) -> tuple[int, int, int]:
        """What waits at Telegram, what is open in the inbox, and what in the outbox: looked at in this order."""
        coming = int((await self.telegram.get("/sandbox/state"))["pending_updates"])
        row = (
            await self.rows(
                "SELECT (SELECT count(*) FROM inbox WHERE state = 'pending'),"
                " (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))"
            )
        )[0]
        return coming, int(row[0]), int(row[1])


@asynccontextmanager
async def local_bot_api(folder: Path, *, has_limits: bool = False) -> AsyncIterator[Telegram]:
    """The Bot API in this process."""
    port = free_port()
    stop, started = asyncio.Event(), asyncio.Event()
    settings = server.Settings(host="127.0.0.1", port=port, data_dir=folder, token=TOKEN, has_limits=has_limits)
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(settings, stop=stop, started=started.set))
        await started.wait()
        try:
            async with aiohttp.ClientSession() as http:
                yield Telegram(url=f"http://127.0.0.1:{port}", http=http)
        finally:
            stop.set()


@asynccontextmanager
async def bot_api_process(folder: Path) -> AsyncIterator[Telegram]:
    """The Bot API as a process of its own, so that nothing that the test does slows it down."""
    listen = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "sandbox.bot_api", "--listen", listen, "--token", TOKEN, "--no-limits"]
    with (folder / "bot_api.log").open("wb") as out:
        process = subprocess.Popen([*command, "--data-dir", str(folder / "bot_api")], stdout=out, stderr=out)  # noqa: ASYNC220 - watched, not waited for
    try:
        async with aiohttp.ClientSession() as http:
            telegram = Telegram(url=f"http://{listen}", http=http)
            await eventually(lambda: answers(http, f"{telegram.url}/health/live"))
            yield telegram
    finally:
        process.kill()
        process.wait()


async def answers(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(url) as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with these settings of reLove and no others."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RELOVE_")}
    return clean | {f"RELOVE_{name.upper()}": value for name, value in settings.items()}


def settings_for(telegram: Telegram, database_url: str, **settings: str) -> dict[str, str]:
    """As environment variables without their prefix; the listening ports are free ones."""
    given = {
        "database_url": database_url,
        "bot_token": TOKEN,
        "bot_api_url": telegram.url,
        "metrics_listen": f"127.0.0.1:{free_port()}",
        "webhook_listen": f"127.0.0.1:{free_port()}",
        **QUICK,
    }
    return given | settings


def by_webhook() -> dict[str, Any]:
    """Settings of a replica that is called; the address is its own."""
    listen = f"127.0.0.1:{free_port()}"
    return {
        "bot_mode": "webhook",
        "webhook_listen": listen,
        "webhook_url": f"http://{listen}/telegram",
        "webhook_secret": SECRET,
    }


class PlainSession(TelegramSession):
    """aiogram waits a quarter of a second for TLS to close; there is none here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@asynccontextmanager
async def composed(
    settings: Mapping[str, str], *, llm: LLMPort | None = None, transcriber: Transcriber | None = None
) -> AsyncIterator[BotContainer]:
    """The container of a bot as ``main`` opens it, with a prepared database and perhaps models of the test's own."""
    given = BotSettings.model_validate({**settings})
    async with AsyncExitStack() as world:
        with patch.object(main, "TelegramSession", PlainSession):
            container = await world.enter_async_context(main.opened(given))
        if llm is not None:
            container.llm.override(providers.Object(llm))
        if transcriber is not None:
            container.transcriber.override(providers.Object(transcriber))
        await prepared(container.engine(), BotId(given.bot_id))
        yield container


@asynccontextmanager
async def bot_running(container: BotContainer) -> AsyncIterator[BotProcess]:
    """Everything that a replica runs, in this process, until the block ends."""
    process = BotProcess(container, container.settings(), username=USERNAME)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(process.run(stop))
        try:
            yield process
        finally:
            stop.set()


@asynccontextmanager
async def bot_in_process(
    telegram: Telegram,
    database_url: str,
    *,
    llm: LLMPort | None = None,
    transcriber: Transcriber | None = None,
    **settings: str,
) -> AsyncIterator[BotProcess]:
    given = settings_for(telegram, database_url, **settings)
    async with composed(given, llm=llm, transcriber=transcriber) as container, bot_running(container) as bot:
        yield bot


def message_update(person: int, text: str | None, *, message_id: int, update_id: int | None = None) -> dict[str, Any]:
    """A message of a private chat, as Telegram tells it."""
    who = {"id": person, "is_bot": False, "first_name": f"Человек {person}", "language_code": "ru"}
    chat = {"id": person, "type": "private", "first_name": who["first_name"]}
    message = {"message_id": message_id, "from": who, "chat": chat, "date": 1_700_000_000}
    if text is not None:
        message["text"] = text
    return ({} if update_id is None else {"update_id": update_id}) | {"message": message}
