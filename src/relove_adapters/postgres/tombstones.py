"""What is left of dealt-with updates and settled messages: keys that keep a copy from having an effect."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import INT, SPAN, statement

# What waits, was set aside or is uncertain is no tombstone, however old.
_DONE_UPDATES = statement(
    """
    WITH old AS (
        SELECT bot_id, update_id FROM inbox
         WHERE state = 'done' AND received_at < now() - :age
         ORDER BY received_at LIMIT :most FOR UPDATE SKIP LOCKED
    )
    DELETE FROM inbox USING old WHERE inbox.bot_id = old.bot_id AND inbox.update_id = old.update_id
    """,
    age=SPAN,
    most=INT,
)

_SETTLED_MESSAGES = statement(
    """
    WITH old AS (
        SELECT id FROM outbox
         WHERE state IN ('sent', 'blocked', 'failed', 'cancelled') AND created_at < now() - :age
         ORDER BY created_at LIMIT :most FOR UPDATE SKIP LOCKED
    )
    DELETE FROM outbox USING old WHERE outbox.id = old.id
    """,
    age=SPAN,
    most=INT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    inbox: int = 0
    outbox: int = 0

    def __add__(self, other: "Deleted") -> "Deleted":
        return Deleted(inbox=self.inbox + other.inbox, outbox=self.outbox + other.outbox)


async def delete_tombstones(engine: AsyncEngine, *, older_than: timedelta, most: int) -> Deleted:
    """Delete at most ``most`` of each kind; fewer than that were found where the counts are below it."""
    given = {"age": older_than, "most": most}
    async with acting(engine) as connection:
        updates = await connection.execute(_DONE_UPDATES, given)
        messages = await connection.execute(_SETTLED_MESSAGES, given)
    return Deleted(inbox=updates.rowcount, outbox=messages.rowcount)
