"""Addresses to listen on, as settings give them: ``127.0.0.1:8080``."""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sandbox.refusal import Refused
from sandbox.servers.ports import LOOPBACK, is_free

#: What answers when a server listens everywhere.
EVERYWHERE: Final = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104 - compared, not listened on
#: A run that was killed a moment ago still holds its ports.
PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Listen:
    host: str
    port: int

    @classmethod
    def parse(cls, text: object) -> "Listen":
        if isinstance(text, Listen):
            return text
        host, _, port = str(text).strip().rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(f"нужен адрес вида 127.0.0.1:8080, а задано «{text}»")
        return cls(host.strip("[]"), int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        return f"http://{Listen(EVERYWHERE.get(self.host, self.host), self.port)}"


async def require_free(listen: Listen, variable: str) -> Listen:
    """Refuse an address that something else holds; the message names the variable to change."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_free(listen.port, listen.host) and time.monotonic() < deadline:  # noqa: ASYNC110 - no event tells it
        await asyncio.sleep(0.1)
    if not is_free(listen.port, listen.host):
        raise Refused(
            f"Адрес {listen} занят другой программой. Укажите свободный в {variable}, например {_next(listen)}."
        )
    return listen


def next_free(first: Listen, taken: Collection[Listen]) -> Listen:
    """The address itself, or the same host with the next port that nobody holds."""
    ports = range(first.port, 65536)
    return next(
        found for port in ports if (found := Listen(first.host, port)) not in taken and is_free(port, first.host)
    )


def _next(listen: Listen) -> Listen:
    return next_free(Listen(listen.host, min(listen.port + 10, 65000)), ())
