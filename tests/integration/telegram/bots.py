"""A bot with the product's own session, for tests that need no more of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from relove_adapters.telegram.session import TelegramSession

TOKEN = "123456:TOKEN"


class QuickSession(TelegramSession):
    """aiogram waits a quarter of a second for TLS to close; there is none here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@asynccontextmanager
async def bot_at(url: str) -> AsyncIterator[Bot]:
    bot = Bot(TOKEN, session=QuickSession(api=TelegramAPIServer.from_base(url), proxy=None))
    try:
        yield bot
    finally:
        await bot.session.close()
