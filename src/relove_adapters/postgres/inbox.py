"""The inbox and its lanes.

A lane counts what is pending in it; every change of the count holds the lane's row lock, so that no update can be
overlooked, whatever snapshot a claim has read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import (
    BIGINT,
    BIGINTS,
    BOOLS,
    BYTESES,
    INT,
    MOMENT,
    SPAN,
    TEXT,
    TEXTS,
    statement,
)
from relove_core.delivery.model import Claim, Incoming, Lane, Pending
from relove_core.ids import BotId, ChatId

CLAIMED_AT_ONCE = 50

_TAKE_IN = statement(
    """
    WITH given AS (
        SELECT DISTINCT ON (update_id) *
          FROM unnest(:update_ids, :chat_ids, :lanes, :raws, :joined)
            AS g (update_id, chat_id, lane, raw, may_be_joined)
         ORDER BY update_id
    ), kept AS (
        INSERT INTO inbox (bot_id, update_id, chat_id, lane, raw, may_be_joined)
        SELECT :bot_id, update_id, chat_id, lane, raw, may_be_joined FROM given
        ON CONFLICT DO NOTHING
        RETURNING chat_id, lane, may_be_joined
    )
    INSERT INTO lanes AS l (bot_id, chat_id, lane, pending, due_at, waiting_since)
    SELECT :bot_id, chat_id, lane, count(*),
           CASE WHEN bool_and(may_be_joined) THEN now() + :gap ELSE now() END, now()
      FROM kept GROUP BY chat_id, lane ORDER BY chat_id, lane
    ON CONFLICT (bot_id, chat_id, lane) DO UPDATE SET
        pending = l.pending + excluded.pending,
        waiting_since = CASE WHEN l.pending = 0 THEN now() ELSE l.waiting_since END,
        due_at = CASE WHEN l.pending = 0 OR l.lease_until > now() THEN excluded.due_at
                      WHEN l.due_at <= now() THEN l.due_at
                      ELSE least(excluded.due_at, l.waiting_since + :patience) END
    """,
    bot_id=BIGINT,
    update_ids=BIGINTS,
    chat_ids=BIGINTS,
    lanes=TEXTS,
    raws=BYTESES,
    joined=BOOLS,
    gap=SPAN,
    patience=SPAN,
)

_CLAIM = statement(
    """
    WITH picked AS (
        SELECT chat_id FROM lanes
         WHERE bot_id = :bot_id AND lane = :lane AND pending > 0 AND due_at <= now()
           AND (lease_until IS NULL OR lease_until <= now())
           AND (postponed_until IS NULL OR postponed_until <= now())
         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ), held AS (
        UPDATE lanes l SET lease_until = now() + :lease, fence = l.fence + 1
          FROM picked WHERE l.bot_id = :bot_id AND l.chat_id = picked.chat_id AND l.lane = :lane
        RETURNING l.chat_id, l.fence
    )
    SELECT held.chat_id, held.fence, i.update_id, i.raw, i.may_be_joined, i.failures
      FROM held LEFT JOIN LATERAL (
        SELECT update_id, raw, may_be_joined, failures FROM inbox
         WHERE bot_id = :bot_id AND chat_id = held.chat_id AND lane = :lane AND state = 'pending'
         ORDER BY update_id LIMIT :most
      ) i ON true
     ORDER BY i.update_id
    """,
    bot_id=BIGINT,
    lane=TEXT,
    lease=SPAN,
    most=INT,
)

_RENEW = statement(
    """
    UPDATE lanes SET lease_until = now() + :lease
     WHERE bot_id = :bot_id AND chat_id = :chat_id AND lane = :lane AND fence = :fence AND lease_until IS NOT NULL
    """,
    bot_id=BIGINT,
    chat_id=BIGINT,
    lane=TEXT,
    fence=BIGINT,
    lease=SPAN,
)

_POSTPONE = statement(
    """
    WITH held AS (
        UPDATE lanes SET lease_until = NULL, postponed_until = :until
         WHERE bot_id = :bot_id AND chat_id = :chat_id AND lane = :lane AND fence = :fence
           AND lease_until IS NOT NULL
        RETURNING 1
    )
    UPDATE inbox SET failures = failures + 1
     WHERE bot_id = :bot_id AND update_id = ANY(:failed) AND state = 'pending' AND EXISTS (SELECT FROM held)
    """,
    bot_id=BIGINT,
    chat_id=BIGINT,
    lane=TEXT,
    fence=BIGINT,
    until=MOMENT,
    failed=BIGINTS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxTiming:
    """How long a lane is ours, and how long a text waits for the next one.

    ``gap`` and ``patience``: texts closer than this are answered together, but the first waits no longer than that.
    """

    lease: timedelta = timedelta(seconds=10)
    gap: timedelta = timedelta(seconds=1.5)
    patience: timedelta = timedelta(seconds=6)


class PostgresInbox:
    def __init__(self, engine: AsyncEngine, timing: InboxTiming) -> None:
        self._engine = engine
        self._timing = timing

    async def take_in(self, updates: Sequence[Incoming]) -> tuple[int, ...]:
        if not updates:
            return ()
        try:
            await self._take_in(updates)
        except DBAPIError:
            if len(updates) == 1:
                return (updates[0].update_id,)
            # One bad row refuses the whole statement: the others go in by themselves.
            return tuple([refused for one in updates for refused in await self.take_in([one])])
        return ()

    async def _take_in(self, updates: Sequence[Incoming]) -> None:
        async with acting(self._engine) as connection:
            await connection.execute(
                _TAKE_IN,
                {
                    "bot_id": updates[0].bot_id,
                    "update_ids": [u.update_id for u in updates],
                    "chat_ids": [u.chat_id for u in updates],
                    "lanes": [u.lane.value for u in updates],
                    "raws": [u.raw for u in updates],
                    "joined": [u.may_be_joined for u in updates],
                    "gap": self._timing.gap,
                    "patience": self._timing.patience,
                },
            )

    async def claim(self, bot_id: BotId, lane: Lane) -> Claim | None:
        async with acting(self._engine) as connection:
            found = await connection.execute(
                _CLAIM,
                {"bot_id": bot_id, "lane": lane.value, "lease": self._timing.lease, "most": CLAIMED_AT_ONCE},
            )
            rows = found.all()
        if not rows:
            return None
        pending = tuple(
            Pending(update_id=r.update_id, raw=r.raw, may_be_joined=r.may_be_joined, failures=r.failures)
            for r in rows
            if r.update_id is not None
        )
        return Claim(bot_id=bot_id, chat_id=ChatId(rows[0].chat_id), lane=lane, fence=rows[0].fence, pending=pending)

    async def renew(self, claim: Claim) -> bool:
        async with acting(self._engine) as connection:
            done = await connection.execute(_RENEW, {**_place(claim), "lease": self._timing.lease})
        return done.rowcount > 0

    async def postpone(self, claim: Claim, *, until: datetime | None, failed: Sequence[int] = ()) -> None:
        async with acting(self._engine) as connection:
            await connection.execute(_POSTPONE, {**_place(claim), "until": until, "failed": list(failed)})


def _place(claim: Claim) -> dict[str, object]:
    return {
        "bot_id": claim.bot_id,
        "chat_id": claim.chat_id,
        "lane": claim.lane.value,
        "fence": claim.fence,
    }
