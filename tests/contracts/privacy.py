"""What every implementation of Forgetting and Erasures does."""

import pytest

from relove_core.activity.model import ActivityKind
from relove_core.alerts.model import AlertKind
from relove_core.alerts.wording import tell
from relove_core.delivery.model import Cause, Lane, LeaseLost, Outgoing
from relove_core.delivery.outcomes import OutboxState
from relove_core.ids import UserId
from relove_core.journey.model import Author, Stage, StageRecord
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Kind, Signal
from relove_core.sessions.model import SessionChanged
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.links import LinkKind, Target
from relove_core.streams.purchases import PurchaseKind
from relove_core.testing.builders import (
    ANNA,
    BORIS,
    BOT,
    a_message,
    a_purchase,
    a_session,
    a_stream,
    a_turn,
    an_order,
    an_update,
    cause_of,
    said,
    seen,
)
from relove_core.testing.clock import NOON
from relove_core.testing.key_texts import KeyTexts
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from relove_core.users.ports import Seen, Stranger
from tests.contracts.world import MINUTE, SECOND, World, claim, finish, meet, send_all, settle, take_and_claim, user

RECEIPT = a_message("Всё стёрто")
AFTER_FIRST = {"erasures", "lanes", "outbox", "outbox_chats", "chats", "messages", "activities", "user_activity_logs"}
"""What may still name a person right after they were forgotten: the receipt, and what goes in batches."""


async def live(world: World, person: UserId, *, update_id: int) -> None:
    """A person with something in every table."""
    await meet(world, person, update_id=update_id)
    claimed = await take_and_claim(world, an_update(update_id + 1, user_id=person))
    cause = cause_of(claimed)
    consent = ConsentAnswer(kind=ConsentKind.DATA, version=CURRENT[ConsentKind.DATA], is_given=True)
    step = StageRecord(
        user_id=person,
        round=1,
        source=None,
        target=Stage.ORDEAL,
        at=NOON,
        author=Author.MODEL,
        confidence=0.7,
        reason="так",
        quote="устала",
        refusal=None,
    )
    async with world.begin() as tx:
        await tx.users.consent(person, consent, cause=cause, at=NOON)
        await tx.users.pause(person, cause, at=NOON)
        await tx.sessions.open(a_session(person))
        await tx.sessions.hear(person, [said("Я устала", update_id=update_id)], at=NOON)
        await tx.journey.append(step)
        await tx.safety.save((await tx.safety.of(person)).hear(CrisisLevel.CRISIS, at=NOON))
        await tx.safety.record(person, Signal(CrisisLevel.CRISIS, Kind.MODEL), cause, at=NOON)
        await tx.alerts.open(AlertKind.CRISIS, person, level="crisis", bot_id=BOT, at=NOON)
        await tx.conversions.record(person, ConversionStep.STARTED, at=NOON)
        await tx.links.of(person, [Target(kind=LinkKind.PLATFORM, url="https://relove.ru/")])
        await tx.streams.save(a_stream())
        await tx.purchases.add(a_purchase(an_order(f"of-{update_id}"), user_id=person))
        await tx.deliveries.finish(cause, [a_message("Ещё не послано", user_id=person)])


async def wish(world: World, *, update_id: int = 500, person: UserId = ANNA) -> Cause:
    """The wish to be forgotten, in hand."""
    return cause_of(await take_and_claim(world, an_update(update_id, user_id=person)))


async def forget(world: World, cause: Cause, *answers: Outgoing, person: UserId = ANNA) -> None:
    async with world.begin() as tx:
        await tx.forgetting.forget(cause, person)
        await tx.deliveries.finish(cause, answers)


async def forgotten(world: World, *answers: Outgoing) -> None:
    await forget(world, await wish(world), *answers)


async def erased(world: World) -> int:
    """Until nothing is left to erase; how many steps it took."""
    steps = 0
    while (erasure := await world.erasures.take()) is not None:
        steps += 1
        await world.erasures.go_on(erasure)
        await world.pass_(20 * SECOND)
    return steps


def a_press(person: UserId = ANNA, *, update_id: int) -> Seen:
    known = seen(person, update_ids=[update_id], kind=ActivityKind.BUTTON)
    return Seen(
        user_id=person,
        username=known.username,
        first_name=known.first_name,
        last_name=None,
        language_code=None,
        activities=known.activities,
        may_be_new=False,
    )


