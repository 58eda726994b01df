"""The bot's HTTP session, by way of a proxy where there is one."""

from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector


class TelegramSession(AiohttpSession):
    """aiogram's own, but for the proxy, which is aiohttp's: the errors of aiogram's choice escape its translation."""

    def __init__(self, *, api: TelegramAPIServer, proxy: str | None) -> None:
        super().__init__(api=api)
        self._way_out = proxy

    async def create_session(self) -> ClientSession:
        if self._session is None or self._session.closed:
            self._session = ClientSession(connector=TCPConnector(**self._connector_init), proxy=self._way_out)
        return self._session

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - aiogram's own word for it
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """From where it was asked and from nowhere else: whoever points to another place is refused."""
        session, within = await self.create_session(), ClientTimeout(total=timeout)
        async with session.get(url, headers=headers, timeout=within, allow_redirects=False) as response:
            if raise_for_status and response.status != HTTPStatus.OK:
                raise ClientError(f"answered with {response.status}")
            async for chunk in response.content.iter_chunked(chunk_size):
                yield chunk
