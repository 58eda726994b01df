"""A photo of a stranger comes out small and harmless, or not at all."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from relove_adapters.telegram.photos import LONG_SIDE_PX, MOST_PIXELS, PhotoRefused, small_jpeg
from relove_core.telegram import JPEG_BYTES

SECRET = b"56.838011,60.597465"


def a_picture(size: tuple[int, int] = (640, 480), mode: str = "RGB", form: str = "JPEG", **how: Any) -> bytes:
    content = BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(content, form, **how)
    return content.getvalue()


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is as big as that; the first thousand rows are there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + (width + 7) // 8) * min(height, 1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("size", "small"),
    [
        ((640, 480), (LONG_SIDE_PX, 240)),
        ((480, 640), (240, LONG_SIDE_PX)),
        ((100, 50), (100, 50)),
        ((2000, 3), (LONG_SIDE_PX, 1)),
        ((1, 1), (1, 1)),
    ],
)
async def test_it_is_at_most_so_big_and_keeps_its_shape(size: tuple[int, int], small: tuple[int, int]) -> None:
    with Image.open(BytesIO(await small_jpeg(a_picture(size)))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", small)


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
async def test_every_kind_of_jpeg_is_taken(mode: str) -> None:
    with Image.open(BytesIO(await small_jpeg(a_picture(mode=mode, progressive=True)))) as picture:
        assert picture.mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
async def test_a_png_by_another_name_becomes_a_jpeg(mode: str) -> None:
    assert (await small_jpeg(a_picture(mode=mode, form="PNG"))).startswith(b"\xff\xd8\xff")


async def test_nothing_that_was_hidden_in_the_file_comes_through() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    hidden = a_picture(exif=exif, comment=SECRET, icc_profile=SECRET, dpi=(72, 72), xmp=SECRET)
    assert hidden.count(SECRET) == 4

    made = await small_jpeg(hidden + SECRET)

    assert SECRET not in made
    with Image.open(BytesIO(made)) as picture:
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


async def test_nothing_written_in_a_png_comes_through() -> None:
    notes = PngInfo()
    notes.add_text("Comment", SECRET.decode(), zip=False)

    assert SECRET not in await small_jpeg(a_picture(form="PNG", pnginfo=notes))


async def test_the_wildest_picture_is_still_small() -> None:
    assert len(await small_jpeg(a_picture((LONG_SIDE_PX, LONG_SIDE_PX)))) < JPEG_BYTES


@pytest.mark.parametrize(
    ("width", "height"),
    [(2001, 2000), (3000, 3000), (65535, 65535), (40_000_000, 1)],
    ids=["a pixel row too big", "more than twice", "four thousand million", "a line"],
)
async def test_an_image_bomb_is_not_set_off(width: int, height: int) -> None:
    bomb = a_bomb(width, height)
    assert len(bomb) < 100_000 < MOST_PIXELS

    with pytest.raises(PhotoRefused, match="DecompressionBomb"):
        await small_jpeg(bomb)


async def test_a_jpeg_that_says_it_is_huge_is_refused() -> None:
    small = a_picture((16, 16))
    frame = small.index(b"\xff\xc0")
    huge = small[: frame + 5] + struct.pack(">HH", 60000, 60000) + small[frame + 9 :]

    with pytest.raises(PhotoRefused, match="DecompressionBomb"):
        await small_jpeg(huge)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        b"<html>502 Bad Gateway</html>",
        b"%PDF-1.7",
        b"\x00" * 4_000_000,
        a_picture(form="GIF"),
        a_picture(form="WEBP"),
        a_picture(form="TIFF"),
        a_picture(form="BMP"),
        a_picture()[:5000],
        a_picture(progressive=True)[:9000],
        a_picture(form="PNG")[:-5000],
    ],
    ids="nothing,a beginning,svg,html,pdf,zeros,gif,webp,tiff,bmp,cut,cut progressive,cut png".split(","),
)
async def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoRefused):
        await small_jpeg(content)


SMALL = [a_picture((40, 30)), a_picture((40, 30), progressive=True), a_picture((40, 30), mode="RGBA", form="PNG")]


@given(st.sampled_from(SMALL), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=12))
async def test_a_damaged_picture_is_refused_or_made_small_and_nothing_else(
    content: bytes, damages: list[tuple[int, int]]
) -> None:
    damaged = bytearray(content)
    for place, byte in damages:
        damaged[place % len(damaged)] = byte

    try:
        made = await small_jpeg(bytes(damaged))
    except PhotoRefused:
        return

    assert made.startswith(b"\xff\xd8\xff")
