"""The way out to Telegram by an operator's proxy."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from pydantic import SecretStr

from relove_adapters.proxy import proxy_to
from relove_adapters.telegram.sender import TelegramSender
from relove_adapters.telegram.session import TelegramSession
from relove_core.delivery.outcomes import Outcome
from relove_core.testing.builders import a_message
from relove_core.testing.memory_privacy import MemoryDossiers
from sandbox.servers.ports import free_port

TELEGRAM = "http://telegram.invalid"
TOKEN = "123456:TOKEN"
SENT = {"message_id": 5, "date": 1, "chat": {"id": 101, "type": "private", "first_name": "Анна"}}


@dataclass
class Proxy:
    """Answers for Telegram whatever it is asked to fetch, and remembers from where."""

    port: int = field(default_factory=free_port)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://user:pass@127.0.0.1:{self.port}"

    async def fetch(self, request: web.BaseRequest) -> web.Response:
        self.asked.append(str(request.url))
        return web.json_response({"ok": True, "result": SENT})


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    made = Proxy()
    runner = web.ServerRunner(web.Server(made.fetch))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", made.port).start()
    yield made
    await runner.cleanup()


async def send_by(proxy: str | None) -> Outcome:
    session = TelegramSession(api=TelegramAPIServer.from_base(TELEGRAM), proxy=proxy)
    bot = Bot(TOKEN, session=session)
    try:
        sender = TelegramSender(bot, timeout_s=5, dossiers=MemoryDossiers())
        return (await sender.send(a_message(), as_plain_text=False)).outcome
    finally:
        await session.close()


async def test_what_is_sent_leaves_by_the_proxy(proxy: Proxy) -> None:
    assert await send_by(proxy.url) is Outcome.SENT
    assert proxy.asked == [f"{TELEGRAM}/bot{TOKEN}/sendMessage"]


async def test_through_a_proxy_that_is_gone_nothing_has_left() -> None:
    assert await send_by(f"http://127.0.0.1:{free_port()}") is Outcome.NOT_REACHED


@pytest.mark.parametrize(
    ("url", "is_by_proxy"),
    [
        ("https://api.telegram.org", True),
        ("http://10.0.0.5:8081", True),
        ("http://127.0.0.1:8081", False),
        ("http://[::1]:8081", False),
        ("http://localhost:11434/v1", False),
        ("", True),
    ],
)
def test_this_machine_is_reached_without_one(url: str, is_by_proxy: bool) -> None:
    given = SecretStr("http://proxy:3128")

    assert proxy_to(url, given) == ("http://proxy:3128" if is_by_proxy else None)
    assert proxy_to(url, None) is None
