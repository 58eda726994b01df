"""What the Bot API tells about a person, read from the local one over HTTP."""

import base64
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from relove_adapters.telegram.bot_api_reader import BotApiReader
from relove_core.ids import UserId
from relove_core.telegram import PublicPage, ReadLater
from tests.contracts.telegram_reader import LENA, NAME, WAIT, PhotoContract, TelegramReaderContract, a_picture, lena_of
from tests.integration.sandbox.bot_api_stand import ANNA, Stand, running
from tests.integration.telegram.bots import TOKEN, bot_at


@dataclass(kw_only=True)
class LocalTelegram:
    stand: Stand
    reader: BotApiReader

    async def lena_shows(
        self, *, bio: str | None = None, posts: Sequence[Any] = (), photo: bytes | None = None
    ) -> None:
        lena = {"id": LENA, "first_name": "Лена", "username": NAME, "is_started": True}
        shown = None if photo is None else base64.b64encode(photo).decode()
        answer = await self.stand.post("/sandbox/people", {**lena, "bio": bio, "posts": list(posts), "photo": shown})
        assert answer["ok"]

    async def asks_to_wait(self) -> None:
        await self.breaks("429", retry_after=int(WAIT.total_seconds()))

    async def breaks(self, kind: str, **how: Any) -> None:
        await self.stand.post("/sandbox/faults", [{"kind": kind, **how}])

    async def asked(self) -> list[str]:
        return [call["method"] for call in (await self.stand.get("/sandbox/log"))["calls"]]


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[LocalTelegram]:
    async with running(tmp_path) as stand, bot_at(stand.url) as bot:
        yield LocalTelegram(stand=stand, reader=BotApiReader(bot=bot, timeout_s=5))


class TestBotApiReader(TelegramReaderContract, PhotoContract):
    pass


async def test_the_first_people_of_the_sandbox_can_be_read(telegram: LocalTelegram) -> None:
    await telegram.stand.say("/start")

    page = await telegram.reader.read(UserId(ANNA), username=None, photo_key=None)

    assert page.bio
    assert len(page.posts) == 3
    assert page.photo is not None


async def test_a_known_photo_is_not_even_looked_for_on_the_file_host(telegram: LocalTelegram) -> None:
    await telegram.lena_shows(photo=a_picture())
    photo = (await lena_of(telegram)).photo
    assert photo is not None
    before = len(await telegram.asked())

    await lena_of(telegram, photo_key=photo.key)

    assert (await telegram.asked())[before:] == ["getChat", "getUserProfilePhotos"]


async def test_captions_are_posts_and_words_of_others_are_not(telegram: LocalTelegram) -> None:
    await telegram.lena_shows(posts=[{"caption": "Закат"}, {"text": "Чужое", "is_forwarded": True}, "Своё"])

    assert (await lena_of(telegram)).posts == ("Своё", "Закат")


async def test_whoever_has_not_come_to_the_bot_shows_nothing(telegram: LocalTelegram) -> None:
    await telegram.lena_shows(bio="О себе", posts=["пост"], photo=a_picture())
    await telegram.stand.post("/sandbox/people", {"id": LENA, "is_started": False})

    assert await lena_of(telegram) == PublicPage()
    assert await telegram.asked() == ["getChat"]


@pytest.mark.parametrize("kind", ["403_blocked", "403_deactivated", "400_parse"])
@pytest.mark.parametrize(
    ("method", "left"),
    [
        ("getChat", (None, (), False)),
        ("getUserPersonalChatMessages", ("О себе", (), True)),
        ("getUserProfilePhotos", ("О себе", ("пост",), False)),
        ("getFile", ("О себе", ("пост",), False)),
    ],
)
async def test_what_is_refused_is_absent(telegram: LocalTelegram, kind: str, method: str, left: object) -> None:
    await telegram.lena_shows(bio="О себе", posts=["пост"], photo=a_picture())
    await telegram.breaks(kind, method=method)

    page = await lena_of(telegram)

    assert (page.bio, page.posts, page.photo is not None) == left


@pytest.mark.parametrize("kind", ["500", "html_502", "reset", "accept_then_reset", "401"])
@pytest.mark.parametrize("method", ["getChat", "getUserPersonalChatMessages", "getUserProfilePhotos", "getFile"])
async def test_an_outage_means_later_and_its_words_hold_no_token(
    telegram: LocalTelegram, kind: str, method: str
) -> None:
    await telegram.lena_shows(bio="О себе", posts=["пост"], photo=a_picture())
    await telegram.breaks(kind, method=method)

    with capture_logs() as logged, pytest.raises(ReadLater) as later:
        await lena_of(telegram)

    assert later.value.retry_after is None
    assert (later.value.__cause__, later.value.__context__) == (None, None)
    assert TOKEN not in f"{later.value!r}{logged}"


@pytest.mark.parametrize(
    "content",
    [b"not a picture", a_picture()[:3000], a_picture(form="GIF"), a_picture(side=3000)],
    ids=["no picture", "cut", "gif", "too many pixels"],
)
async def test_a_photo_that_cannot_be_looked_at_is_absent_and_told(telegram: LocalTelegram, content: bytes) -> None:
    await telegram.lena_shows(bio="О себе", posts=["пост"], photo=content)

    with capture_logs() as logged:
        page = await lena_of(telegram)

    assert page == PublicPage(bio="О себе", posts=("пост",))
    assert [(line["event"], line["user_id"]) for line in logged] == [("photo.refused", LENA)]


async def test_a_photo_that_says_it_is_too_heavy_is_not_asked_for(telegram: LocalTelegram) -> None:
    await telegram.lena_shows(bio="О себе", photo=b"\xff\xd8\xff" + bytes(5_000_000))

    assert await lena_of(telegram) == PublicPage(bio="О себе")
    assert await telegram.asked() == ["getChat", "getUserProfilePhotos"]
