"""Telethon itself, against a Telegram on this machine that is gone, or has forgotten the key."""

import asyncio
import base64
import gc
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs
from telethon.tl import functions

from relove_adapters.telegram.telethon_account import SessionRevoked, State, TelethonAccount
from relove_adapters.telegram.telethon_client import NoWayOut, telethon_client
from relove_core.telegram import ReadLater
from sandbox.servers.ports import free_port

QUESTION = functions.contacts.ResolveUsernameRequest("lena_sunny")
#: What Telegram answers to a key that it does not know. Source: core.telegram.org/mtproto, transport errors.
UNKNOWN_KEY = -404


def a_session(port: int) -> str:
    packed = struct.pack(">B4sH256s", 2, b"\x7f\x00\x00\x01", port, bytes(range(1, 256)) + b"\x01")
    return "1" + base64.urlsafe_b64encode(packed).decode()


@asynccontextmanager
async def account_at(port: int, *, timeout_s: float = 10, proxy: str | None = None) -> AsyncIterator[TelethonAccount]:
    client = telethon_client(api_id=1, api_hash="0" * 32, session=a_session(port), proxy=proxy)
    account = TelethonAccount(client, timeout_s=timeout_s)
    try:
        yield account
    finally:
        await account.close()


async def _forgetful(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    frame = struct.pack("<iii", 16, 0, UNKNOWN_KEY)
    writer.write(frame + struct.pack("<I", zlib.crc32(frame)))
    await writer.drain()
    await reader.read()
    writer.close()


async def _silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def _slamming(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


@asynccontextmanager
async def telegram(behaves: object) -> AsyncIterator[int]:
    server = await asyncio.start_server(behaves, "127.0.0.1", 0)  # type: ignore[arg-type]  # one of the three above
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_telegram_that_is_gone_means_later() -> None:
    async with account_at(free_port()) as account:
        with pytest.raises(ReadLater):
            await account.ask(QUESTION)

        assert account.state is State.FINE


@pytest.mark.parametrize("behaves", [_silent, _slamming])
async def test_a_telegram_that_says_nothing_means_later(behaves: object) -> None:
    async with telegram(behaves) as port, account_at(port, timeout_s=0.5) as account:
        for _ in range(2):
            with pytest.raises(ReadLater):
                await account.ask(QUESTION)


async def test_a_key_that_telegram_has_forgotten_switches_the_account_off_for_good() -> None:
    async with telegram(_forgetful) as port, account_at(port) as account:
        with capture_logs() as logged:
            for _ in range(2):
                with pytest.raises(SessionRevoked):
                    await account.ask(QUESTION)

        assert account.state is State.REVOKED
    assert [line["event"] for line in logged] == ["telethon.session_revoked"]


@pytest.mark.parametrize("behaves", [_silent, _slamming, _forgetful])
async def test_of_what_went_wrong_nothing_is_left_that_nobody_has_heard(behaves: object) -> None:
    unheard: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: unheard.append(str(what["message"])))

    async with telegram(behaves) as port, account_at(port, timeout_s=0.5) as account:
        with pytest.raises((ReadLater, SessionRevoked)):
            await account.ask(QUESTION)
    del account
    await asyncio.sleep(0)
    gc.collect()

    assert unheard == []


async def test_an_account_that_was_never_asked_can_be_closed() -> None:
    async with account_at(free_port()) as account:
        assert account.state is State.FINE


@pytest.mark.parametrize("proxy", ["https://user:canary@proxy.invalid:3128", "https://proxy.invalid"])
async def test_a_proxy_that_telethon_cannot_use_is_not_gone_past(proxy: str) -> None:
    with pytest.raises(NoWayOut) as refused:
        telethon_client(api_id=1, api_hash="0" * 32, session=a_session(1), proxy=proxy)

    assert "canary" not in repr(refused.value)


async def test_by_a_proxy_nothing_goes_past_it() -> None:
    asked: list[str] = []
    past: list[bytes] = []

    async def refusing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
        await writer.drain()
        writer.close()

    async def direct(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        past.append(await reader.read())
        writer.close()

    async with (
        telegram(direct) as port,
        telegram(refusing) as door,
        account_at(port, proxy=f"http://user:pass@127.0.0.1:{door}") as account,
    ):
        with pytest.raises(ReadLater):
            await account.ask(QUESTION)

    assert {line.splitlines()[0] for line in asked} == {f"CONNECT 127.0.0.1:{port} HTTP/1.1"}
    assert all("Proxy-Authorization: Basic" in line for line in asked)
    assert past == []
