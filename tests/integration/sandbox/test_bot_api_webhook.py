"""Delivery by webhook: with the secret, in order within a chat, again until a 2xx."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from tests.integration.sandbox.bot_api_stand import ANNA, MIKHAIL, Stand, free_port, running


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    async with running(tmp_path) as stand:
        yield stand


class Listener:
    """The bot's side: remembers what came and answers what it is told to."""

    def __init__(self) -> None:
        self.url = f"http://127.0.0.1:{free_port()}/hook"
        self.seen: list[tuple[int, str]] = []
        self.secrets: set[str | None] = set()
        self.answers: list[int] = []
        self.changed = asyncio.Condition()
        self.slow: dict[int, asyncio.Event] = {}

    async def hook(self, request: web.Request) -> web.Response:
        message = (await request.json())["message"]
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        async with self.changed:
            self.seen.append((message["chat"]["id"], message["text"]))
            self.changed.notify_all()
        if message["chat"]["id"] in self.slow:
            await self.slow[message["chat"]["id"]].wait()
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def saw(self, count: int) -> list[tuple[int, str]]:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: len(self.seen) >= count)
        return self.seen

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Listener"]:
        app = web.Application()
        app.router.add_post("/hook", self.hook)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(self.url.split(":")[2].partition("/")[0])).start()
        try:
            yield self
        finally:
            await runner.cleanup()


async def test_updates_come_with_the_secret_and_are_then_forgotten(stand: Stand) -> None:
    async with Listener().listening() as listener:
        await stand.bot.set_webhook(listener.url, secret_token="s3cret_-")

        await stand.say("Раз")

        assert await listener.saw(1) == [(ANNA, "Раз")]
        assert listener.secrets == {"s3cret_-"}
        await asyncio.sleep(0.1)
        assert (await stand.bot.get_webhook_info()).pending_update_count == 0


async def test_a_refused_update_is_tried_again_before_the_next_of_its_chat(stand: Stand) -> None:
    async with Listener().listening() as listener:
        listener.answers = [500, 404]
        await stand.bot.set_webhook(listener.url)

        await stand.say("Раз")
        await stand.say("Два")

        assert await listener.saw(4) == [(ANNA, "Раз"), (ANNA, "Раз"), (ANNA, "Раз"), (ANNA, "Два")]
        assert (
            await stand.bot.get_webhook_info()
        ).last_error_message == "Wrong response from the webhook: 404 Not Found"


async def test_a_slow_chat_does_not_hold_up_another(stand: Stand) -> None:
    async with Listener().listening() as listener:
        listener.slow[ANNA] = asyncio.Event()
        await stand.bot.set_webhook(listener.url)

        await stand.say("Раз")
        await stand.say("Два")
        await listener.saw(1)
        await stand.say("Три", person=MIKHAIL)

        assert await listener.saw(2) == [(ANNA, "Раз"), (MIKHAIL, "Три")]
        listener.slow.pop(ANNA).set()
        assert await listener.saw(3) == [(ANNA, "Раз"), (MIKHAIL, "Три"), (ANNA, "Два")]


async def test_what_waited_for_a_dead_webhook_comes_when_it_is_back(stand: Stand) -> None:
    listener = Listener()
    await stand.bot.set_webhook(listener.url)
    await stand.say("Раз")
    await asyncio.sleep(0.1)

    async with listener.listening():
        assert await listener.saw(1) == [(ANNA, "Раз")]


async def test_pending_updates_are_dropped_when_asked(stand: Stand) -> None:
    await stand.say("Раз")

    await stand.bot.delete_webhook(drop_pending_updates=True)

    assert await stand.bot.get_updates() == []
