"""What every outbox does with a message whose fate is unknown."""

from itertools import count

import pytest

from relove_core.delivery.model import Priority
from relove_core.delivery.outcomes import OutboxState, Outcome
from relove_core.delivery.ports import Posting
from relove_core.delivery.rests import MOST_REST, is_tried_again, rest_after
from relove_core.testing.builders import ANNA, BORIS, BOT, a_cause, a_message
from tests.contracts.world import SECOND, World, next_posting, put, send_all, settle

LESS_URGENT = (Priority.REMINDER, Priority.BROADCAST)
URGENT = (Priority.CRISIS, Priority.OPERATOR)


async def get_lost(world: World, *, times: int = 1) -> Posting:
    """What is to be sent next leaves, and nobody knows whether it arrived; so many times, and it rests now."""
    for n in count(1):
        posting = await next_posting(world)
        await settle(world, posting, Outcome.UNKNOWN)
        if n == times:
            return posting
        await world.pass_(rest_after(posting.unknowns + 1))
    raise AssertionError


async def states(world: World) -> list[OutboxState]:
    return [m.state for m in await world.messages()]


async def hold_back(world: World) -> None:
    async with world.begin() as tx:
        await tx.deliveries.hold_back(a_cause(5))


class RestsContract:
    async def test_a_reply_of_unknown_fate_rests_longer_each_time(self, world: World) -> None:
        await put(world, a_message())

        for n in range(1, 7):
            await get_lost(world)
            await world.pass_(rest_after(n) - 0.5 * SECOND)
            assert await world.outbox.claim(BOT) is None, f"rest {n}"
            await world.pass_(SECOND)
        assert await send_all(world) == ["Привет"]

    async def test_a_reply_is_given_up_after_half_an_hour_of_rests_and_kept_for_a_decision(self, world: World) -> None:
        await put(world, a_message())
        tries = next(n for n in count(1) if not is_tried_again(Priority.DIALOGUE, n))
        await get_lost(world, times=tries - 1)
        assert await states(world) == [OutboxState.PENDING]
        await world.pass_(MOST_REST)
        await get_lost(world)

        (message,) = await world.messages()
        assert (message.state, message.attempts, message.unknowns) == (OutboxState.UNCERTAIN, tries, tries)
        assert message.message is not None, "somebody is to decide about it"
        await world.pass_(2 * MOST_REST)
        assert await world.outbox.claim(BOT) is None

    @pytest.mark.parametrize("priority", URGENT)
    async def test_an_urgent_message_is_still_tried_then(self, world: World, priority: Priority) -> None:
        await put(world, a_message("112", priority=priority))
        await get_lost(world, times=20)
        await world.pass_(MOST_REST)

        assert await send_all(world) == ["112"]

    async def test_a_later_reply_does_not_overtake_one_that_rests(self, world: World) -> None:
        await put(world, a_message("раз"), a_message("два"))
        await get_lost(world, times=3)
        await put(world, a_message("три"), update_id=2)
        await world.pass_(7 * SECOND)
        assert await world.outbox.claim(BOT) is None
        await world.pass_(SECOND)

        assert await send_all(world) == ["раз", "два", "три"]

    @pytest.mark.parametrize("priority", LESS_URGENT)
    async def test_what_is_less_urgent_waits_with_a_reply_that_rests(self, world: World, priority: Priority) -> None:
        await put(world, a_message("напоминание", priority=priority), a_message("ответ"))
        await get_lost(world, times=3)
        await world.pass_(7 * SECOND)
        assert await world.outbox.claim(BOT) is None
        await world.pass_(SECOND)

        assert await send_all(world) == ["ответ", "напоминание"]

    @pytest.mark.parametrize("priority", URGENT)
    async def test_what_is_more_urgent_leaves_at_once(self, world: World, priority: Priority) -> None:
        await put(world, a_message("ответ"))
        await get_lost(world, times=8)
        await put(world, a_message("112", priority=priority), update_id=2)
        await world.pass_(1.1 * SECOND)

        assert (await next_posting(world)).message.html == "112"

    @pytest.mark.parametrize("priority", Priority)
    async def test_nobody_waits_behind_an_urgent_message_that_rests(self, world: World, priority: Priority) -> None:
        await put(world, a_message("тревога", priority=Priority.CRISIS))
        await get_lost(world, times=8)
        await put(world, a_message("дальше", priority=priority), update_id=2)
        await world.pass_(1.1 * SECOND)

        assert (await next_posting(world)).message.html == "дальше"

    async def test_other_chats_do_not_wait_for_a_message_that_rests(self, world: World) -> None:
        await put(world, a_message("Анне"), a_message("Борису", user_id=BORIS))
        await get_lost(world)

        assert (await next_posting(world)).message.html == "Борису"

    async def test_once_telegram_took_a_message_what_rests_in_its_chat_follows_in_order(self, world: World) -> None:
        for n, (text, times) in enumerate([("раз", 5), ("два", 3)], 1):
            await put(world, a_message(text, priority=Priority.CRISIS), update_id=n)
            await world.pass_(1.1 * SECOND)
            await get_lost(world, times=times)
        await put(world, a_message("три", priority=Priority.CRISIS), update_id=3)
        await world.pass_(1.1 * SECOND)

        assert await send_all(world) == ["три", "раз", "два"]

    async def test_a_rest_that_was_cut_short_is_not_counted(self, world: World) -> None:
        await put(world, a_message("раз", priority=Priority.CRISIS))
        await get_lost(world, times=4)
        await put(world, a_message("два", priority=Priority.CRISIS), update_id=2)
        await world.pass_(1.1 * SECOND)
        await settle(world, await next_posting(world))
        await world.pass_(1.1 * SECOND)

        posting = await next_posting(world)

        assert (posting.message.html, posting.unknowns, posting.attempts) == ("раз", 3, 5)

    async def test_another_chat_s_success_wakes_nobody(self, world: World) -> None:
        await put(world, a_message("Анне"), a_message("Борису", user_id=BORIS))
        await get_lost(world, times=1)
        await settle(world, await next_posting(world))
        await world.pass_(1.5 * SECOND)

        assert await world.outbox.claim(BOT) is None

    async def test_how_often_a_send_was_cut_does_not_matter(self, world: World) -> None:
        await put(world, a_message())
        for _ in range(20):
            await next_posting(world)
            await world.pass_(31 * SECOND)
        await get_lost(world)
        await world.pass_(rest_after(1))

        assert (await next_posting(world)).unknowns == 1

    async def test_what_was_held_back_while_it_rests_is_not_sent_and_keeps_nobody_waiting(self, world: World) -> None:
        await put(world, a_message("ответ"))
        await get_lost(world, times=8)
        await hold_back(world)
        await put(world, a_message("Пауза"), update_id=2)
        await world.pass_(1.1 * SECOND)

        assert await send_all(world) == ["Пауза"]
        await world.pass_(MOST_REST)
        assert await send_all(world) == []

    @pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.NOT_REACHED, Outcome.TOO_FAST])
    async def test_what_was_held_back_on_its_way_is_not_tried_again(self, world: World, outcome: Outcome) -> None:
        await put(world, a_message("ответ"))
        flying = await next_posting(world)
        await hold_back(world)
        await settle(world, flying, outcome)
        await world.pass_(MOST_REST)

        assert await send_all(world) == []
        (message,) = await world.messages()
        assert (message.state, message.message) == (OutboxState.CANCELLED, None)

    @pytest.mark.parametrize(
        ("outcome", "state"), [(Outcome.SENT, OutboxState.SENT), (Outcome.REFUSED, OutboxState.FAILED)]
    )
    async def test_what_was_held_back_on_its_way_may_have_arrived(
        self, world: World, outcome: Outcome, state: OutboxState
    ) -> None:
        await put(world, a_message("ответ"))
        flying = await next_posting(world)
        await hold_back(world)
        await settle(world, flying, outcome)

        assert await states(world) == [state]

    async def test_whoever_takes_over_a_held_back_message_knows_that_it_is_stale(self, world: World) -> None:
        await put(world, a_message("ответ"))
        first = await next_posting(world)
        await hold_back(world)
        await world.pass_(31 * SECOND)

        second = await next_posting(world)

        assert (first.is_stale, second.is_stale, second.was_cut) == (False, True, True)

    async def test_holding_back_spares_what_is_urgent_and_on_its_way(self, world: World) -> None:
        await put(world, a_message("112", priority=Priority.CRISIS))
        flying = await next_posting(world)
        await hold_back(world)
        await settle(world, flying, Outcome.UNKNOWN)
        await world.pass_(rest_after(1))

        assert await send_all(world) == ["112"]

    async def test_a_chat_whose_message_rests_is_free_after_a_second(self, world: World) -> None:
        await put(world, a_message("ответ"))
        await get_lost(world)
        await put(world, a_message("112", priority=Priority.CRISIS, user_id=ANNA), update_id=2)
        assert await world.outbox.claim(BOT) is None
        await world.pass_(1.1 * SECOND)

        assert (await next_posting(world)).message.html == "112"
