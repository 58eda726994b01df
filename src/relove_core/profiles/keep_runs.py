"""Begin the rotation that is due, name the people of a run or let them go, and end the runs that are done: a tick."""

from dataclasses import dataclass

from relove_core.profiles.freshness import Freshness
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.rotation import RotationRun, RunKind
from relove_core.transactions import Begin

AT_ONCE = 1000
"""People named in one transaction."""
STEPS = 20
"""Transactions of naming in one tick: 20,000 people, some seconds. The next tick goes on."""
LET_GO = 20
"""So many times as many are let go: all of a run that was stopped, before others begin on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """``began``: the rotation of this tick; ``ended``: with their statistics."""

    began: RotationRun | None
    ended: tuple[RotationRun, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRuns:
    """Any number of processes may do this at the same time, and any may be killed: what is done is in the database.

    However many rotations were missed while everything was down, one begins.
    """

    begin: Begin[ProfilesTx]
    freshness: Freshness
    at_once: int = AT_ONCE
    steps: int = STEPS

    async def __call__(self) -> Kept:
        async with self.begin() as tx:
            began = await tx.runs.begin_scheduled(period=self.freshness.period)
        async with self.begin() as tx:
            unfinished = await tx.runs.unfinished()
        ended = [await self._kept(run) for run in unfinished]
        return Kept(began=began, ended=tuple(run for run in ended if run))

    async def _kept(self, run: RotationRun) -> RotationRun | None:
        if run.kind is RunKind.ASKED and not await (self._let_go(run) if run.is_stopped else self._name(run)):
            return None
        async with self.begin() as tx:
            return await tx.runs.end_if_done(run)

    async def _name(self, run: RotationRun) -> bool:
        """Whether all of a run are named."""
        for _ in range(self.steps):
            async with self.begin() as tx:
                if await tx.runs.mark_everybody(run, self.freshness, most=self.at_once):
                    return True
        return False

    async def _let_go(self, run: RotationRun) -> bool:
        """What the command that stopped it does as well, unless it was killed."""
        for _ in range(self.steps * LET_GO):
            async with self.begin() as tx:
                if await tx.runs.let_go(run, most=self.at_once):
                    return True
        return False
