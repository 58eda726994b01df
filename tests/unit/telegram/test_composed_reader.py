"""Two readers as one: the second fills what is missing, and the failure of one never costs what the other has read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relove_adapters.telegram.composed_reader import ComposedReader
from relove_core.ids import UserId
from relove_core.telegram import Photo, PublicPage, ReadLater
from relove_core.testing.scripted_reader import ScriptedReader

LENA = UserId(5001)
PHOTO = Photo(key="key", jpeg=b"\xff\xd8\xff")
FULL = PublicPage(bio="О себе", posts=("пост",), photo=PHOTO)
LATER = ReadLater("later", retry_after=timedelta(seconds=7))
EVEN_LATER = ReadLater("later", retry_after=timedelta(hours=7))


def read_by(*pages: PublicPage | ReadLater) -> tuple[ComposedReader, list[ScriptedReader]]:
    readers = [ScriptedReader({LENA: page}) for page in pages]
    return ComposedReader(readers=tuple(readers)), readers


async def lena_of(reader: ComposedReader) -> PublicPage:
    return await reader.read(LENA, username="lena", photo_key=None)


async def test_without_readers_nobody_shows_anything() -> None:
    assert await lena_of(ComposedReader(readers=())) == PublicPage()


async def test_the_second_is_not_asked_where_nothing_is_missing() -> None:
    reader, (_, second) = read_by(PublicPage(bio="О себе", posts=("пост",)), FULL)

    assert await lena_of(reader) == PublicPage(bio="О себе", posts=("пост",))
    assert second.asked == []


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (PublicPage(), FULL, FULL),
        (PublicPage(bio="своё"), PublicPage(bio="чужое", posts=("б",)), PublicPage(bio="своё", posts=("б",))),
        (PublicPage(posts=("а",)), PublicPage(bio="чужое", posts=("б",)), PublicPage(bio="чужое", posts=("а",))),
        (PublicPage(bio="своё", photo=PHOTO), PublicPage(), PublicPage(bio="своё", photo=PHOTO)),
    ],
)
async def test_the_second_fills_only_what_is_missing(first: PublicPage, second: PublicPage, both: PublicPage) -> None:
    reader, _ = read_by(first, second)

    assert await lena_of(reader) == both


@pytest.mark.parametrize("page", [PublicPage(), PublicPage(bio="О себе")])
async def test_what_the_first_has_read_stands_though_the_second_is_late(page: PublicPage) -> None:
    reader, _ = read_by(page, LATER)

    assert await lena_of(reader) == replace(page, is_whole=False)


async def test_what_the_second_has_read_stands_though_the_first_is_late() -> None:
    reader, _ = read_by(LATER, PublicPage(bio="О себе"))

    assert await lena_of(reader) == PublicPage(bio="О себе", is_whole=False)


async def test_who_is_late_is_not_missed_where_nothing_is_missing() -> None:
    reader, _ = read_by(LATER, FULL, LATER)

    assert await lena_of(reader) == FULL


@pytest.mark.parametrize("second", [EVEN_LATER, PublicPage()], ids=["late too", "nothing known"])
async def test_when_nobody_has_read_anything_it_is_for_later(second: PublicPage | ReadLater) -> None:
    reader, _ = read_by(LATER, second)

    with pytest.raises(ReadLater) as later:
        await lena_of(reader)

    assert later.value.retry_after == timedelta(seconds=7)


async def test_one_alone_is_as_good_as_itself() -> None:
    reader, _ = read_by(FULL)
    late, _ = read_by(LATER)

    assert await lena_of(reader) == FULL
    with pytest.raises(ReadLater):
        await lena_of(late)
