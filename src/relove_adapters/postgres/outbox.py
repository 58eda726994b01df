"""The outbox: one message at a time to a chat, the most urgent first, each with its place in the budget."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.messages import from_row
from relove_adapters.postgres.sql import BIGINT, BOOL, INT, SPAN, TEXT, statement
from relove_core.delivery.model import Priority
from relove_core.delivery.outcomes import Attempt, OutboxState, Outcome, state_after
from relove_core.delivery.pacing import Pace
from relove_core.delivery.ports import Posting
from relove_core.delivery.rests import rest_after
from relove_core.ids import BotId

_CLAIM = statement(
    """
    WITH picked AS (
        SELECT o.id, o.chat_id, o.state = 'sending' AS was_cut
          FROM outbox o JOIN outbox_chats c ON c.bot_id = o.bot_id AND c.chat_id = o.chat_id
         WHERE o.bot_id = :bot_id AND o.state IN ('pending', 'sending') AND o.due_at <= now()
           AND (c.lease_until IS NULL OR c.lease_until <= now()) AND c.next_at <= now()
           -- While Telegram asks for patience messages stay where they can be cancelled.
           AND NOT EXISTS (SELECT FROM budgets WHERE name = :budget AND paused_until > now())
           -- What comes after a message of the dialogue that rests waits with it.
           AND (o.priority < :dialogue OR NOT EXISTS (
                SELECT FROM outbox r
                 WHERE r.bot_id = o.bot_id AND r.chat_id = o.chat_id AND r.state = 'pending' AND r.due_at > now()
                   AND r.priority = :dialogue AND (r.priority, r.id) < (o.priority, o.id)))
         ORDER BY o.priority, o.id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), slot AS (
        -- relove_core.delivery.pacing.next_slot, under the lock of the budget's row
        UPDATE budgets SET slot_at = greatest(slot_at + :gap, clock_timestamp(), paused_until)
         WHERE name = :budget AND EXISTS (SELECT FROM picked)
        RETURNING slot_at
    ), chat AS (
        UPDATE outbox_chats c SET lease_until = slot.slot_at + :lease, fence = c.fence + 1
          FROM picked, slot WHERE c.bot_id = :bot_id AND c.chat_id = picked.chat_id
        RETURNING c.fence
    ), taken AS (
        UPDATE outbox o SET state = 'sending', attempts = o.attempts + 1
          FROM picked, slot WHERE o.id = picked.id
        RETURNING o.id, o.chat_id, o.user_id, o.priority, o.message, o.attempts, o.unknowns, o.as_plain_text,
                  o.is_stale
    )
    SELECT taken.*, chat.fence, picked.was_cut, slot.slot_at - clock_timestamp() AS wait
      FROM taken, chat, slot, picked
    """,
    bot_id=BIGINT,
    gap=SPAN,
    budget=TEXT,
    lease=SPAN,
    dialogue=INT,
)

_MOVE = statement(
    """
    WITH slot AS (
        UPDATE budgets SET slot_at = greatest(slot_at + :gap, clock_timestamp(), paused_until)
         WHERE name = :budget
        RETURNING slot_at
    ), chat AS (
        UPDATE outbox_chats c SET lease_until = slot.slot_at + :lease
          FROM slot
         WHERE c.bot_id = :bot_id AND c.chat_id = :chat_id AND c.fence = :fence AND c.lease_until IS NOT NULL
    )
    SELECT slot_at - clock_timestamp() FROM slot
    """,
    bot_id=BIGINT,
    chat_id=BIGINT,
    fence=BIGINT,
    gap=SPAN,
    budget=TEXT,
    lease=SPAN,
)

#: What was held back while it was on its way is cancelled where it would go again.
_IS_CANCELLED = "(is_stale AND :state = 'pending')"
_IS_FINAL = f"(:is_final OR {_IS_CANCELLED})"
_SETTLE = statement(
    f"""
    WITH held AS (
        UPDATE outbox_chats SET lease_until = NULL, next_at = now() + :chat_rest
         WHERE bot_id = :bot_id AND chat_id = :chat_id AND fence = :fence AND lease_until IS NOT NULL
        RETURNING 1
    ), pausing AS (
        UPDATE budgets SET paused_until = greatest(paused_until, now() + :pause)
         WHERE name = :budget AND :pause > interval '0' AND EXISTS (SELECT FROM held)
    ), unreachable AS (
        UPDATE users SET is_active = false WHERE id = :user_id AND :state = 'blocked' AND is_active
           AND EXISTS (SELECT FROM held)
        RETURNING 1
    ), woken AS (
        UPDATE outbox SET due_at = now(), unknowns = unknowns - 1
         WHERE bot_id = :bot_id AND chat_id = :chat_id AND state = 'pending' AND unknowns > 0 AND due_at > now()
           AND :state = 'sent' AND EXISTS (SELECT FROM held)
    )
    UPDATE outbox SET state = CASE WHEN {_IS_CANCELLED} THEN 'cancelled' ELSE :state END,
                      attempts = attempts - :uncounted, unknowns = :unknowns, due_at = now() + :rest,
                      as_plain_text = as_plain_text OR :plain, telegram_message_id = :message_id,
                      settled_at = CASE WHEN {_IS_FINAL} THEN now() END,
                      message = CASE WHEN {_IS_FINAL} THEN NULL ELSE message END,
                      chat_id = CASE WHEN {_IS_FINAL} THEN NULL ELSE chat_id END,
                      user_id = CASE WHEN {_IS_FINAL} THEN NULL ELSE user_id END
     WHERE id = :id AND state = 'sending' AND EXISTS (SELECT FROM held)
       -- The person is locked before the message, as an act of theirs does it.
       AND (SELECT count(*) FROM unreachable) >= 0
    """,  # noqa: S608 - all parts are ours
    bot_id=BIGINT,
    chat_id=BIGINT,
    user_id=BIGINT,
    fence=BIGINT,
    chat_rest=SPAN,
    rest=SPAN,
    pause=SPAN,
    budget=TEXT,
    state=TEXT,
    uncounted=INT,
    unknowns=INT,
    plain=BOOL,
    message_id=BIGINT,
    is_final=BOOL,
    id=BIGINT,
)

_UNCOUNTED = frozenset({Outcome.NOT_REACHED, Outcome.TOO_FAST, Outcome.UNAUTHORISED})
_FINAL = frozenset({OutboxState.SENT, OutboxState.BLOCKED, OutboxState.FAILED, OutboxState.CANCELLED})
_TROUBLE = frozenset({Outcome.NOT_REACHED, Outcome.UNAUTHORISED})
#: How long a chat rests when nothing could be sent, so that nobody hammers at a closed door.
_AFTER_TROUBLE = timedelta(seconds=2)
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxTiming:
    """``lease`` outlives the longest attempt: only a sender that is gone loses a chat."""

    lease: timedelta = timedelta(seconds=30)
    pace: Pace = field(default_factory=Pace)


class PostgresOutbox:
    def __init__(self, engine: AsyncEngine, timing: OutboxTiming) -> None:
        self._engine = engine
        self._timing = timing

    async def claim(self, bot_id: BotId) -> Posting | None:
        given = {
            "bot_id": bot_id,
            "gap": self._timing.pace.gap,
            "budget": send_budget(bot_id),
            "lease": self._timing.lease,
            "dialogue": int(Priority.DIALOGUE),
        }
        async with acting(self._engine) as connection:
            row = (await connection.execute(_CLAIM, given)).one_or_none()
        if row is None:
            return None
        return Posting(
            id=row.id,
            fence=row.fence,
            message=from_row(row),
            attempts=row.attempts,
            unknowns=row.unknowns,
            as_plain_text=row.as_plain_text,
            was_cut=row.was_cut,
            is_stale=row.is_stale,
            wait=row.wait,
        )

    async def move(self, bot_id: BotId, posting: Posting) -> timedelta:
        given = {
            "bot_id": bot_id,
            "chat_id": posting.message.chat_id,
            "fence": posting.fence,
            "gap": self._timing.pace.gap,
            "budget": send_budget(bot_id),
            "lease": self._timing.lease,
        }
        async with acting(self._engine) as connection:
            wait: timedelta = (await connection.execute(_MOVE, given)).scalar_one()
        return wait

    async def settle(self, bot_id: BotId, posting: Posting, attempt: Attempt) -> None:
        message, outcome = posting.message, attempt.outcome
        unknowns = posting.unknowns + (outcome is Outcome.UNKNOWN)
        state = state_after(outcome, priority=message.priority, unknowns=unknowns, as_plain_text=posting.as_plain_text)
        given = {
            "bot_id": bot_id,
            "chat_id": message.chat_id,
            "user_id": message.user_id,
            "fence": posting.fence,
            "chat_rest": _AFTER_TROUBLE if outcome in _TROUBLE else self._timing.pace.per_chat,
            "rest": rest_after(unknowns) if outcome is Outcome.UNKNOWN else _NONE,
            "pause": attempt.retry_after,
            "budget": send_budget(bot_id),
            "state": state.value,
            "uncounted": int(outcome in _UNCOUNTED),
            "unknowns": unknowns,
            "plain": outcome is Outcome.MARKUP_REFUSED,
            "message_id": attempt.message_id,
            "is_final": state in _FINAL,
            "id": posting.id,
        }
        async with acting(self._engine) as connection:
            await connection.execute(_SETTLE, given)


def send_budget(bot_id: BotId) -> str:
    return f"telegram:{bot_id}"
