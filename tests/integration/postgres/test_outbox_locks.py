"""Acts that write to several strangers at once meet in the middle, and neither is stuck."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_core.ids import UserId
from relove_core.testing.builders import BOT, a_message
from tests.bot_process import eventually
from tests.integration.postgres.world import PostgresWorld

STRANGERS = (907, 13, 522, 88, 3001, 45, 700, 291, 1503, 64, 999, 310)
_MEET = text("INSERT INTO outbox_chats (bot_id, chat_id) SELECT :bot_id, unnest(CAST(:chats AS bigint[]))")
_WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"


async def test_an_act_takes_chats_in_the_order_of_their_numbers_whatever_the_order_of_its_messages(
    world: PostgresWorld, engine: AsyncEngine
) -> None:
    first, *others = sorted(STRANGERS)

    async def announce() -> None:
        async with world.begin() as tx:
            await tx.deliveries.announce(BOT, "news", [a_message(user_id=UserId(n)) for n in STRANGERS])

    async with engine.connect() as other:
        await other.execute(_MEET, {"bot_id": BOT, "chats": [first]})
        async with asyncio.TaskGroup() as group:
            group.create_task(announce())
            await eventually(lambda: world.rows(_WAITING))
            await other.execute(_MEET, {"bot_id": BOT, "chats": others})
            await other.rollback()

    assert [r.chat_id for r in await world.rows("SELECT chat_id FROM outbox_chats ORDER BY 1")] == [first, *others]
