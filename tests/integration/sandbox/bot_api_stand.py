"""A local Bot API on a free port, and both ends of it: aiogram's Bot and the hands of a person."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.bot_api.server import Settings, serve

TOKEN = "123456:TOKEN"
ANNA = 1001
MIKHAIL = 1002


@dataclass(frozen=True, kw_only=True)
class Stand:
    url: str
    bot: Bot
    http: aiohttp.ClientSession

    async def post(self, path: str, body: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        async with self.http.post(f"{self.url}{path}", data=BytesIO(data), headers=headers) as response:
            return await response.json()

    async def get(self, path: str) -> Any:
        async with self.http.get(f"{self.url}{path}") as response:
            return await response.json()

    async def raw(self, method: str, **params: Any) -> bytes:
        async with self.http.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as response:
            return await response.read()

    async def say(self, text: str, *, person: int = ANNA, chat: int = 0) -> Any:
        return await self.post("/sandbox/messages", {"person": person, "chat": chat or person, "text": text})

    async def calls(self, method: str) -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = (await self.get(f"/sandbox/log?method={method}"))["calls"]
        return calls


class PlainSession(AiohttpSession):
    """aiogram waits a quarter of a second for TLS to close; there is none here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def talking_to(url: str) -> AsyncIterator[Stand]:
    bot = Bot(TOKEN, session=PlainSession(api=TelegramAPIServer.from_base(url)))
    async with aiohttp.ClientSession() as http:
        try:
            yield Stand(url=url, bot=bot, http=http)
        finally:
            await bot.session.close()


@asynccontextmanager
async def running(folder: Path, *, has_limits: bool = False) -> AsyncIterator[Stand]:
    """The server in this process; limits are off unless a test is about them."""
    port = free_port()
    stop, started = asyncio.Event(), asyncio.Event()
    settings = Settings(
        host="127.0.0.1", port=port, data_dir=folder, token=TOKEN, admin_ids=(ANNA,), has_limits=has_limits
    )
    server = asyncio.create_task(serve(settings, stop=stop, started=started.set))
    await asyncio.wait([asyncio.ensure_future(started.wait()), server], return_when=asyncio.FIRST_COMPLETED)
    try:
        async with talking_to(f"http://127.0.0.1:{port}") as stand:
            yield stand
    finally:
        stop.set()
        await server
