"""A photo of a stranger, made small and harmless."""

import asyncio
import struct
import warnings
import zlib
from io import BytesIO

from PIL import Image

LONG_SIDE_PX = 320
MOST_PIXELS = 4_000_000
"""Telegram makes profile photos of at most 1280 x 1280; more would only cost memory."""
QUALITY = 80

_FORMATS = ("JPEG", "PNG")
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, OverflowError, EOFError, struct.error, zlib.error)
_TOO_BIG = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Pillow looks at the size before it decodes anything, and only warns where it is up to twice too big.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class PhotoRefused(Exception):
    """It is no picture, or not one of a size and kind that is looked at."""


async def small_jpeg(content: bytes) -> bytes:
    """The picture as a JPEG of at most ``LONG_SIDE_PX`` a side: its pixels, and nothing else that was in the file.

    Decoded in a thread, for the loop has other things to do.

    Raises:
        PhotoRefused: it cannot be decoded, or would take too much memory.
    """
    return await asyncio.to_thread(_made_small, content)


def _made_small(content: bytes) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            picture.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX))
            pixels = picture.convert("RGB")
    except (*_BROKEN, *_TOO_BIG) as e:
        raise PhotoRefused(type(e).__name__) from e
    pixels.info.clear()
    small = BytesIO()
    pixels.save(small, "JPEG", quality=QUALITY, optimize=True)
    return small.getvalue()
