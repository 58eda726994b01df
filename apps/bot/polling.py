"""Ask Telegram for updates; of several replicas one does, and another takes over when it is gone."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog

from apps.bot.intake import Intake
from apps.bot.pump import beside
from relove_adapters.postgres.leases import PostgresLease
from relove_adapters.telegram.polling import PolledElsewhere, Polling, Unauthorised
from relove_adapters.telegram.updates import encode, number_of
from relove_core.errors import Unavailable
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

LEASE_S = 6.0
RENEW_S = 2.0
AFTER_TROUBLE_S = 1.0


class Poller:
    """``trouble`` says in a word why no updates come, for readiness; empty while they do."""

    def __init__(self, *, polling: Polling, lease: PostgresLease, intake: Intake) -> None:
        self._polling = polling
        self._lease = lease
        self._intake = intake
        self._offset: int | None = None
        self.trouble = ""

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if await self._holds_lease():
                await self._poll_while_held(stop)
            else:
                await _pause(stop, RENEW_S)
        with suppress(StorageUnavailable):
            await self._lease.leave()

    async def _poll_while_held(self, stop: asyncio.Event) -> None:
        self._offset = None
        try:
            async with asyncio.timeout(None) as held, beside(self._hold(stop, held)):
                while not stop.is_set():
                    await self._once(stop)
        except TimeoutError:
            if not held.expired():
                raise

    async def _hold(self, stop: asyncio.Event, held: asyncio.Timeout) -> None:
        """Prolong the lease; end the polling where that fails, or when the process stops."""
        while not stop.is_set() and await self._holds_lease():
            await _pause(stop, RENEW_S)
        held.reschedule(asyncio.get_running_loop().time())

    async def _holds_lease(self) -> bool:
        try:
            return await self._lease.hold()
        except StorageUnavailable:
            self.trouble = "database"
            return False

    async def _once(self, stop: asyncio.Event) -> None:
        """One batch: only when it is kept does the next request confirm it."""
        try:
            updates = await self._polling.fetch(self._offset)
            await self._keep(updates)
        except Unauthorised:
            await self._complain("unauthorised", stop, seconds=30.0)
        except PolledElsewhere:
            await self._complain("polled_elsewhere", stop)
        except StorageUnavailable:
            await self._complain("database", stop)
        except Unavailable as e:
            await self._complain(
                "telegram", stop, seconds=e.retry_after.total_seconds() if e.retry_after else AFTER_TROUBLE_S
            )
        else:
            self.trouble = ""

    async def _keep(self, updates: list[Mapping[str, Any]]) -> None:
        await self._intake.take([(update, encode(update)) for update in updates])
        numbers = [number for update in updates if (number := number_of(update)) is not None]
        if numbers:
            self._offset = max(numbers) + 1
        elif updates:
            raise Unavailable("not one of these updates has a number, so none can be confirmed")

    async def _complain(self, trouble: str, stop: asyncio.Event, *, seconds: float = AFTER_TROUBLE_S) -> None:
        if trouble != self.trouble:
            log.warning("polling.troubled", kind=trouble)
        self.trouble = trouble
        await _pause(stop, seconds)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
