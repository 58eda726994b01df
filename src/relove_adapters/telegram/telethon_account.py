"""A Telegram account that may be asked: never faster than Telegram allows, and not at all once it is shut out.

Imported only where its three settings are there.
"""

import asyncio
import math
import time
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

import structlog

from relove_adapters.telegram.telethon_errors import ABSENT, LATE, REVOKED, FloodError
from relove_core.telegram import ReadLater

log = structlog.get_logger()

REST_S = 300
"""How long to leave Telegram alone where it says that it is too much, but not for how long."""


class State(StrEnum):
    """For readiness."""

    FINE = "ok"
    RESTING = "resting"
    REVOKED = "revoked"


class SessionRevoked(Exception):
    """The account is shut out for good: only a new session helps."""


class Client(Protocol):
    """What is used of ``telethon.TelegramClient``."""

    def is_connected(self) -> bool: ...
    async def connect(self) -> None: ...
    async def disconnect(self) -> None: ...
    async def __call__(self, request: Any) -> Any: ...


class TelethonAccount:
    """Connects at the first question. ``timeout_s`` is for each of them; ``now`` counts seconds.

    Told to wait, it asks nothing until then, and never sleeps.
    """

    def __init__(self, client: Client, *, timeout_s: float = 10, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._timeout_s = timeout_s
        self._now = now
        self._rests_until = -math.inf
        self._is_revoked = False
        self._connecting = asyncio.Lock()

    @property
    def state(self) -> State:
        if self._is_revoked:
            return State.REVOKED
        return State.RESTING if self._now() < self._rests_until else State.FINE

    async def ask(self, request: object) -> Any:
        """The answer, or nothing where Telegram has none for us.

        Raises:
            SessionRevoked: now, or earlier.
            ReadLater: asked to wait, now or earlier; or no answer came.
        """
        self._check()
        failure = "cancelled"
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._connect()
                return await self._client(request)
        except REVOKED as e:
            self._revoke(type(e).__name__)
            raise SessionRevoked from e
        except FloodError as e:
            self._rests_until = self._now() + (getattr(e, "seconds", None) or REST_S)
            raise self._later(type(e).__name__) from e
        except ABSENT:
            return None
        except LATE as e:
            failure = type(e).__name__
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Telethon cancels what it owes an answer when the connection breaks; nobody has cancelled us.
        raise ReadLater(f"Telethon cannot tell now: {failure}")

    async def close(self) -> None:
        await self._client.disconnect()

    def _check(self) -> None:
        if self._is_revoked:
            raise SessionRevoked
        if self.state is State.RESTING:
            raise self._later("asked to wait")

    def _later(self, why: str) -> ReadLater:
        rest = timedelta(seconds=math.ceil(max(0.0, self._rests_until - self._now())))
        return ReadLater(f"Telethon rests: {why}", retry_after=rest)

    def _revoke(self, code: str) -> None:
        if not self._is_revoked:
            self._is_revoked = True
            log.error("telethon.session_revoked", code=code)

    async def _connect(self) -> None:
        async with self._connecting:
            if self._client.is_connected():
                return
            try:
                await self._client.connect()
            except BaseException:
                # Half open it would count as connected, and have every question refused.
                await self._client.disconnect()
                raise
