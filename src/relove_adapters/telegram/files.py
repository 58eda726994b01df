"""The sound of a voice message, fetched from Telegram into memory and nowhere else."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import ClientError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from relove_core.sessions.recording import MOST_BYTES, RecordingTooBig, RecordingUnavailable

_TOO_BIG = "file is too big"
_CHUNK = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramRecordings:
    """``within`` for one attempt, whole; three of them.

    Over the bot's own session, so that its proxy counts. The address of a file holds the token, and the errors of
    HTTP libraries quote addresses: none of them is handed on, not even as a cause.
    """

    bot: Bot
    within: timedelta
    rest_s: float = 1

    async def fetch(self, file_id: str) -> bytes:
        patiently = retry(
            retry=retry_if_exception_type(RecordingUnavailable),
            wait=wait_exponential(multiplier=self.rest_s, max=4),
            stop=stop_after_attempt(3),
            reraise=True,
        )
        return await patiently(self._fetch)(file_id)

    async def _fetch(self, file_id: str) -> bytes:
        try:
            async with asyncio.timeout(self.within.total_seconds()):
                return await self._download(await self._path(file_id))
        except (AiogramError, ClientError, TimeoutError) as e:
            failure = type(e).__name__
        raise RecordingUnavailable(f"Telegram did not hand over the recording: {failure}")

    async def _path(self, file_id: str) -> str:
        try:
            found = await self.bot.get_file(file_id, request_timeout=int(self.within.total_seconds()))
        except TelegramBadRequest as e:
            if _TOO_BIG not in e.message:
                raise
            raise RecordingTooBig(f"more than {MOST_BYTES} bytes") from None
        if not found.file_path:
            raise RecordingUnavailable("Telegram names no place to fetch the recording from")
        return found.file_path

    async def _download(self, path: str) -> bytes:
        session = self.bot.session
        url = session.api.file_url(self.bot.token, path)
        content = bytearray()
        stream = session.stream_content(url, timeout=int(self.within.total_seconds()), chunk_size=_CHUNK)
        async for chunk in stream:
            content += chunk
            if len(content) > MOST_BYTES:
                await stream.aclose()
                raise RecordingTooBig(f"more than {MOST_BYTES} bytes")
        return bytes(content)
