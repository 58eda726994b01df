"""What is measured of the product: every figure by an index, whatever has piled up."""

from datetime import datetime, timedelta

from sqlalchemy import Date
from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.llm.metered import CallOutcome
from relove_adapters.postgres.partitions import FARTHEST, FUTURE_MONTHS
from relove_adapters.postgres.sql import BIGINT, INT, MOMENT, TEXT, TEXTS, statement
from relove_core.alerts.facts import LastRotation, ModelFacts, QueueFacts, RotationFacts, SystemFacts
from relove_core.delivery.model import Priority
from relove_core.ids import BotId
from relove_core.llm import Purpose

LOOKED_BACK = timedelta(hours=3)
"""So far apart may two people ask in a quiet night, and it is seen that neither was answered."""
LOOKED_AT = 200
"""The messages next in turn; whoever waits longest is among them."""

#: What is no fault of the question.
OUTAGE = (CallOutcome.SILENT, CallOutcome.FAILED, CallOutcome.MISCONFIGURED, CallOutcome.BROKEN)

_ROTATION = statement(
    """
    SELECT (SELECT began_at FROM rotation_runs WHERE kind = 'scheduled' ORDER BY id DESC LIMIT 1) AS began_at,
           (SELECT moved_at FROM rotation_runs WHERE kind = 'scheduled' AND finished_at IS NULL) AS moved_at,
           ended.failed, ended.processed
      FROM (SELECT) AS one LEFT JOIN LATERAL (
        SELECT failed, updated + unchanged + insufficient + skipped + failed AS processed
          FROM rotation_runs WHERE kind = 'scheduled' AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1
      ) ended ON true
    """
)
_MODELS = statement(
    """
    WITH answered AS (
        SELECT called_at FROM model_calls
         WHERE called_at > :horizon AND outcome = :ok AND purpose <> :voice ORDER BY called_at DESC LIMIT 1
    )
    SELECT (SELECT called_at FROM answered) AS answered_at, count(*) AS failures, min(called_at) AS failing_since,
           max(called_at) AS failed_at,
           (SELECT day FROM model_spending
             WHERE day = :today AND user_id IS NULL AND capped_at IS NOT NULL) AS capped_on
      FROM model_calls
     WHERE called_at > coalesce((SELECT called_at FROM answered), :horizon)
       AND outcome = ANY(:outage) AND purpose <> :voice
    """,
    horizon=MOMENT,
    ok=TEXT,
    voice=TEXT,
    outage=TEXTS,
    today=Date(),
)
#: What is being worked on, joined with what follows, or postponed after a failure rests; an old lease is nobody's.
_INBOX = statement(
    """
    SELECT now() - min(greatest(due_at, waiting_since, postponed_until, lease_until)) AS waits
      FROM lanes
     WHERE bot_id = :bot_id AND pending > 0 AND due_at <= now()
       AND (lease_until IS NULL OR lease_until <= now()) AND (postponed_until IS NULL OR postponed_until <= now())
    """,
    bot_id=BIGINT,
)
#: A message whose fate is unknown rests, and so does what comes after it in its chat. Who is told together with
#: thousands of others waits on purpose, too.
_OUTBOX = statement(
    """
    WITH due AS (
        SELECT id, chat_id, priority, CASE WHEN unknowns > 0 THEN due_at ELSE created_at END AS since FROM outbox
         WHERE bot_id = :bot_id AND state IN ('pending', 'sending') AND priority < :broadcast AND due_at <= now()
         ORDER BY priority, id LIMIT :most
    )
    SELECT now() - min(since) AS waits FROM due
     WHERE NOT EXISTS (
        SELECT FROM outbox r
         WHERE r.bot_id = :bot_id AND r.chat_id = due.chat_id AND r.state IN ('pending', 'sending') AND r.unknowns > 0
           AND r.priority = :dialogue AND (r.priority, r.id) < (due.priority, due.id))
    """,
    bot_id=BIGINT,
    broadcast=INT,
    dialogue=INT,
    most=INT,
)


class PostgresSystemFacts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def measure(self, bot_id: BotId, *, now: datetime) -> SystemFacts:
        return SystemFacts(
            rotation=await self._rotation(),
            models=await self._models(now),
            queues=await self._queues(bot_id),
            future_months=int(await self._connection.scalar(FUTURE_MONTHS, {"farthest": FARTHEST})),
        )

    async def _rotation(self) -> RotationFacts:
        row = (await self._connection.execute(_ROTATION)).one()
        ended = None if row.processed is None else LastRotation(processed=row.processed, failed=row.failed)
        return RotationFacts(began_at=row.began_at, moved_at=row.moved_at, ended=ended)

    async def _models(self, now: datetime) -> ModelFacts:
        given = {
            "horizon": now - LOOKED_BACK,
            "ok": CallOutcome.OK.value,
            "voice": Purpose.TRANSCRIPTION.value,
            "outage": [outcome.value for outcome in OUTAGE],
            "today": now.date(),
        }
        row = (await self._connection.execute(_MODELS, given)).one()
        return ModelFacts(
            answered_at=row.answered_at,
            failures=row.failures,
            failing_since=row.failing_since,
            failed_at=row.failed_at,
            capped_on=row.capped_on,
        )

    async def _queues(self, bot_id: BotId) -> QueueFacts:
        looked = {"broadcast": Priority.BROADCAST, "dialogue": Priority.DIALOGUE, "most": LOOKED_AT}
        inbox = await self._connection.scalar(_INBOX, {"bot_id": bot_id})
        outbox = await self._connection.scalar(
            _OUTBOX, {"bot_id": bot_id, **{name: int(value) for name, value in looked.items()}}
        )
        return QueueFacts(inbox=inbox or timedelta(0), outbox=outbox or timedelta(0))
