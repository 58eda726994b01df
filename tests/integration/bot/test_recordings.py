"""The sound of a voice message is fetched from a Telegram that is slow, wrong or gone, and no error tells the token."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from relove_adapters.telegram.files import TelegramRecordings
from relove_core.errors import ReloveError
from relove_core.sessions.recording import MOST_BYTES, RecordingTooBig, RecordingUnavailable
from tests.bot_process import TOKEN, PlainSession

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
PATH = "voice/file_1.oga"


async def _found(_: web.Request) -> web.Response:
    file = {"file_id": "f", "file_unique_id": "u", "file_path": PATH}
    return web.json_response({"ok": True, "result": file})


async def _nowhere(_: web.Request) -> web.Response:
    return web.json_response({"ok": True, "result": {"file_id": "f", "file_unique_id": "u"}})


def _refusing(description: str, status: int = 400) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        body = {"ok": False, "error_code": status, "description": description}
        return web.json_response(body, status=status)

    return answer


async def _sound(_: web.Request) -> web.Response:
    return web.Response(body=b"OggS sound")


async def _missing(_: web.Request) -> web.Response:
    return web.Response(status=404)


async def _hanging(_: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def _reset(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 1_000_000)


@asynccontextmanager
async def telegram(get_file: Answer, file: Answer, *, within_s: float = 5) -> AsyncIterator[TelegramRecordings]:
    app = web.Application()
    app.add_routes([web.post("/bot{token}/getFile", get_file), web.get("/file/bot{token}/{path:.+}", file)])
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    bot = Bot(TOKEN, session=PlainSession(api=TelegramAPIServer.from_base(f"http://{host}:{port}"), proxy=None))
    try:
        yield TelegramRecordings(bot=bot, within=timedelta(seconds=within_s), rest_s=0.01)
    finally:
        await bot.session.close()
        await runner.cleanup()


def told(error: BaseException | None) -> str:
    """Everything that an error and what led to it would say."""
    said = ""
    while error is not None:
        said += repr(error) + str(error)
        error = error.__cause__ or error.__context__
    return said


async def test_the_sound_comes_whole() -> None:
    async with telegram(_found, _sound) as recordings:
        assert await recordings.fetch("f") == b"OggS sound"


FAILURES: list[tuple[Answer, Answer, type[ReloveError]]] = [
    (_found, _missing, RecordingUnavailable),
    (_found, _hanging, RecordingUnavailable),
    (_found, _reset, RecordingUnavailable),
    (_found, _endless, RecordingTooBig),
    (_hanging, _sound, RecordingUnavailable),
    (_reset, _sound, RecordingUnavailable),
    (_missing, _sound, RecordingUnavailable),
    (_nowhere, _sound, RecordingUnavailable),
    (_refusing("Bad Request: wrong file_id"), _sound, RecordingUnavailable),
    (_refusing("Bad Request: file is too big"), _sound, RecordingTooBig),
    (_refusing("Unauthorized", 401), _sound, RecordingUnavailable),
]


@pytest.mark.parametrize(("get_file", "file", "kind"), FAILURES)
async def test_what_goes_wrong_is_told_without_the_token(
    get_file: Answer, file: Answer, kind: type[ReloveError]
) -> None:
    async with telegram(get_file, file, within_s=1.5 if _hanging in (get_file, file) else 20) as recordings:
        with pytest.raises(kind) as failed:
            await recordings.fetch("f")

    said = told(failed.value)
    assert TOKEN not in said
    assert TOKEN.partition(":")[2] not in said
    assert PATH not in said


async def test_a_failure_of_a_moment_is_tried_again() -> None:
    asked = 0

    async def at_last(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        return await (_sound if asked == 3 else _reset)(request)

    async with telegram(_found, at_last) as recordings:
        assert await recordings.fetch("f") == b"OggS sound"


async def test_what_is_too_big_is_not_tried_again() -> None:
    asked = 0

    async def big(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        return web.Response(body=b"x" * (MOST_BYTES + 1))

    async with telegram(_found, big) as recordings:
        with pytest.raises(RecordingTooBig):
            await recordings.fetch("f")

    assert asked == 1
