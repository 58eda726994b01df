"""Answers of a Bot API that is older or newer than this code, or no Bot API at all."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from relove_adapters.telegram.bot_api_reader import BotApiReader
from relove_core.ids import UserId
from relove_core.telegram import PublicPage, ReadLater
from tests.integration.telegram.bots import bot_at
from tests.integration.telegram.test_photo_files import CHAT

CHANNEL = {"id": -1001, "type": "channel", "title": "Лена пишет"}
NO_PHOTOS: dict[str, Any] = {"total_count": 0, "photos": []}
USUAL = {"getChat": {**CHAT, "personal_chat": CHANNEL}, "getUserProfilePhotos": NO_PHOTOS}


@asynccontextmanager
async def reader_of(results: Mapping[str, Any]) -> AsyncIterator[BotApiReader]:
    """``results`` by method, or a whole answer; what is not there is not known to this Bot API."""

    async def answer(request: web.Request) -> web.Response:
        result = results.get(request.match_info["method"])
        if isinstance(result, web.Response):
            return result
        if result is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.json_response({"ok": True, "result": result})

    app = web.Application()
    app.add_routes([web.post("/bot{token}/{method}", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        async with bot_at(f"http://{host}:{port}") as bot:
            yield BotApiReader(bot=bot, timeout_s=5)
    finally:
        await runner.cleanup()


async def read_by(reader: BotApiReader) -> PublicPage:
    return await reader.read(UserId(5001), username=None, photo_key=None)


async def test_an_older_bot_api_that_does_not_know_the_question_tells_less() -> None:
    async with reader_of(USUAL) as reader:
        assert await read_by(reader) == PublicPage(bio="О себе")


async def test_an_answer_in_words_that_are_not_known_yet_is_absent_and_told() -> None:
    newer = {**USUAL, "getUserPersonalChatMessages": [{"message_id": 1, "said_by": "wire"}]}
    async with reader_of(newer) as reader:
        with capture_logs() as logged:
            page = await read_by(reader)

    assert page == PublicPage(bio="О себе")
    assert [(line["event"], line["method"]) for line in logged] == [
        ("reader.answer_unknown", "getUserPersonalChatMessages")
    ]


@pytest.mark.parametrize("body", ["", "{}", "[]", "null", '{"ok": false}', "<html>captive portal</html>"])
async def test_what_is_no_answer_at_all_means_later(body: str) -> None:
    async with reader_of({"getChat": web.Response(text=body)}) as reader:
        with pytest.raises(ReadLater):
            await read_by(reader)
