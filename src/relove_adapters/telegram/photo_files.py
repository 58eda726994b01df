"""The file of a profile photo, from the Bot API's own file host and from nowhere else."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import PhotoSize
from aiohttp import ClientError

from relove_adapters.telegram.photos import LONG_SIDE_PX

MOST_BYTES = 5_000_000

_CHUNK = 65536
#: What Telegram names its files: ``photos/file_12.jpg``. Nothing that leads up, out or elsewhere.
_PATH = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*(\.[A-Za-z0-9]+)?")


class PhotoNotFetched(Exception):
    """It is too big, or not where it should be; says nothing of the address, which holds the token."""


def suitable(sizes: Sequence[PhotoSize]) -> PhotoSize | None:
    """The smallest that need not be made bigger, else the biggest; none of those that are too heavy."""
    light = sorted((s for s in sizes if (s.file_size or 0) <= MOST_BYTES), key=_long_side)
    enough = [size for size in light if _long_side(size) >= LONG_SIDE_PX]
    return next(iter(enough or light[-1:]), None)


def _long_side(size: PhotoSize) -> int:
    return max(size.width, size.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFiles:
    """``timeout_s`` is for one photo, whole. Over the bot's own session, so that its proxy counts."""

    bot: Bot
    timeout_s: int

    async def fetch(self, path: str) -> bytes:
        """What is at ``path`` on the file host.

        Raises:
            PhotoNotFetched: there is no such place, or more than ``MOST_BYTES`` are there.
        """
        if not _PATH.fullmatch(path):
            raise PhotoNotFetched("elsewhere")
        try:
            async with asyncio.timeout(self.timeout_s):
                return await self._download(path)
        except (ClientError, TimeoutError) as e:
            failure = type(e).__name__
        raise PhotoNotFetched(failure)

    async def _download(self, path: str) -> bytes:
        session = self.bot.session
        url = session.api.file_url(self.bot.token, path)
        stream = session.stream_content(url, timeout=self.timeout_s, chunk_size=_CHUNK)
        content = bytearray()
        async for chunk in stream:
            content += chunk
            if len(content) > MOST_BYTES:
                await stream.aclose()
                raise PhotoNotFetched("too big")
        return bytes(content)