class ForgettingContract:
    async def test_nothing_names_a_forgotten_person(self, world: World) -> None:
        await live(world, ANNA, update_id=1)
        before = await world.traces(ANNA)
        await forgotten(world, RECEIPT)
        at_once = await world.traces(ANNA)
        sent = await send_all(world)
        await erased(world)

        assert len(before) >= 12
        assert at_once <= AFTER_FIRST
        assert sent == [RECEIPT.html], "what was queued before is not sent"
        assert await world.traces(ANNA) == frozenset()

    async def test_other_people_keep_everything(self, world: World) -> None:
        await live(world, BORIS, update_id=11)
        before = await world.traces(BORIS)
        await live(world, ANNA, update_id=21)
        await forgotten(world)
        await erased(world)

        assert await world.traces(BORIS) == before
        assert (await user(world, BORIS)).paused_at is not None
        assert await send_all(world) == ["Ещё не послано"]

    async def test_without_the_lane_nothing_is_forgotten(self, world: World) -> None:
        await live(world, ANNA, update_id=1)
        cause = await wish(world)
        before = await world.traces(ANNA)
        await world.pass_(11 * SECOND)
        await claim(world)

        with pytest.raises(LeaseLost):
            await forget(world, cause)

        assert await world.traces(ANNA) == before
        assert await world.erasures.take() is None

    async def test_a_purchase_stays_and_is_nobodys(self, world: World) -> None:
        await live(world, ANNA, update_id=1)
        await forgotten(world)

        async with world.begin() as tx:
            found = await tx.purchases.find("of-1", PurchaseKind.PURCHASE)
        assert found is not None
        assert found.user_id is None

    async def test_what_came_before_the_wish_is_dealt_with(self, world: World) -> None:
        await meet(world)
        await world.inbox.take_in([an_update(1, lane=Lane.CONTROL)])
        cause = await wish(world)
        await forget(world, cause)

        assert await world.inbox.claim(BOT, Lane.CONTROL) is None
        assert {u.state for u in await world.updates()} == {"done"}

    async def test_what_was_set_aside_goes_too(self, world: World) -> None:
        await meet(world)
        claimed = await take_and_claim(world, an_update(1))
        await finish(world, cause_of(claimed), set_aside=True)
        await forgotten(world)

        assert {(u.state, u.raw) for u in await world.updates()} == {("done", None)}

    @pytest.mark.parametrize("lane", Lane)
    async def test_what_came_after_the_wish_is_a_strangers(self, world: World, lane: Lane) -> None:
        await meet(world)
        cause = await wish(world)
        await world.inbox.take_in([an_update(501, lane=lane)])
        await forget(world, cause)
        claimed = await claim(world, lane)
        contact = await world.contacts.touch(cause_of(claimed), seen(update_ids=[501]))

        assert [p.update_id for p in claimed.pending] == [501]
        assert (contact.is_new, contact.runs, contact.consents) == (True, 1, frozenset())
        assert [details["message_id"] for _, details in await world.activities(ANNA)][-1] == 501

    async def test_who_works_for_them_in_the_other_lane_writes_nothing(self, world: World) -> None:
        await meet(world)
        other = await take_and_claim_control(world)
        await world.contacts.touch(other, seen(update_ids=other.update_ids))
        await forgotten(world)

        with pytest.raises(LeaseLost):
            await finish(world, other, a_message("Поздно"))
        with pytest.raises(LeaseLost):
            await world.contacts.touch(other, seen(update_ids=other.update_ids))
        await erased(world)
        assert await world.traces(ANNA) == frozenset()

    async def test_an_answer_that_was_being_made_is_not_written(self, world: World) -> None:
        await live(world, ANNA, update_id=1)
        async with world.begin() as tx:
            session = await tx.sessions.active_of(ANNA)
        assert session is not None
        await forgotten(world)

        with pytest.raises(SessionChanged):
            async with world.begin() as tx:
                await tx.sessions.save(session.answer(a_turn("Поздно"), placeholders={}, at=NOON))

    async def test_an_old_update_that_comes_again_changes_nothing(self, world: World) -> None:
        await meet(world, update_id=1)
        await forgotten(world)
        await world.inbox.take_in([an_update(1), an_update(500)])

        assert await world.inbox.claim(BOT, Lane.TALK) is None

    async def test_a_press_of_an_old_button_begins_no_acquaintance(self, world: World) -> None:
        await meet(world)
        await forgotten(world)
        await erased(world)
        cause = await wish(world, update_id=501)

        with pytest.raises(Stranger):
            await world.contacts.touch(cause, a_press(update_id=501))

        await finish(world, cause)
        assert await world.rated() == []
        assert await world.activities(ANNA) == []

    async def test_a_press_of_who_is_known_is_an_ordinary_contact(self, world: World) -> None:
        await meet(world)
        cause = await wish(world, update_id=501)
        contact = await world.contacts.touch(cause, a_press(update_id=501))

        assert (contact.is_new, contact.messages_this_minute) == (False, 2)

    async def test_what_the_team_was_to_hear_of_them_is_cancelled(self, world: World) -> None:
        await meet(world, BORIS, update_id=1)
        await world.make_admin(BORIS)
        await live(world, ANNA, update_id=11)
        async with world.begin() as tx:
            alert = await tx.alerts.open(AlertKind.CRISIS, ANNA, level="crisis", bot_id=BOT, at=NOON)
            await tx.deliveries.announce(BOT, "alert:x", tell(KeyTexts(), alert, [BORIS]))
            await tx.deliveries.announce(BOT, "other", [a_message("Другое", user_id=BORIS)])
        await forgotten(world)

        assert await send_all(world) == ["Другое"]
        async with world.begin() as tx:
            assert await tx.alerts.take_due(now=NOON + 100 * MINUTE, most=9) == ()

    async def test_who_of_the_team_is_forgotten_leaves_no_name_with_others(self, world: World) -> None:
        await live(world, BORIS, update_id=11)
        await meet(world, ANNA)
        async with world.begin() as tx:
            alert = await tx.alerts.open(AlertKind.CRISIS, BORIS, level="crisis", bot_id=BOT, at=NOON)
            await tx.alerts.acknowledge(alert.id, ANNA, at=NOON)
            await tx.safety.save((await tx.safety.of(BORIS)).release(ANNA, at=NOON))
        await forgotten(world)
        await erased(world)

        assert await world.traces(ANNA) == frozenset()
        async with world.begin() as tx:
            safety = await tx.safety.of(BORIS)
        assert (safety.released_by, safety.released_at is not None) == (None, True), "released all the same"


