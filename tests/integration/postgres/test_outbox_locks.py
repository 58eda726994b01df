"""Whoever writes to the same chats at once waits for the other, and nobody is stuck."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_core.delivery.outcomes import OutboxState, Outcome
from relove_core.ids import UserId
from relove_core.testing.builders import ANNA, BOT, a_message, an_update, cause_of
from relove_core.testing.clock import NOON
from tests.bot_process import eventually
from tests.contracts.world import meet, next_posting, put, settle, take_and_claim, user
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


@pytest.mark.parametrize("outcome", [Outcome.SENT, Outcome.UNKNOWN])
async def test_a_stop_while_a_reply_is_settled_ends_well_for_both(world: PostgresWorld, outcome: Outcome) -> None:
    await put(world, a_message("ответ"))
    flying = await next_posting(world)
    stop = cause_of(await take_and_claim(world, an_update(2)))

    async with asyncio.TaskGroup() as group, world.begin() as tx:
        await tx.deliveries.hold_back(stop)
        group.create_task(settle(world, flying, outcome))
        await eventually(lambda: world.rows(_WAITING))
        await tx.deliveries.finish(stop, [a_message("Пауза")])

    became = OutboxState.SENT if outcome is Outcome.SENT else OutboxState.CANCELLED
    assert [m.state for m in await world.messages()] == [became, OutboxState.PENDING]


async def test_a_stop_while_it_turns_out_that_the_bot_is_blocked_ends_well_for_both(world: PostgresWorld) -> None:
    await meet(world)
    await put(world, a_message("ответ"))
    flying = await next_posting(world)
    stop = cause_of(await take_and_claim(world, an_update(2)))

    async with asyncio.TaskGroup() as group, world.begin() as tx:
        await tx.users.pause(ANNA, stop, at=NOON)
        group.create_task(settle(world, flying, Outcome.BLOCKED))
        await eventually(lambda: world.rows(_WAITING))
        await tx.deliveries.hold_back(stop)
        await tx.deliveries.finish(stop, [a_message("Пауза")])

    assert [m.state for m in await world.messages()] == [OutboxState.BLOCKED, OutboxState.PENDING]
    assert not (await user(world)).is_active
