"""Move old rows of long logs to the archive, one short step after another."""

from dataclasses import dataclass

from relove_core.activity.archive import ArchiveRule, Walk
from relove_core.activity.ports import ActivityArchive
from relove_core.clock import Clock

AT_ONCE = 50
"""People whose rows are moved together: what was written at the same time lies together, and is visited once."""
PAGE = 100
BATCH = 20_000
"""Rows that one statement moves at most: 0.1 to 0.2 s on two cores (``python -m benchmarks archive``), 2 at most."""

GENTLER = 10
"""How many times smaller a batch is while people wait for answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOldActivity:
    archive: ActivityArchive
    clock: Clock
    rule: ArchiveRule
    batch: int = BATCH

    async def __call__(self, walk: Walk, *, gently: bool = False) -> Walk:
        """One step: a batch of those in hand, or a look at the next people. ``gently``: with a small batch."""
        before = self.rule.cutoff(self.clock.now())
        if walk.in_hand:
            most = max(1, self.batch // GENTLER) if gently else self.batch
            moved = await self.archive.move(walk.in_hand[:AT_ONCE], before=before, most=most)
            return walk.moved(moved, of=AT_ONCE)
        return walk.found(await self.archive.seek(after=walk.after, before=before, more_than=self.rule.rows, most=PAGE))
