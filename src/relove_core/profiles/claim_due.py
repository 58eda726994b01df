"""Whose portrait is made next: who is waited for, else who is due in the rotation that has begun."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.profiles.ports import ProfilesTx, Refreshes
from relove_core.profiles.rotation import Claim, RunKind
from relove_core.transactions import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDue:
    begin: Begin[ProfilesTx]
    refreshes: Refreshes

    async def __call__(self, *, most: int) -> Sequence[Claim]:
        """At most so many, all of one kind; nobody: none is due, or others have them all."""
        return await self.refreshes.claim_asked(most=most) or await self._stale(most)

    async def _stale(self, most: int) -> Sequence[Claim]:
        async with self.begin() as tx:
            runs = await tx.runs.unfinished()
        scheduled = next((run for run in runs if run.kind is RunKind.SCHEDULED), None)
        return await self.refreshes.claim_stale(scheduled, most=most) if scheduled else ()
