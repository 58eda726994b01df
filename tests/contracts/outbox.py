"""What every outbox does."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from relove_core.delivery.model import Priority
from relove_core.delivery.outcomes import OutboxState, Outcome
from relove_core.delivery.pacing import Pace
from relove_core.ids import BotId, UserId
from relove_core.testing.builders import ANNA, BORIS, BOT, a_cause, a_message, an_update, cause_of
from tests.contracts.world import (
    SECOND,
    World,
    finish,
    meet,
    next_posting,
    put,
    send_all,
    settle,
    take_and_claim,
    user,
)

GAP = Pace().gap
#: PostgreSQL counts in microseconds.
GRAIN = timedelta(microseconds=1)


async def _only(world: World) -> OutboxState:
    (message,) = await world.messages()
    return message.state


async def _to_many(world: World, count: int) -> None:
    """A message to each of many chats."""
    await put(world, *(a_message(str(n), user_id=UserId(1000 + n)) for n in range(count)))


class OutboxContract:
    async def test_an_empty_outbox_has_nothing_to_send(self, world: World) -> None:
        assert await world.outbox.claim(BOT) is None

    async def test_the_most_urgent_goes_first(self, world: World) -> None:
        order = (Priority.BROADCAST, Priority.DIALOGUE, Priority.CRISIS, Priority.REMINDER, Priority.OPERATOR)
        await put(world, *(a_message(p.name, priority=p) for p in order))

        assert await send_all(world) == ["CRISIS", "OPERATOR", "DIALOGUE", "REMINDER", "BROADCAST"]

    async def test_a_chat_gets_one_message_at_a_time(self, world: World) -> None:
        await put(world, a_message("раз"), a_message("два"))
        first = await next_posting(world)
        assert await world.outbox.claim(BOT) is None
        await settle(world, first)
        await world.pass_(2 * SECOND)

        assert (await next_posting(world)).message.html == "два"

    async def test_many_senders_take_no_message_twice(self, world: World) -> None:
        await _to_many(world, 4)

        postings = await asyncio.gather(*(world.outbox.claim(BOT) for _ in range(8)))

        taken = [p.id for p in postings if p is not None]
        assert len(taken) == len(set(taken))
        while (late := await world.outbox.claim(BOT)) is not None:
            taken.append(late.id)
        assert len(set(taken)) == len(taken) == 4

    async def test_a_chat_rests_after_a_message(self, world: World) -> None:
        await put(world, a_message("раз"), a_message("два"))
        await settle(world, await next_posting(world))
        await world.pass_(0.9 * SECOND)
        assert await world.outbox.claim(BOT) is None
        await world.pass_(0.2 * SECOND)

        assert (await next_posting(world)).message.html == "два"

    async def test_other_chats_do_not_wait_for_a_chat_that_rests(self, world: World) -> None:
        await put(world, a_message("раз"), a_message("два"), a_message("Борису", user_id=BORIS))
        await settle(world, await next_posting(world))

        assert (await next_posting(world)).message.html == "Борису"

    async def test_bots_do_not_send_for_each_other(self, world: World) -> None:
        await put(world, a_message())

        assert await world.outbox.claim(BotId(8)) is None

    async def test_a_sent_message_leaves_a_tombstone(self, world: World) -> None:
        await put(world, a_message("тайна"))
        await settle(world, await next_posting(world), message_id=55)

        (tombstone,) = await world.messages()
        assert (tombstone.state, tombstone.message, tombstone.telegram_message_id) == (OutboxState.SENT, None, 55)

    @pytest.mark.parametrize(
        ("outcome", "state", "attempts"),
        [
            (Outcome.SENT, OutboxState.SENT, 1),
            (Outcome.NOT_REACHED, OutboxState.PENDING, 0),
            (Outcome.TOO_FAST, OutboxState.PENDING, 0),
            (Outcome.UNAUTHORISED, OutboxState.PENDING, 0),
            (Outcome.BLOCKED, OutboxState.BLOCKED, 1),
            (Outcome.MARKUP_REFUSED, OutboxState.PENDING, 1),
            (Outcome.REFUSED, OutboxState.FAILED, 1),
            (Outcome.UNKNOWN, OutboxState.PENDING, 1),
        ],
    )
    async def test_each_outcome_leads_to_its_state(
        self, world: World, outcome: Outcome, state: OutboxState, attempts: int
    ) -> None:
        await put(world, a_message())
        await settle(world, await next_posting(world), outcome)

        (message,) = await world.messages()
        assert (message.state, message.attempts) == (state, attempts)
        assert (message.message is None) == (state not in (OutboxState.PENDING, OutboxState.UNCERTAIN))

    async def test_what_did_not_reach_telegram_goes_again_however_often(self, world: World) -> None:
        await put(world, a_message())
        for _ in range(10):
            posting = await next_posting(world)
            assert posting.attempts == 1
            await settle(world, posting, Outcome.NOT_REACHED)
            await world.pass_(3 * SECOND)

        assert await send_all(world) == ["Привет"]

    async def test_refused_markup_goes_again_as_plain_text_once(self, world: World) -> None:
        await put(world, a_message())
        first = await next_posting(world)
        await settle(world, first, Outcome.MARKUP_REFUSED)
        await world.pass_(2 * SECOND)
        second = await next_posting(world)
        await settle(world, second, Outcome.MARKUP_REFUSED)

        assert (first.as_plain_text, second.as_plain_text) == (False, True)
        assert await _only(world) is OutboxState.FAILED

    async def test_a_broadcast_of_unknown_fate_waits_for_a_decision(self, world: World) -> None:
        await put(world, a_message(priority=Priority.BROADCAST))
        await settle(world, await next_posting(world), Outcome.UNKNOWN)
        await world.pass_(60 * SECOND)

        assert await world.outbox.claim(BOT) is None
        assert await _only(world) is OutboxState.UNCERTAIN

    async def test_a_message_in_the_hands_of_a_dead_sender_was_cut(self, world: World) -> None:
        await put(world, a_message())
        first = await next_posting(world)
        await world.pass_(29 * SECOND)
        assert await world.outbox.claim(BOT) is None
        await world.pass_(2 * SECOND)

        second = await next_posting(world)

        assert not first.was_cut
        assert second.was_cut
        assert (second.id, second.attempts) == (first.id, 2)
        assert second.fence > first.fence

    async def test_settling_with_an_old_fence_changes_nothing(self, world: World) -> None:
        await meet(world)
        await put(world, a_message())
        first = await next_posting(world)
        await world.pass_(31 * SECOND)
        second = await next_posting(world)
        await settle(world, first, Outcome.BLOCKED)
        await settle(world, first, Outcome.TOO_FAST, retry_after=60 * SECOND)

        assert await _only(world) is OutboxState.SENDING
        assert (await user(world)).is_active
        await settle(world, second)
        assert await _only(world) is OutboxState.SENT
        await put(world, a_message("дальше"), update_id=2)
        await world.pass_(2 * SECOND)
        assert await send_all(world) == ["дальше"]

    async def test_settling_twice_changes_nothing(self, world: World) -> None:
        await put(world, a_message())
        posting = await next_posting(world)
        await settle(world, posting, message_id=1)
        await settle(world, posting, Outcome.NOT_REACHED)

        assert await _only(world) is OutboxState.SENT

    async def test_after_too_fast_nothing_leaves_until_it_is_over(self, world: World) -> None:
        await _to_many(world, 3)
        await settle(world, await next_posting(world), Outcome.TOO_FAST, retry_after=30 * SECOND)
        await world.pass_(29 * SECOND)
        assert await world.outbox.claim(BOT) is None
        await world.pass_(2 * SECOND)

        assert sorted(await send_all(world)) == ["0", "1", "2"]

    async def test_what_waits_for_telegram_can_still_be_cancelled(self, world: World) -> None:
        await put(world, a_message("раз"))
        await settle(world, await next_posting(world), Outcome.TOO_FAST, retry_after=30 * SECOND)
        await world.pass_(2 * SECOND)
        await world.outbox.claim(BOT)
        async with world.begin() as tx:
            await tx.deliveries.hold_back(a_cause(2))
        await world.pass_(60 * SECOND)

        assert await send_all(world) == []

    async def test_a_shorter_pause_does_not_end_a_longer_one(self, world: World) -> None:
        await _to_many(world, 2)
        first, second = await next_posting(world), await next_posting(world)
        await settle(world, first, Outcome.TOO_FAST, retry_after=30 * SECOND)
        await settle(world, second, Outcome.TOO_FAST, retry_after=SECOND)
        await world.pass_(20 * SECOND)

        assert await world.outbox.claim(BOT) is None

    async def test_who_blocked_the_bot_becomes_inactive(self, world: World) -> None:
        await meet(world, ANNA)
        await meet(world, BORIS, update_id=900_002)
        await put(world, a_message())
        await settle(world, await next_posting(world), Outcome.BLOCKED)

        assert not (await user(world, ANNA)).is_active
        assert (await user(world, BORIS)).is_active

    async def test_send_times_keep_the_gap(self, world: World) -> None:
        await _to_many(world, 40)
        await asyncio.gather(*(self._claim_some(world, 10) for _ in range(4)))

        slots = await world.slots()
        assert len(slots) == 40
        assert all(later - earlier >= GAP - GRAIN for earlier, later in pairwise(slots))

    async def test_time_that_passed_unused_is_not_caught_up(self, world: World) -> None:
        await _to_many(world, 6)
        await next_posting(world)
        await world.pass_(10 * SECOND)
        for _ in range(5):
            await next_posting(world)

        _, *slots = await world.slots()
        assert len(slots) == 5
        assert all(later - earlier >= GAP - GRAIN for earlier, later in pairwise(slots))

    async def test_a_message_says_how_long_it_is_to_wait(self, world: World) -> None:
        await _to_many(world, 3)

        waits = [(await next_posting(world)).wait for _ in range(3)]

        assert waits[0] <= GAP
        assert all(w <= 3 * GAP for w in waits)

    async def test_a_missed_slot_is_given_up_for_the_next_free_one(self, world: World) -> None:
        await _to_many(world, 3)
        postings = [await next_posting(world) for _ in range(3)]
        before = await world.slots()
        wait = await world.outbox.move(BOT, postings[0])

        after = await world.slots()
        assert len(set(after) & set(before)) == 2
        assert after[-1] >= before[-1] + GAP - GRAIN
        assert timedelta(0) < wait <= 4 * GAP
        await settle(world, postings[0])
        assert (await world.messages())[0].state is OutboxState.SENT

    async def test_whoever_lost_a_message_does_not_hold_its_chat_by_moving(self, world: World) -> None:
        await put(world, a_message("раз"), a_message("два"))
        first = await next_posting(world)
        await settle(world, first)
        await world.outbox.move(BOT, first)
        await world.pass_(2 * SECOND)

        assert (await next_posting(world)).message.html == "два"

    async def test_a_person_without_a_user_can_be_written_to(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1))
        await finish(world, cause_of(claimed), a_message("чужому", user_id=UserId(5)))
        await settle(world, await next_posting(world), Outcome.BLOCKED)

        assert await _only(world) is OutboxState.BLOCKED

    async def _claim_some(self, world: World, count: int) -> None:
        """A claim may find nothing where all that it looked at was taken in that very moment."""
        while count:
            count -= await world.outbox.claim(BOT) is not None
