"""Work on a lane: who it is, what they want, and what becomes of work that fails."""

import asyncio
import time
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import timedelta

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update

from apps.bot.bursts import Work, first_work
from apps.bot.courtesy import Courtesy
from apps.bot.pump import Wake, beside
from relove_adapters import metrics
from relove_core.clock import Clock
from relove_core.delivery.ignore import Ignore
from relove_core.delivery.model import Cause, Claim, Lane, LeaseLost
from relove_core.delivery.ports import Inbox
from relove_core.delivery.set_aside import MAX_FAILURES, MAX_RUNS, SetAside
from relove_core.texts import Voice
from relove_core.transactions import StorageUnavailable
from relove_core.users.model import ADDRESS_UNKNOWN, Language
from relove_core.users.pace import TooFast

log = structlog.get_logger()

#: Nobody can say whose update this is if it cannot even be read.
UNKNOWN_VOICE = Voice(Language.RUSSIAN, ADDRESS_UNKNOWN)


class KillsProcess(Exception):
    """The work on these updates was begun too often without an end."""


class Lanes:
    def __init__(
        self,
        *,
        inbox: Inbox,
        dispatcher: Dispatcher,
        bot: Bot,
        ignore: Ignore,
        set_aside: SetAside,
        clock: Clock,
        lease: timedelta,
        outbox_wake: Wake,
        courtesy: Courtesy,
    ) -> None:
        self._inbox = inbox
        self._dispatcher = dispatcher
        self._bot = bot
        self._ignore = ignore
        self._set_aside = set_aside
        self._clock = clock
        self._lease = lease
        self._outbox_wake = outbox_wake
        self._courtesy = courtesy

    async def work(self, claim: Claim) -> None:
        """Deal with the first piece of work of a lane; one line in the log says how it went."""
        begun = time.monotonic()
        outcome = await self._guarded(claim)
        self._outbox_wake.ring()
        metrics.turn_seconds.labels(claim.lane).observe(time.monotonic() - begun)
        log.info(
            "update.worked_on",
            lane=claim.lane.value,
            update_ids=[p.update_id for p in claim.pending[:5]],
            outcome=outcome,
            took_ms=round((time.monotonic() - begun) * 1000),
        )

    async def _guarded(self, claim: Claim) -> str:
        update_ids = tuple(p.update_id for p in claim.pending[:1])
        try:
            if not claim.pending:
                await self._inbox.postpone(claim, until=None)
                return "empty"
            work = first_work(claim)
            update_ids = work.update_ids
            await self._while_held(claim, work)
        except LeaseLost:
            return "lease_lost"
        except TooFast as e:
            await self._give_back(claim, after=e.wait)
            return "throttled"
        except Exception as e:  # noqa: BLE001 - the edge: whatever it was, the updates are kept and tried again
            return await self._failed(claim, update_ids, e)
        metrics.updates_finished.labels(claim.lane).inc(len(update_ids))
        return "done"

    async def _while_held(self, claim: Claim, work: Work) -> None:
        """Do the work, and prolong the lease as long as it takes; stop at once if it is lost."""
        try:
            async with asyncio.timeout(None) as held, beside(self._hold(claim, held)), self._typing(claim):
                await self._route(claim, work)
        except TimeoutError as e:
            if held.expired():
                raise LeaseLost("the lane is in other hands") from e
            raise

    def _typing(self, claim: Claim) -> AbstractAsyncContextManager[None]:
        is_private_talk = claim.chat_id > 0 and claim.lane is Lane.TALK
        return beside(self._courtesy.keep_typing(claim.chat_id)) if is_private_talk else nullcontext()

    async def _hold(self, claim: Claim, held: asyncio.Timeout) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            try:
                is_ours = await self._inbox.renew(claim)
            except StorageUnavailable:
                continue
            if not is_ours:
                held.reschedule(asyncio.get_running_loop().time())
                return

    async def _route(self, claim: Claim, work: Work) -> None:
        cause = cause_of(claim, work.update_ids)
        update = Update.model_validate(work.update, context={"bot": self._bot})
        handled = await self._dispatcher.feed_update(self._bot, update, cause=cause, work=work)
        if handled is UNHANDLED:
            await self._ignore(cause)

    async def _failed(self, claim: Claim, update_ids: tuple[int, ...], error: Exception) -> str:
        if isinstance(error, StorageUnavailable):
            log.warning("update.interrupted", update_ids=list(update_ids), exc_info=error)
            await self._give_back(claim, after=timedelta(seconds=1))
            return "interrupted"
        failures = 1 + max((p.failures for p in claim.pending if p.update_id in update_ids), default=0)
        log.error("update.failed", update_ids=list(update_ids), failures=failures, exc_info=error)
        metrics.updates_failed.labels(claim.lane).inc()
        if failures >= MAX_FAILURES or isinstance(error, KillsProcess):
            return await self._give_up(claim, update_ids)
        await self._give_back(claim, after=timedelta(seconds=2 ** (failures - 1)), failed=update_ids)
        return "failed"

    async def _give_up(self, claim: Claim, update_ids: tuple[int, ...]) -> str:
        try:
            await self._set_aside(cause_of(claim, update_ids), UNKNOWN_VOICE)
        except (LeaseLost, StorageUnavailable):
            return "failed"
        metrics.updates_set_aside.inc(len(update_ids))
        log.error("update.set_aside", update_ids=list(update_ids))
        return "set_aside"

    async def _give_back(self, claim: Claim, *, after: timedelta, failed: tuple[int, ...] = ()) -> None:
        """Where even this fails, the lease runs out by itself."""
        with suppress(StorageUnavailable):
            await self._inbox.postpone(claim, until=self._clock.now() + after, failed=failed)


def cause_of(claim: Claim, update_ids: tuple[int, ...]) -> Cause:
    return Cause(bot_id=claim.bot_id, chat_id=claim.chat_id, lane=claim.lane, fence=claim.fence, update_ids=update_ids)


def refuse_what_kills(runs: int) -> None:
    """Raises KillsProcess: the work was begun more often than failures alone explain."""
    if runs > MAX_RUNS:
        raise KillsProcess(f"begun {runs} times")
