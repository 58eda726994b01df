"""A photo comes from the Bot API's own file host and from nowhere else, whatever Telegram's answer says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiogram import Bot
from aiogram.types import PhotoSize
from aiohttp import web

from relove_adapters.telegram.bot_api_reader import BotApiReader
from relove_adapters.telegram.photo_files import MOST_BYTES, PhotoFiles, PhotoNotFetched, suitable
from relove_core.ids import UserId
from relove_core.telegram import PublicPage
from tests.contracts.telegram_reader import a_picture
from tests.integration.telegram.bots import TOKEN, bot_at

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

GOOD = "photos/file_1.jpg"
CHAT = {
    "id": 5001, "type": "private", "first_name": "Лена", "bio": "О себе", "accent_color_id": 1, "max_reaction_count": 1,
    "accepted_gift_types": {
        "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False,
        "gifts_from_channels": False,
    },
}  # fmt: skip
SIZE = {"file_id": "f", "file_unique_id": "u", "width": 640, "height": 640}


@dataclass
class Elsewhere:
    """A place where nobody should come: counts who does, on every address of this machine that is loopback."""

    port: int = 0
    came: list[str] = field(default_factory=list)

    async def take(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came.append(str(writer.get_extra_info("sockname")))
        writer.close()


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    place = Elsewhere()
    server = await asyncio.start_server(place.take, "127.0.0.1", 0)
    place.port = server.sockets[0].getsockname()[1]
    async with server:
        yield place


@dataclass
class FileHost:
    bot: Bot
    asked: list[str]


@asynccontextmanager
async def telegram(file: Answer, *, path: str = GOOD) -> AsyncIterator[FileHost]:
    """A Telegram that has one photo of one person, and names ``path`` as its place."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        answers: dict[str, object] = {
            "getChat": CHAT,
            "getUserProfilePhotos": {"total_count": 1, "photos": [[SIZE]]},
            "getFile": {"file_id": "f", "file_unique_id": "u", "file_path": path},
        }
        return web.json_response({"ok": True, "result": answers[request.match_info["method"]]})

    async def counted(request: web.Request) -> web.StreamResponse:
        asked.append(request.raw_path)
        return await file(request)

    app = web.Application()
    app.add_routes([web.post("/bot{token}/{method}", answer), web.get("/{path:.*}", counted)])
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        async with bot_at(f"http://{host}:{port}") as bot:
            yield FileHost(bot=bot, asked=asked)
    finally:
        await runner.cleanup()


async def a_photo(_: web.Request) -> web.Response:
    return web.Response(body=a_picture())


async def read_by(host: FileHost) -> PublicPage:
    return await BotApiReader(bot=host.bot, timeout_s=5).read(UserId(5001), username=None, photo_key=None)


#: ``{there}`` is the place where nobody should come.
LURES = [
    "http://{there}/x.jpg", "https://{there}/x.jpg", "//{there}/x.jpg", "///{there}/x.jpg", "\\\\{there}\\x.jpg",
    "/\\{there}/x.jpg", "http:/{there}/x.jpg", "http:{there}/x.jpg", "HTTP://{there}/x.jpg", "@{there}/x.jpg",
    "user:pass@{there}/x.jpg", "photos/@{there}/x.jpg", ":{port}/x.jpg", "../../{there}/x.jpg",
    "../../../x.jpg", "..", ".", "photos/../../../x.jpg", "photos/..", "photos/./x.jpg", "photos/%2e%2e/x.jpg",
    "..%2f..%2fx.jpg", "%2e%2e%2fx.jpg", "photos//x.jpg", "/etc/passwd", "/photos/x.jpg", "file:///etc/passwd",
    "file:/etc/passwd", "ftp://{there}/x.jpg", "gopher://{there}/x.jpg", "data:image/png;base64,AAAA",
    "http://[::1]:{port}/x.jpg", "http://[::ffff:127.0.0.1]:{port}/x.jpg", "http://2130706433:{port}/x.jpg",
    "http://0x7f000001:{port}/x.jpg", "http://017700000001:{port}/x.jpg", "http://127.1:{port}/x.jpg",
    "http://localhost:{port}/x.jpg", "http://localtest.test:{port}/x.jpg", "http://169.254.169.254/latest/meta-data",
    "http://[fe80::1%25eth0]/x.jpg", "photos/x.jpg?next=http://{there}", "photos/x.jpg#http://{there}",
    "photos/x.jpg\n",
    "photos/x.jpg\r\nHost: {there}", "photos/x.jpg HTTP/1.1", "photos/\x00.jpg", "photos/фото.jpg", "", " ", "photos/",
]  # fmt: skip


