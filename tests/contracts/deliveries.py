"""What every implementation of Deliveries does on a transaction."""

from relove_core.delivery.model import Lane, Priority
from relove_core.delivery.outcomes import OutboxState
from relove_core.testing.builders import ANNA, BORIS, a_cause, a_message, an_update, cause_of, chat_of
from tests.contracts.world import World, claim, finish, next_posting, put, rolled_back, send_all, settle, take_and_claim


async def _states(world: World) -> list[OutboxState]:
    return [m.state for m in await world.messages()]


class DeliveriesContract:
    async def test_answers_are_put_in_their_order(self, world: World) -> None:
        await put(world, a_message("раз"), a_message("два"), a_message("три"))

        assert await send_all(world) == ["раз", "два", "три"]

    async def test_answers_come_back_as_they_were_put(self, world: World) -> None:
        answer = a_message(
            "<b>Ты</b> & я",
            buttons=["Да & нет", "Нет"],
            links=["https://relove.ru/a?b=c&d=1"],
            menu=["📊 Сессия"],
            priority=Priority.OPERATOR,
        )
        await put(world, answer)

        assert (await next_posting(world)).message == answer

    async def test_answers_share_the_fate_of_their_transaction(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1))

        async with rolled_back(world) as tx:
            await tx.deliveries.finish(cause_of(claimed), [a_message()])

        assert not await world.messages()
        assert [u.state for u in await world.updates()] == ["pending"]

    async def test_a_message_told_twice_is_put_once(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1))
        for text in ("первый раз", "второй раз"):
            async with world.begin() as tx:
                await tx.deliveries.tell(cause_of(claimed), a_message(text))

        assert await send_all(world) == ["первый раз"]

    async def test_telling_leaves_the_updates_pending_and_the_lane_ours(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1))
        async with world.begin() as tx:
            await tx.deliveries.tell(cause_of(claimed), a_message())

        assert [u.state for u in await world.updates()] == ["pending"]
        assert await world.inbox.renew(claimed)
        await finish(world, cause_of(claimed), a_message("ответ"))
        assert len(await world.messages()) == 2

    async def test_an_answer_to_the_same_updates_is_put_once(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1))
        await finish(world, cause_of(first), a_message("первый"))
        second = await take_and_claim(world, an_update(2))
        await finish(world, cause_of(second, 1), a_message("второй"))

        assert await send_all(world) == ["первый"]

    async def test_a_finished_update_leaves_a_tombstone_without_text_or_chat(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1, raw=b"secret"))
        await finish(world, cause_of(claimed))

        (tombstone,) = await world.updates()
        assert (tombstone.state, tombstone.raw, tombstone.chat_id) == ("done", None, None)

    async def test_an_update_set_aside_is_kept_as_it_came(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1, raw=b"broken"), an_update(2))
        await finish(world, cause_of(claimed, 1), a_message("прости"), set_aside=True)

        first, second = await world.updates()
        assert (first.state, first.raw, first.chat_id) == ("aside", b"broken", chat_of(ANNA))
        assert second.state == "pending"
        assert [p.update_id for p in (await claim(world)).pending] == [2]
        assert await send_all(world) == ["прости"]

    async def test_holding_back_cancels_dialogue_and_what_is_less_urgent(self, world: World) -> None:
        await put(world, *(a_message(p.name, priority=p) for p in Priority))
        async with world.begin() as tx:
            await tx.deliveries.hold_back(a_cause(5))

        assert await send_all(world) == ["CRISIS", "OPERATOR"]
        assert (await _states(world))[2:] == [OutboxState.CANCELLED] * 3
        assert all(m.message is None for m in await world.messages())

    async def test_holding_back_does_not_touch_other_chats_or_what_is_on_its_way(self, world: World) -> None:
        await put(world, a_message("уже летит"), a_message("ещё ждёт"))
        claimed = await take_and_claim(world, an_update(2, user_id=BORIS))
        await finish(world, cause_of(claimed), a_message("Борису", user_id=BORIS))
        flying = await next_posting(world)
        async with world.begin() as tx:
            await tx.deliveries.hold_back(a_cause(5))

        assert await _states(world) == [OutboxState.SENDING, OutboxState.CANCELLED, OutboxState.PENDING]
        await settle(world, flying)
        assert await send_all(world) == ["Борису"]

    async def test_what_is_put_after_holding_back_is_sent(self, world: World) -> None:
        await put(world, a_message("отменится"))
        await world.inbox.take_in([an_update(2, lane=Lane.CONTROL)])
        stop = await claim(world, Lane.CONTROL)
        async with world.begin() as tx:
            await tx.deliveries.hold_back(cause_of(stop))
            await tx.deliveries.finish(cause_of(stop), [a_message("Пауза")])

        assert await send_all(world) == ["Пауза"]

    async def test_an_answer_may_go_to_another_chat(self, world: World) -> None:
        await put(world, a_message("Борису", user_id=BORIS))

        assert (await next_posting(world)).message.chat_id == chat_of(BORIS)
