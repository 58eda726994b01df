"""Portraits that have grown old are made anew: by all workers together, each with its own batches and pauses.

The alarm clock begins and ends the rotations; the work itself needs no Redis, and neither does a worker that idles.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from apps.worker.batches import Batches
from relove_core.profiles.claim_due import ClaimDue
from relove_core.profiles.keep_runs import KeepRuns
from relove_core.profiles.rotation import RotationRun

log = structlog.get_logger()

JOB = "rotation"
WORK = "refreshing"
IDLE = timedelta(seconds=3)
"""Who has come back after a week is in mid-conversation: their new portrait is to be there some turns later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    keep_runs: KeepRuns

    async def __call__(self) -> None:
        kept = await self.keep_runs()
        if kept.began is not None:
            log.info("rotation.began", run_id=kept.began.id, kind=kept.began.kind)
        for run in kept.ended:
            tell(run)


def tell(run: RotationRun) -> None:
    """The statistics of a run that has ended; they are kept with it, too."""
    took = run.took or timedelta(0)
    log.info(
        "rotation.finished",
        run_id=run.id,
        kind=run.kind,
        processed=run.processed,
        updated=run.updated,
        unchanged=run.unchanged,
        insufficient=run.insufficient,
        skipped=run.skipped,
        failed=run.failed,
        tokens=run.tokens,
        took_ms=round(took.total_seconds() * 1000),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshing:
    """``pause``: between two batches, for the models have others to answer, too."""

    claim_due: ClaimDue
    batches: Batches
    rotation: Rotation
    batch: int
    pause: timedelta

    async def __call__(self) -> timedelta:
        """One batch, and for how long to rest after it; who has nothing to do sees to the runs."""
        claims = await self.claim_due(most=self.batch)
        if not claims:
            await self.rotation()
            return IDLE
        await self.batches.run(claims)
        return self.pause
