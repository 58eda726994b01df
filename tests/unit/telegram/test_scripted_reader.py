"""The scripted reader is a reader."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from relove_adapters.telegram.photos import small_jpeg
from relove_core.ids import UserId
from relove_core.telegram import Photo, PublicPage, ReadLater, limited
from relove_core.testing.scripted_reader import ScriptedReader
from tests.contracts.telegram_reader import LENA, WAIT, PhotoContract, TelegramReaderContract


@dataclass
class Script:
    pages: dict[UserId, PublicPage | ReadLater] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = ScriptedReader(self.pages)

    async def lena_shows(
        self, *, bio: str | None = None, posts: Sequence[str] = (), photo: bytes | None = None
    ) -> None:
        shown = photo and Photo(key=hashlib.sha256(photo).hexdigest(), jpeg=await small_jpeg(photo))
        self.pages[LENA] = limited(bio=bio, posts=reversed(posts), photo=shown or None)

    async def asks_to_wait(self) -> None:
        self.pages[LENA] = ReadLater("later", retry_after=WAIT)


@pytest.fixture
def telegram() -> Script:
    return Script()


class TestScriptedReader(TelegramReaderContract, PhotoContract):
    async def test_it_remembers_who_was_asked_about(self, telegram: Script) -> None:
        await telegram.reader.read(LENA, username=None, photo_key=None)

        assert telegram.reader.asked == [LENA]
