"""What a use case does with inbox and outbox in its own transaction."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.messages import to_row
from relove_adapters.postgres.sql import BIGINT, BIGINTS, BOOL, INT, TEXT, as_json, statement
from relove_core.delivery.model import Cause, LeaseLost, Outgoing, Priority
from relove_core.ids import BotId

_PUT = """
        INSERT INTO outbox (key, bot_id, chat_id, user_id, priority, message)
        SELECT a.key, :bot_id, a.chat_id, a.user_id, a.priority, a.message
          FROM jsonb_to_recordset(CAST(:answers AS jsonb))
            AS a (key text, chat_id bigint, user_id bigint, priority smallint, message jsonb, place int)
         WHERE EXISTS (SELECT FROM held)
         ORDER BY a.place
        ON CONFLICT (key) DO NOTHING
        RETURNING chat_id
    ), chats AS (
        -- By their numbers: of two acts that meet strangers in different orders one waits, and none is stuck.
        -- A chat that is known is left alone: a conflict with it is a wait for whoever settles a message there.
        INSERT INTO outbox_chats (bot_id, chat_id)
        SELECT DISTINCT :bot_id, p.chat_id FROM put p
         WHERE NOT EXISTS (SELECT FROM outbox_chats c WHERE c.bot_id = :bot_id AND c.chat_id = p.chat_id)
         ORDER BY p.chat_id
        ON CONFLICT DO NOTHING
"""

_FINISH = statement(
    f"""
    WITH held AS (
        SELECT FROM lanes
         WHERE bot_id = :bot_id AND chat_id = :chat_id AND lane = :lane AND fence = :fence
           AND lease_until IS NOT NULL
           FOR UPDATE
    ), done AS (
        UPDATE inbox SET state = CASE WHEN :set_aside THEN 'aside' ELSE 'done' END,
                         raw = CASE WHEN :set_aside THEN raw END,
                         chat_id = CASE WHEN :set_aside THEN chat_id END
         WHERE bot_id = :bot_id AND update_id = ANY(:update_ids) AND state = 'pending' AND EXISTS (SELECT FROM held)
        RETURNING 1
    ), given_back AS (
        UPDATE lanes SET pending = pending - (SELECT count(*) FROM done), lease_until = NULL, postponed_until = NULL,
                         waiting_since = now()
         WHERE bot_id = :bot_id AND chat_id = :chat_id AND lane = :lane AND EXISTS (SELECT FROM held)
    ), put AS ({_PUT})
    SELECT count(*) FROM held
    """,  # noqa: S608 - both parts are ours
    bot_id=BIGINT,
    chat_id=BIGINT,
    lane=TEXT,
    fence=BIGINT,
    update_ids=BIGINTS,
    set_aside=BOOL,
    answers=TEXT,
)

_TELL = statement(
    f"WITH held AS (SELECT 1), put AS ({_PUT}) SELECT count(*) FROM put",  # noqa: S608 - both parts are ours
    bot_id=BIGINT,
    answers=TEXT,
)

_HOLD_BACK = statement(
    """
    UPDATE outbox SET is_stale = state = 'sending',
                      state = CASE state WHEN 'sending' THEN state ELSE 'cancelled' END,
                      message = CASE state WHEN 'sending' THEN message END,
                      chat_id = CASE state WHEN 'sending' THEN chat_id END,
                      user_id = CASE state WHEN 'sending' THEN user_id END,
                      settled_at = CASE state WHEN 'sending' THEN settled_at ELSE now() END
     WHERE bot_id = :bot_id AND chat_id = :chat_id AND state IN ('pending', 'sending') AND priority >= :priority
    """,
    bot_id=BIGINT,
    chat_id=BIGINT,
    priority=INT,
)


class PostgresDeliveries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def finish(self, cause: Cause, answers: Sequence[Outgoing] = (), *, set_aside: bool = False) -> None:
        key = f"{cause.bot_id}:{cause.update_ids[0]}"
        rows = [to_row(answer, key=f"{key}:{place}", place=place) for place, answer in enumerate(answers)]
        held = await self._connection.scalar(
            _FINISH,
            {
                "bot_id": cause.bot_id,
                "chat_id": cause.chat_id,
                "lane": cause.lane.value,
                "fence": cause.fence,
                "update_ids": list(cause.update_ids),
                "set_aside": set_aside,
                "answers": as_json(rows),
            },
        )
        if not held:
            raise LeaseLost(f"the {cause.lane} lane of update {cause.update_ids[0]} is in other hands")

    async def tell(self, cause: Cause, message: Outgoing) -> None:
        rows = [to_row(message, key=f"{cause.bot_id}:{cause.update_ids[0]}:beside", place=0)]
        await self._connection.execute(_TELL, {"bot_id": cause.bot_id, "answers": as_json(rows)})

    async def announce(self, bot_id: BotId, key: str, messages: Sequence[Outgoing]) -> None:
        rows = [to_row(message, key=f"{key}:{place}", place=place) for place, message in enumerate(messages)]
        await self._connection.execute(_TELL, {"bot_id": bot_id, "answers": as_json(rows)})

    async def hold_back(self, cause: Cause) -> None:
        await self._connection.execute(
            _HOLD_BACK, {"bot_id": cause.bot_id, "chat_id": cause.chat_id, "priority": int(Priority.DIALOGUE)}
        )
