"""Telethon's own client, told not to sleep, not to insist and not to remember people.

Imported only where its three settings are there.
"""

import asyncio
from typing import Any
from urllib.parse import unquote, urlsplit

from telethon import TelegramClient
from telethon.sessions import StringSession


class NoWayOut(Exception):
    """There is a proxy that Telethon cannot go by, and past it nobody goes."""


class _Forgetful(StringSession):  # type: ignore[misc]  # ships no types
    """Telethon remembers everybody it has heard of, for good; we ask by access hash."""

    def process_entities(self, tlo: object) -> None:
        del tlo


class _Quiet(TelegramClient):  # type: ignore[misc]  # ships no types
    async def connect(self) -> None:
        """Who asks is told how a connection ended; asyncio would tell it once more, as an error nobody has heard."""
        try:
            await super().connect()
        finally:
            self.disconnected.add_done_callback(_hear)


def _hear(ended: asyncio.Future[None]) -> None:
    if not ended.cancelled():
        ended.exception()


def telethon_client(*, api_id: int, api_hash: str, session: str, proxy: str | None) -> TelegramClient:
    """A client that is not connected yet.

    Raises:
        NoWayOut: ``proxy`` is there, and it is none of the kind ``http://``.
        ValueError: ``session`` is no string session.
    """
    return _Quiet(
        _Forgetful(session),
        api_id,
        api_hash,
        proxy=None if proxy is None else _way_out(proxy),
        timeout=10,
        request_retries=1,
        connection_retries=1,
        auto_reconnect=False,
        flood_sleep_threshold=0,
        raise_last_call_error=True,
        receive_updates=False,
    )


def _way_out(proxy: str) -> dict[str, Any]:
    parts = urlsplit(proxy)
    if parts.scheme != "http":
        raise NoWayOut
    return {
        "proxy_type": parts.scheme,
        "addr": parts.hostname,
        "port": parts.port or 80,
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
    }