class ErasuresContract:
    async def test_the_log_goes_in_batches_each_by_itself(self, world: World) -> None:
        await meet(world)
        for number in range(2, 9):
            await meet(world, update_id=number)
        await forgotten(world)
        left = [len(await world.activities(ANNA))]
        while left[-1]:
            erasure = await world.erasures.take()
            assert erasure is not None
            assert not await world.erasures.go_on(erasure)
            left.append(len(await world.activities(ANNA)))

        assert left == [8, 6, 4, 2, 0]

    async def test_what_one_has_begun_another_ends(self, world: World) -> None:
        await live(world, ANNA, update_id=1)
        await forgotten(world)
        taken = await world.erasures.take()
        assert taken is not None
        assert await world.erasures.take() is None, "it is in hand"
        await world.pass_(MINUTE)
        await erased(world)

        assert await world.traces(ANNA) == frozenset()
        assert await world.erasures.take() is None

    async def test_who_was_late_changes_nothing(self, world: World) -> None:
        await live(world, ANNA, update_id=1)
        await forgotten(world)
        late = await world.erasures.take()
        assert late is not None
        await world.pass_(MINUTE)
        await erased(world)

        await world.erasures.go_on(late)
        assert await world.erasures.take() is None
        assert await world.traces(ANNA) == frozenset()

    async def test_who_has_come_back_keeps_the_new_life(self, world: World) -> None:
        await live(world, ANNA, update_id=1)
        await forgotten(world, RECEIPT)
        await world.pass_(SECOND)
        await live(world, ANNA, update_id=601)
        await erased(world)

        assert [details["message_id"] for _, details in await world.activities(ANNA)] == [601]
        assert await send_all(world) == [RECEIPT.html, "Ещё не послано"]
        assert (await user(world)).paused_at is not None

    async def test_a_receipt_that_waits_is_waited_for(self, world: World) -> None:
        await meet(world)
        await forgotten(world, RECEIPT)
        posting = await world.outbox.claim(BOT)
        assert posting is not None
        for _ in range(3):
            erasure = await world.erasures.take()
            assert erasure is not None
            await world.erasures.go_on(erasure)
            await world.pass_(3 * SECOND)
        await settle(world, posting)
        await erased(world)

        assert [m.state for m in await world.messages()] == [OutboxState.SENT]
        assert await world.traces(ANNA) == frozenset()

    async def test_a_message_for_a_chat_that_was_swept_is_sent_all_the_same(self, world: World) -> None:
        await meet(world)
        await forgotten(world, RECEIPT)
        await send_all(world)
        await erased(world)
        async with world.begin() as tx:
            await tx.deliveries.announce(BOT, "late", [a_message("Позже")])

        assert await send_all(world) == ["Позже"]

    async def test_an_old_worker_has_no_power_over_a_new_lane(self, world: World) -> None:
        await meet(world)
        old = await wish(world)
        await forget(world, old)
        await erased(world)
        new = await wish(world, update_id=501)

        assert new.fence != old.fence
        with pytest.raises(LeaseLost):
            await finish(world, old, a_message("Из прошлой жизни"))

    async def test_nobody_is_erased_where_nobody_asked(self, world: World) -> None:
        await live(world, ANNA, update_id=1)

        assert await erased(world) == 0


async def take_and_claim_control(world: World) -> Cause:
    await world.inbox.take_in([an_update(1, lane=Lane.CONTROL)])
    return cause_of(await claim(world, Lane.CONTROL))
