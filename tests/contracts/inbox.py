"""What every inbox does."""

import asyncio
import random
from datetime import timedelta

import pytest

from relove_core.delivery.model import Lane, LeaseLost
from relove_core.ids import BotId
from relove_core.testing.builders import ANNA, BORIS, BOT, a_cause, a_message, an_update, cause_of, chat_of
from tests.contracts.world import SECOND, World, claim, finish, is_idle, rolled_back, take_and_claim


class InboxContract:
    async def test_a_batch_is_claimed_in_the_order_of_update_ids(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(3), an_update(1), an_update(2))

        assert [p.update_id for p in claimed.pending] == [1, 2, 3]
        assert (claimed.bot_id, claimed.chat_id, claimed.lane) == (BOT, chat_of(ANNA), Lane.TALK)

    async def test_what_came_is_given_back_byte_for_byte(self, world: World) -> None:
        raw = b'{"text":"\\u0000\\ud800"}\x00\xff'

        claimed = await take_and_claim(world, an_update(1, raw=raw))

        assert claimed.pending[0].raw == raw

    async def test_a_known_update_changes_nothing(self, world: World) -> None:
        await world.inbox.take_in([an_update(1, raw=b"first")])
        await world.inbox.take_in([an_update(1, raw=b"second", user_id=BORIS)])

        claimed = await claim(world)

        assert [(p.update_id, p.raw) for p in claimed.pending] == [(1, b"first")]
        assert await is_idle(world)

    async def test_an_update_twice_in_one_batch_is_kept_once(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1), an_update(1), an_update(2), an_update(1))

        assert [p.update_id for p in claimed.pending] == [1, 2]
        await finish(world, cause_of(claimed))
        assert await is_idle(world)

    async def test_of_a_batch_that_is_partly_known_the_rest_is_kept(self, world: World) -> None:
        await world.inbox.take_in([an_update(1), an_update(2)])
        await world.inbox.take_in([an_update(2), an_update(3)])

        assert [p.update_id for p in (await claim(world)).pending] == [1, 2, 3]

    async def test_an_empty_batch_is_fine(self, world: World) -> None:
        await world.inbox.take_in([])

        assert await is_idle(world)

    async def test_an_update_that_was_dealt_with_does_not_come_again(self, world: World) -> None:
        await finish(world, cause_of(await take_and_claim(world, an_update(1))))
        await world.inbox.take_in([an_update(1)])

        assert await is_idle(world)

    async def test_bots_do_not_see_each_others_updates(self, world: World) -> None:
        other = BotId(8)
        await world.inbox.take_in([an_update(1, bot_id=other)])
        await world.inbox.take_in([an_update(1)])

        mine, theirs = await claim(world), await world.inbox.claim(other, Lane.TALK)

        assert mine.bot_id == BOT
        assert theirs is not None
        assert theirs.bot_id == other

    async def test_a_lane_is_never_claimed_twice(self, world: World) -> None:
        await world.inbox.take_in([an_update(1), an_update(2)])

        claims = await asyncio.gather(*(world.inbox.claim(BOT, Lane.TALK) for _ in range(5)))

        assert sum(c is not None for c in claims) == 1

    async def test_lanes_of_one_chat_are_independent(self, world: World) -> None:
        await world.inbox.take_in([an_update(1), an_update(2, lane=Lane.CONTROL)])

        talk, control = await claim(world, Lane.TALK), await claim(world, Lane.CONTROL)

        assert [p.update_id for p in talk.pending] == [1]
        assert [p.update_id for p in control.pending] == [2]
        await finish(world, cause_of(control))
        assert await world.inbox.renew(talk)

    async def test_chats_are_worked_on_at_the_same_time(self, world: World) -> None:
        await world.inbox.take_in([an_update(1), an_update(2, user_id=BORIS)])

        chats = {(await claim(world)).chat_id, (await claim(world)).chat_id}

        assert chats == {chat_of(ANNA), chat_of(BORIS)}

    async def test_who_has_waited_longest_goes_first(self, world: World) -> None:
        await world.inbox.take_in([an_update(5, user_id=BORIS)])
        await world.pass_(SECOND)
        await world.inbox.take_in([an_update(1)])

        assert (await claim(world)).chat_id == chat_of(BORIS)

    async def test_an_expired_lease_is_taken_over_with_a_higher_fence(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1))
        await world.pass_(9 * SECOND)
        assert await is_idle(world)
        await world.pass_(2 * SECOND)

        second = await claim(world)

        assert second.fence > first.fence
        assert second.pending == first.pending

    async def test_a_renewed_lease_does_not_expire(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1))
        for _ in range(3):
            await world.pass_(8 * SECOND)
            assert await world.inbox.renew(claimed)

        assert await is_idle(world)

    async def test_whoever_lost_a_lane_cannot_renew_it(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1))
        await world.pass_(11 * SECOND)
        second = await claim(world)

        assert not await world.inbox.renew(first)
        assert await world.inbox.renew(second)
        await finish(world, cause_of(second))
        assert not await world.inbox.renew(second)

    async def test_finishing_with_an_old_fence_writes_nothing(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1))
        await world.pass_(11 * SECOND)
        second = await claim(world)

        with pytest.raises(LeaseLost):
            await finish(world, cause_of(first), a_message("слишком поздно"))

        assert [u.state for u in await world.updates()] == ["pending"]
        assert not await world.messages()
        await finish(world, cause_of(second), a_message("вовремя"))
        assert len(await world.messages()) == 1

    async def test_finishing_twice_with_one_fence_is_refused(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1))
        await finish(world, cause_of(claimed))

        with pytest.raises(LeaseLost):
            await finish(world, cause_of(claimed), a_message())

        assert not await world.messages()

    async def test_a_lane_that_never_was_cannot_be_finished(self, world: World) -> None:
        with pytest.raises(LeaseLost):
            await finish(world, a_cause(1))

    async def test_what_arrives_while_a_lane_is_held_is_claimed_after_it(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1))
        await world.inbox.take_in([an_update(2)])
        assert await is_idle(world)
        await finish(world, cause_of(first))

        assert [p.update_id for p in (await claim(world)).pending] == [2]

    async def test_what_is_left_of_a_claim_is_due_at_once(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1), an_update(2), an_update(3))
        await finish(world, cause_of(first, 1, 2))

        assert [p.update_id for p in (await claim(world)).pending] == [3]

    async def test_an_update_finished_again_does_not_hide_another(self, world: World) -> None:
        await finish(world, cause_of(await take_and_claim(world, an_update(1))))
        second = await take_and_claim(world, an_update(2))
        await finish(world, cause_of(second, 1))

        assert [p.update_id for p in (await claim(world)).pending] == [2]

    async def test_a_claim_holds_a_part_of_a_long_lane_and_the_rest_comes_after(self, world: World) -> None:
        claimed = await take_and_claim(world, *(an_update(n) for n in range(1, 61)))
        assert [p.update_id for p in claimed.pending] == list(range(1, 51))
        await finish(world, cause_of(claimed))

        assert [p.update_id for p in (await claim(world)).pending] == list(range(51, 61))

    async def test_a_postponed_lane_rests_and_counts_its_failures(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1), an_update(2))
        await world.inbox.postpone(claimed, until=await world.now() + 4 * SECOND, failed=[1])
        await world.pass_(3 * SECOND)
        assert await is_idle(world)
        await world.pass_(2 * SECOND)

        again = await claim(world)

        assert [(p.update_id, p.failures) for p in again.pending] == [(1, 1), (2, 0)]
        assert again.fence > claimed.fence

    async def test_a_lane_given_back_is_due_at_once(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1))
        await world.inbox.postpone(claimed, until=None)

        assert [p.failures for p in (await claim(world)).pending] == [0]

    async def test_whoever_lost_a_lane_cannot_postpone_it(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1))
        await world.pass_(11 * SECOND)
        second = await claim(world)
        await world.inbox.postpone(first, until=await world.now() + 100 * SECOND, failed=[1])

        assert await world.inbox.renew(second)
        await world.inbox.postpone(second, until=None)
        assert [p.failures for p in (await claim(world)).pending] == [0]

    async def test_a_postponement_ends_with_the_work(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1))
        await world.inbox.postpone(first, until=await world.now() + SECOND)
        await world.pass_(2 * SECOND)
        await finish(world, cause_of(await claim(world)))

        assert [p.update_id for p in (await take_and_claim(world, an_update(2))).pending] == [2]

    async def test_a_command_does_not_wait(self, world: World) -> None:
        await world.inbox.take_in([an_update(1, is_text=False)])

        assert not await is_idle(world)

    async def test_a_text_waits_for_the_next_one(self, world: World) -> None:
        await world.inbox.take_in([an_update(1, is_text=True)])
        assert await is_idle(world)
        await world.pass_(SECOND)
        await world.inbox.take_in([an_update(2, is_text=True)])
        await world.pass_(SECOND)
        assert await is_idle(world)
        await world.pass_(SECOND)

        assert [p.update_id for p in (await claim(world)).pending] == [1, 2]

    async def test_patience_with_texts_in_a_row_has_an_end(self, world: World) -> None:
        waited = timedelta(0)
        for n in range(1, 100):
            await world.inbox.take_in([an_update(n, is_text=True)])
            await world.pass_(SECOND)
            waited += SECOND
            if not await is_idle(world):
                break

        assert 5 * SECOND <= waited <= 7 * SECOND

    async def test_a_command_ends_the_wait_of_texts(self, world: World) -> None:
        await world.inbox.take_in([an_update(1, is_text=True)])
        await world.inbox.take_in([an_update(2)])

        assert [p.update_id for p in (await claim(world)).pending] == [1, 2]

    async def test_a_text_does_not_make_a_command_wait(self, world: World) -> None:
        await world.inbox.take_in([an_update(1)])
        await world.inbox.take_in([an_update(2, is_text=True)])

        assert [p.update_id for p in (await claim(world)).pending] == [1, 2]

    async def test_a_text_and_a_command_in_one_batch_do_not_wait(self, world: World) -> None:
        await world.inbox.take_in([an_update(1, is_text=True), an_update(2)])

        assert not await is_idle(world)

    async def test_texts_that_arrive_during_an_answer_are_joined_after_it(self, world: World) -> None:
        first = await take_and_claim(world, an_update(1))
        await world.inbox.take_in([an_update(2, is_text=True)])
        await world.pass_(SECOND)
        await world.inbox.take_in([an_update(3, is_text=True)])
        await finish(world, cause_of(first))
        assert await is_idle(world)
        await world.pass_(2 * SECOND)

        assert [p.update_id for p in (await claim(world)).pending] == [2, 3]

    async def test_a_rolled_back_finish_leaves_the_lane_held(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1))

        async with rolled_back(world) as tx:
            await tx.deliveries.finish(cause_of(claimed), [a_message()])

        assert not await world.messages()
        assert await world.inbox.renew(claimed)
        await finish(world, cause_of(claimed))

    @pytest.mark.parametrize("seed", range(6))
    async def test_whatever_happens_nothing_gets_stuck_and_nothing_is_dealt_with_twice(
        self, world: World, seed: int
    ) -> None:
        chance = random.Random(seed)
        numbers = list(range(1, 41))
        dealt_with: list[tuple[int, int]] = []
        while numbers or not await self._all_done(world):
            some = [an_update(n, user_id=(ANNA, BORIS)[n % 2], is_text=chance.random() < 0.5) for n in numbers[:3]]
            if some and chance.random() < 0.6:
                chance.shuffle(some)
                await world.inbox.take_in([*some, *some[:1]])
                del numbers[: len(some)]
            await world.pass_(chance.random() * 4 * SECOND)
            claimed = await world.inbox.claim(BOT, Lane.TALK)
            if claimed is None or not claimed.pending:
                continue
            match chance.randrange(4):
                case 0:
                    await world.pass_(11 * SECOND)
                case 1:
                    await world.inbox.postpone(claimed, until=await world.now() + chance.random() * 3 * SECOND)
                case _:
                    part = tuple(p.update_id for p in claimed.pending)[: chance.randint(1, 3)]
                    await finish(world, cause_of(claimed, *part))
                    dealt_with += [(claimed.chat_id, n) for n in part]

        assert sorted(n for _, n in dealt_with) == list(range(1, 41))

    async def _all_done(self, world: World) -> bool:
        return all(u.state == "done" for u in await world.updates())
