"""Close sessions that nobody has touched for two weeks: a tick."""

from dataclasses import dataclass
from datetime import timedelta

from relove_core.clock import Clock
from relove_core.sessions.ports import SessionsTx
from relove_core.transactions import Begin

IDLE = timedelta(days=14)
"""Source: the product's limits."""
AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireSessions:
    begin: Begin[SessionsTx]
    clock: Clock
    idle: timedelta = IDLE

    async def __call__(self) -> int:
        """How many were closed; what was found in them stays, and the stage analysis picks them up."""
        now = self.clock.now()
        expired = AT_ONCE
        total = 0
        while expired == AT_ONCE:
            async with self.begin() as tx:
                expired = await tx.sessions.expire(untouched_since=now - self.idle, at=now, most=AT_ONCE)
            total += expired
        return total
