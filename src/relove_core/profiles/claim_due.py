"""Whose portrait is made next: who is waited for, and who is due in the rotation that has begun."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.profiles.ports import ProfilesTx, Refreshes
from relove_core.profiles.rotation import Claim, RunKind
from relove_core.transactions import Begin

KEPT = 5
"""One place in so many is the rotation's: it ends even where everybody is asked for. Source: our own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDue:
    begin: Begin[ProfilesTx]
    refreshes: Refreshes

    async def __call__(self, *, most: int) -> Sequence[Claim]:
        """At most so many, those first who are asked for; nobody: none is due, or others have them all."""
        first = most - most // KEPT
        asked = await self.refreshes.claim_asked(most=first)
        stale = await self._stale(most - len(asked)) if len(asked) < most else ()
        left = most - len(asked) - len(stale)
        more = await self.refreshes.claim_asked(most=left) if left and len(asked) == first else ()
        return [*asked, *stale, *more]

    async def _stale(self, most: int) -> Sequence[Claim]:
        async with self.begin() as tx:
            runs = await tx.runs.unfinished()
        scheduled = next((run for run in runs if run.kind is RunKind.SCHEDULED), None)
        return await self.refreshes.claim_stale(scheduled, most=most) if scheduled else ()
