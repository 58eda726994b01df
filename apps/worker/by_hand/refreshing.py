"""Portraits made anew by the command: the work of one run, shared with whatever workers there are."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from apps.worker.batches import Batches
from apps.worker.by_hand.progress import Tell
from apps.worker.by_hand.words import UNTOLD
from relove_core.ids import UserId
from relove_core.profiles.ask_refresh import (
    NAMED_AT_ONCE,
    AlreadyAsked,
    AskRefresh,
    AskRefreshOfAll,
    EverybodyAsked,
    is_of_all,
)
from relove_core.profiles.foresight import Foresight, Whom
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.ports import ProfilesTx, Refreshes
from relove_core.profiles.refresh_profile import Refreshed
from relove_core.profiles.rotation import Claim, Outcome, RotationRun, RunKind
from relove_core.transactions import Begin

WAIT_S = 1.0
"""Between two looks at what others have in their hands."""
GONE = "the run is gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A run to work on. ``is_ours``: begun by this command, so that its end ends it."""

    run: RotationRun
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """``reasons``: the codes of what went wrong in these hands, with how often it did."""

    run: RotationRun
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshByHand:
    begin: Begin[ProfilesTx]
    ask_refresh: AskRefresh
    ask_refresh_of_all: AskRefreshOfAll
    refreshes: Refreshes
    batches: Batches
    foresight: Foresight
    freshness: Freshness

    async def join(self, whom: Whom | UserId) -> Joined:
        """The run to work on: a new one, or the one that does the same already. Raises PersonUnknown, AlreadyAsked."""
        if whom is Whom.DUE:
            return Joined(run=await self._rotation(), is_ours=False)
        return await (self._of_all() if whom is Whom.ALL else self._of_one(whom))

    async def _of_one(self, user_id: UserId) -> Joined:
        """Who is asked for alone already, by whomever, is refreshed here as well as elsewhere."""
        try:
            return Joined(run=await self.ask_refresh(user_id, asked_by=None), is_ours=True)
        except AlreadyAsked:
            async with self.begin() as tx:
                run = await tx.runs.of(user_id)
            if run is None or run.wanted != 1:
                raise
        return Joined(run=run, is_ours=False)

    async def _of_all(self) -> Joined:
        try:
            return Joined(run=await self.ask_refresh_of_all(asked_by=None), is_ours=True)
        except EverybodyAsked:
            async with self.begin() as tx:
                runs = [run for run in await tx.runs.unfinished() if is_of_all(run)]
            if not runs:
                raise
        return Joined(run=runs[0], is_ours=False)

    async def _rotation(self) -> RotationRun:
        """The one that would have begun by itself, but now; or the one under way."""
        async with self.begin() as tx:
            run = await tx.runs.begin_scheduled(period=timedelta(0))
            return run or next(run for run in await tx.runs.unfinished() if run.kind is RunKind.SCHEDULED)

    async def expected(self, joined: Joined, whom: Whom | UserId) -> int:
        """How many refreshes the run will be, as far as that is known before they are named."""
        if not isinstance(whom, Whom):
            return 1
        foreseen = await self.foresight.foresee(whom, self.freshness)
        return foreseen.people - foreseen.inactive if whom is Whom.ALL else joined.run.processed + foreseen.people

    async def work(self, run: RotationRun, *, batch: int, stopping: asyncio.Event, tell: Tell) -> Worked:
        """Until the run has ended or was stopped by others, or ``stopping`` is set; the run as it stands then."""
        reasons: Counter[str] = Counter()
        while not (is_over(run) or stopping.is_set()):
            tell(run)
            is_named = await self._name(run)
            claims = await self._claim(run, batch)
            if claims:
                made = await self._make(claims, stopping)
                reasons.update(one.reason or UNTOLD for one in made if one.outcome is Outcome.FAILED)
            run = await self._now(run)
            if is_named and not claims and not is_over(run):
                await _rest(stopping)
        tell(run)
        return Worked(run=run, reasons=reasons)

    async def stop(self, run: RotationRun) -> RotationRun:
        """A kill in between is no harm: the workers let the others go. The run ends with what they have in hands."""
        async with self.begin() as tx:
            await tx.runs.stop(run)
        is_left = True
        while is_left:
            async with self.begin() as tx:
                is_left = not await tx.runs.let_go(run, most=NAMED_AT_ONCE)
        return await self._now(run)

    async def _name(self, run: RotationRun) -> bool:
        """Whether all of the run are named; a kill in between is no harm: the workers go on naming."""
        if run.kind is RunKind.SCHEDULED:
            return True
        async with self.begin() as tx:
            return await tx.runs.mark_everybody(run, self.freshness, most=NAMED_AT_ONCE)

    async def _claim(self, run: RotationRun, batch: int) -> Sequence[Claim]:
        if run.kind is RunKind.SCHEDULED:
            return await self.refreshes.claim_stale(run, most=batch)
        return await self.refreshes.claim_asked(most=batch, run=run)

    async def _make(self, claims: Sequence[Claim], stopping: asyncio.Event) -> Sequence[Refreshed]:
        """A claim is never cut off, only the work on it: so that all that was taken is given back."""
        async with asyncio.TaskGroup() as group:
            work = group.create_task(self.batches.run(claims))
            stop = group.create_task(stopping.wait())
            await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
            work.cancel()
            stop.cancel()
        return [] if work.cancelled() else [one for one in work.result() if one is not None]

    async def _now(self, run: RotationRun) -> RotationRun:
        async with self.begin() as tx:
            now = await tx.runs.end_if_done(run) or await tx.runs.get(run.id)
        if now is None:
            raise LookupError(GONE)
        return now


def is_over(run: RotationRun) -> bool:
    """Whether nobody is to be begun on."""
    return run.finished_at is not None or run.is_stopped


async def _rest(stopping: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(WAIT_S):
            await stopping.wait()