@pytest.mark.parametrize("lure", LURES)
async def test_a_path_that_leads_elsewhere_leads_nowhere(elsewhere: Elsewhere, lure: str) -> None:
    path = lure.format(there=f"127.0.0.1:{elsewhere.port}", port=elsewhere.port)
    async with telegram(a_photo, path=path) as host:
        page = await read_by(host)

    assert page == PublicPage(bio="О себе")
    assert (host.asked, elsewhere.came) == ([], [])


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize("to", ["http://{there}/x.jpg", "//{there}/x.jpg", "/file/bot{token}/photos/other.jpg"])
async def test_nobody_is_followed_elsewhere(elsewhere: Elsewhere, status: int, to: str) -> None:
    async def moved(_: web.Request) -> web.Response:
        place = to.format(there=f"127.0.0.1:{elsewhere.port}", token=TOKEN)
        return web.Response(status=status, headers={"Location": place}, body=a_picture())

    async with telegram(moved) as host:
        page = await read_by(host)

    assert page == PublicPage(bio="О себе")
    assert (host.asked, elsewhere.came) == ([f"/file/bot{TOKEN}/{GOOD}"], [])


async def test_the_usual_path_is_fetched(elsewhere: Elsewhere) -> None:
    async with telegram(a_photo) as host:
        page = await read_by(host)

    assert page.photo is not None
    assert (host.asked, elsewhere.came) == ([f"/file/bot{TOKEN}/{GOOD}"], [])


async def test_six_megabytes_are_refused_before_they_are_read_whole() -> None:
    written = 0

    async def heavy(request: web.Request) -> web.StreamResponse:
        nonlocal written
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1000):
            await response.write(bytes(100_000))
            written += 100_000
        return response

    async with telegram(heavy) as host:
        with pytest.raises(PhotoNotFetched, match="too big"):
            await PhotoFiles(bot=host.bot, timeout_s=20).fetch(GOOD)

    assert MOST_BYTES < written < 60_000_000


async def _missing(_: web.Request) -> web.Response:
    return web.Response(status=404, body=a_picture())


async def _broken(_: web.Request) -> web.Response:
    return web.Response(status=500, body=a_picture())


async def _hanging(_: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def _reset(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "90000"})
    await response.prepare(request)
    await response.write(a_picture()[:500])
    assert request.transport is not None
    request.transport.abort()
    return response


@pytest.mark.parametrize("answer", [_missing, _broken, _hanging, _reset, _cut])
async def test_no_failure_tells_the_address_for_it_holds_the_token(answer: Answer) -> None:
    async with telegram(answer) as host:
        with pytest.raises(PhotoNotFetched) as failed:
            await PhotoFiles(bot=host.bot, timeout_s=1).fetch(GOOD)

    assert TOKEN not in repr(failed.value)
    assert (failed.value.__cause__, failed.value.__context__) == (None, None)


async def test_a_photo_that_is_not_to_be_had_costs_neither_bio_nor_posts() -> None:
    async with telegram(_reset) as host:
        assert await read_by(host) == PublicPage(bio="О себе")


def a_size(side: int, *, weight: int | None = 1000) -> PhotoSize:
    return PhotoSize(file_id=str(side), file_unique_id=str(side), width=side, height=side, file_size=weight)


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ([160, 320, 640], 320),
        ([160, 640, 1280], 640),
        ([160, 200], 200),
        ([640], 640),
        ([], None),
    ],
)
def test_the_smallest_that_need_not_be_made_bigger_is_taken(sizes: list[int], chosen: int | None) -> None:
    found = suitable([a_size(side) for side in sizes])

    assert (found.width if found else None) == chosen


def test_what_is_too_heavy_is_left() -> None:
    found = suitable([a_size(640, weight=MOST_BYTES + 1), a_size(160, weight=None)])

    assert found is not None
    assert found.width == 160
