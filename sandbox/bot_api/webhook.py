"""Delivery by webhook: in order within a chat, chats side by side, again and again until a 2xx."""

import asyncio
import sqlite3
import time
from typing import Any

import aiohttp

from sandbox.bot_api.world import World

WAITS = (0.2, 0.5, 1, 2, 5)
ANSWER_SECONDS = 60
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, not a secret


class Deliveries:
    """One task a chat while it has something to deliver."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._busy: set[int] = set()

    async def run(self) -> None:
        """For ever: whenever something changes, every chat with updates gets its deliverer."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as tasks:
            while True:
                for chat_id in self._free_chats():
                    self._busy.add(chat_id)
                    tasks.create_task(self._deliver_chat(session, chat_id))
                await self._world.new_updates.wait()

    def _webhook(self) -> dict[str, Any] | None:
        webhook: dict[str, Any] | None = self._world.store.recall("webhook")
        return webhook

    def _free_chats(self) -> list[int]:
        webhook = self._webhook()
        if webhook is None:
            return []
        rows = self._world.store.rows("SELECT chat_id FROM updates GROUP BY chat_id ORDER BY min(position)")
        free = [row["chat_id"] for row in rows if row["chat_id"] not in self._busy]
        return free[: max(0, webhook["max_connections"] - len(self._busy))]

    async def _deliver_chat(self, session: aiohttp.ClientSession, chat_id: int) -> None:
        """Until the chat is empty or the webhook is gone; then another chat may have the connection."""
        tries = 0
        try:
            while (webhook := self._webhook()) and (update := self._next(chat_id)):
                problem = await self._post(session, webhook, update["body"])
                if problem is None:
                    tries = 0
                    self._world.store.run("DELETE FROM updates WHERE position = ?", update["position"])
                else:
                    self._note(problem)
                    await asyncio.sleep(WAITS[min(tries, len(WAITS) - 1)])
                    tries += 1
        finally:
            self._busy.discard(chat_id)
            self._world.new_updates.ring()

    def _next(self, chat_id: int) -> sqlite3.Row | None:
        return self._world.store.row("SELECT * FROM updates WHERE chat_id = ? ORDER BY position LIMIT 1", chat_id)

    async def _post(self, session: aiohttp.ClientSession, webhook: dict[str, Any], body: bytes) -> str | None:
        """What went wrong, or None."""
        headers = {"Content-Type": "application/json"}
        if webhook["secret"]:
            headers[SECRET_HEADER] = webhook["secret"]
        try:
            async with session.post(webhook["url"], data=body, headers=headers) as response:
                await response.read()
                return None if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except (aiohttp.ClientError, OSError) as error:
            return f"Connection failed: {type(error).__name__}"

    def _note(self, problem: str) -> None:
        self._world.store.remember(
            "webhook_error", {"last_error_date": int(time.time()), "last_error_message": problem}
        )
