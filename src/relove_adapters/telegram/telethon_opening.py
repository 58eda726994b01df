"""The second source, opened and closed. Imported only where its three settings are there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from relove_adapters.telegram.telethon_account import TelethonAccount
from relove_adapters.telegram.telethon_client import NoWayOut, telethon_client
from relove_adapters.telegram.telethon_reader import TelethonReader

log = structlog.get_logger()


@asynccontextmanager
async def opened_telethon(
    *, api_id: int, api_hash: str, session: str, proxy: str | None
) -> AsyncIterator[TelethonReader | None]:
    """The reader, or nothing where Telethon cannot go by the proxy. It connects at its first question."""
    try:
        client = telethon_client(api_id=api_id, api_hash=api_hash, session=session, proxy=proxy)
    except NoWayOut:
        log.exception("telethon.no_way_out")
        yield None
        return
    account = TelethonAccount(client)
    try:
        yield TelethonReader(account=account)
    finally:
        await account.close()
