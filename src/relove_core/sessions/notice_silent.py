"""Conversations that broke off before their fifth message are looked at, too: a tick."""

from dataclasses import dataclass
from datetime import timedelta

from relove_core.clock import Clock
from relove_core.sessions.ports import SessionsTx
from relove_core.transactions import Begin

SILENT = timedelta(hours=24)
"""Source: the product's limits, the idle reminder of a session."""
AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSilent:
    begin: Begin[SessionsTx]
    clock: Clock
    silent: timedelta = SILENT

    async def __call__(self) -> int:
        """How many are due now that were not: silent, and with words that nobody has looked at."""
        since = self.clock.now() - self.silent
        noticed = AT_ONCE
        total = 0
        while noticed == AT_ONCE:
            async with self.begin() as tx:
                noticed = await tx.analyses.notice_silent(untouched_since=since, most=AT_ONCE)
            total += noticed
        return total
