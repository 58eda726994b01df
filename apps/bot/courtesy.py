"""Small signs of life that nothing depends on: spinners stopped, «печатает…» shown."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError

from relove_core.ids import ChatId

log = structlog.get_logger()

AT_ONCE = 16
MOST_WAITING = 500
"""More than this are not worth being late with."""

TYPING_LASTS_S = 4.5
"""Telegram shows it for 5 s. Source: Bot API, sendChatAction."""
TYPING_AFTER_S = 0.4
"""An answer that is there sooner needs no announcement."""


class Courtesy:
    """Shown beside the work, never before it; lost without harm."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._waiting: asyncio.Queue[Callable[[], Awaitable[object]]] = asyncio.Queue(MOST_WAITING)

    def show(self, act: Callable[[], Awaitable[object]]) -> None:
        with suppress(asyncio.QueueFull):
            self._waiting.put_nowait(act)

    def stop_spinner(self, callback_query_id: str) -> None:
        """A query expires while its update waits its turn, so it is answered at intake."""
        self.show(partial(self._bot.answer_callback_query, callback_query_id))

    def show_typing(self, chat_id: ChatId) -> None:
        self.show(partial(self._bot.send_chat_action, chat_id, ChatAction.TYPING))

    async def keep_typing(self, chat_id: ChatId) -> None:
        """For as long as it runs."""
        await asyncio.sleep(TYPING_AFTER_S)
        while True:
            self.show_typing(chat_id)
            await asyncio.sleep(TYPING_LASTS_S)

    async def run(self, stop: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as group:
            workers = [group.create_task(self._work()) for _ in range(AT_ONCE)]
            await stop.wait()
            for worker in workers:
                worker.cancel()

    async def _work(self) -> None:
        while True:
            show = await self._waiting.get()
            try:
                await show()
            except AiogramError:
                log.debug("courtesy.not_shown")
