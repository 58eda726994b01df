"""The bot's HTTP session, by way of a proxy where there is one."""

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession, TCPConnector


class TelegramSession(AiohttpSession):
    """aiogram's own, but for the proxy, which is aiohttp's: the errors of aiogram's choice escape its translation."""

    def __init__(self, *, api: TelegramAPIServer, proxy: str | None) -> None:
        super().__init__(api=api)
        self._way_out = proxy

    async def create_session(self) -> ClientSession:
        if self._session is None or self._session.closed:
            self._session = ClientSession(connector=TCPConnector(**self._connector_init), proxy=self._way_out)
        return self._session
