"""A batch of portraits, made at the same time: one person's failure is told, counted, and stops nobody else."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from relove_adapters import metrics
from relove_adapters.postgres.opening import TROUBLE
from relove_core.delivery.model import LeaseLost
from relove_core.profiles.freshness import Freshness, upcoming
from relove_core.profiles.ports import ProfilesTx, Refreshes
from relove_core.profiles.refresh_profile import Refreshed
from relove_core.profiles.rotation import Claim, Outcome, ProfileOutdated
from relove_core.transactions import Begin, StorageUnavailable

log = structlog.get_logger()

Refresh = Callable[[Claim], Awaitable[Refreshed]]
#: Somebody else has the person, they are gone, or nothing can be kept now: the end of the lease decides.
_UNDECIDED = (ProfileOutdated, LeaseLost, StorageUnavailable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """``limit``: for one refresh; it is shorter than a lease, so that one that hangs is told by its name."""

    begin: Begin[ProfilesTx]
    refreshes: Refreshes
    refresh_profile: Refresh
    freshness: Freshness
    limit: timedelta

    async def run(self, claims: Sequence[Claim]) -> Sequence[Refreshed | None]:
        """What became of each, in their order; ``None``: somebody else has the person, or nothing could be kept.

        Cancelled, it gives back those that are not done: another worker takes them at once.
        """
        tasks: list[asyncio.Task[Refreshed | None]] = []
        try:
            async with asyncio.TaskGroup() as group:
                tasks += [group.create_task(self._one(claim)) for claim in claims]
        except asyncio.CancelledError:
            await self._give_back([claim for claim, task in zip(claims, tasks, strict=True) if task.cancelled()])
            raise
        return [task.result() for task in tasks]

    async def _one(self, claim: Claim) -> Refreshed | None:
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self.limit.total_seconds()):
                refreshed = await self.refresh_profile(claim)
        except _UNDECIDED as e:
            log.info("profile.not_refreshed", user_id=claim.user_id, run_id=claim.run_id, code=e.code)
            return None
        except Exception:  # the edge: the person is tried again later, and the others of the batch go on
            log.exception("profile.refresh_failed", user_id=claim.user_id, run_id=claim.run_id)
            return await self._failed(claim)
        took_s = time.perf_counter() - started
        metrics.profiles_refreshed.labels(refreshed.outcome).inc()
        metrics.profile_seconds.observe(took_s)
        log.info(
            "profile.refreshed",
            user_id=claim.user_id,
            run_id=claim.run_id,
            outcome=refreshed.outcome,
            tokens=refreshed.tokens,
            code=refreshed.reason,
            took_ms=round(took_s * 1000),
        )
        return refreshed

    async def _failed(self, claim: Claim) -> Refreshed | None:
        """Nobody expected this: else it would be tried at once again and again, and its run would never end."""
        metrics.profiles_refreshed.labels(Outcome.FAILED).inc()
        later = upcoming(Outcome.FAILED, failures=claim.failures, freshness=self.freshness)
        try:
            async with self.begin() as tx:
                await tx.profiles.settle(claim, Outcome.FAILED, later)
        except _UNDECIDED:
            return None
        except Exception:  # the edge: the end of the lease decides, and the others of the batch go on
            log.exception("profile.failure_not_kept", user_id=claim.user_id, run_id=claim.run_id)
            return None
        return Refreshed(outcome=Outcome.FAILED)

    async def _give_back(self, claims: Sequence[Claim]) -> None:
        """Where even that is impossible, the end of the lease does it."""
        with suppress(*TROUBLE):
            await self.refreshes.give_back(claims)
            log.info("rotation.given_back", count=len(claims))
