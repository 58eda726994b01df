"""A wire between two programs that can be cut, and that counts what PostgreSQL is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from sandbox.servers.ports import free_port

#: After each of these PostgreSQL answers and the client waits: Sync, simple Query, Flush.
_ASKS = frozenset(b"SQH")
_SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


@dataclass
class Wire:
    """Forwards TCP connections from ``port`` to ``target``; cut, it refuses new ones and drops the old."""

    target: tuple[str, int]
    port: int = field(default_factory=free_port)
    round_trips: int = 0
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def cut(self) -> None:
        if self._server is not None:
            self._server.close()
            for writer in tuple(self._writers):
                writer.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await asyncio.open_connection(*self.target)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, there_writer}
        counter = _Counter(self)
        with suppress(OSError):
            await asyncio.gather(_pump(reader, there_writer, counter), _pump(there_reader, writer, None))
        self._writers -= {writer, there_writer}


class _Counter:
    """Reads what a client of PostgreSQL says, message by message."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._rest = b""
        self._is_begun = False

    def feed(self, data: bytes) -> None:
        self._rest += data
        while len(self._rest) >= 8 or (self._is_begun and len(self._rest) >= 5):
            kind = self._rest[:1] if self._is_begun else b""
            length = len(kind) + int.from_bytes(self._rest[len(kind) : len(kind) + 4], "big")
            if len(self._rest) < length:
                return
            if kind and kind[0] in _ASKS:
                self._wire.round_trips += 1
            self._is_begun = self._is_begun or self._rest[:8] != _SSL_REQUEST
            self._rest = self._rest[length:]


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counter: _Counter | None) -> None:
    try:
        while data := await reader.read(65536):
            if counter is not None:
                counter.feed(data)
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


@asynccontextmanager
async def wire_to(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the server of ``url``, and the URL of its near end."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    assert parts.port is not None
    wire = Wire((parts.hostname, parts.port))
    await wire.mend()
    login = parts.netloc.rpartition("@")[0]
    near = f"{login}@127.0.0.1:{wire.port}" if login else f"127.0.0.1:{wire.port}"
    try:
        yield wire, urlunsplit(parts._replace(netloc=near))
    finally:
        await wire.cut()
