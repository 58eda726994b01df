"""What every implementation of Contacts does."""

import asyncio
from datetime import timedelta

import pytest

from relove_core.activity.model import ActivityKind
from relove_core.delivery.model import LeaseLost
from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.standing import SYMBOLIC_DEATH_OFF
from relove_core.testing.builders import ANNA, a_cause, an_update, cause_of, seen
from relove_core.users.model import Contact, Gender, Intensity, Language
from tests.contracts.world import MINUTE, SECOND, World, finish, meet, take_and_claim, user


async def touch(world: World, *update_ids: int, user_id: UserId = ANNA, username: str | None = "anna") -> Contact:
    """A person comes with these updates, and they are finished."""
    claimed = await take_and_claim(world, *(an_update(n, user_id=user_id) for n in update_ids))
    contact = await world.contacts.touch(cause_of(claimed), seen(user_id, username=username, update_ids=update_ids))
    await finish(world, cause_of(claimed))
    return contact


class ContactsContract:
    async def test_a_stranger_is_registered_once(self, world: World) -> None:
        first = await touch(world, 1)
        second = await touch(world, 2)

        assert (first.is_new, second.is_new) == (True, False)
        known = await user(world)
        assert (known.username, known.first_name, known.language_code) == ("anna", "Анна", "ru")
        assert known.registration_date == known.last_seen_date
        assert known.is_active
        assert (known.gender, known.streams, known.markers) == (None, (), {})

    async def test_a_contact_tells_what_is_known(self, world: World) -> None:
        await touch(world, 1)
        async with world.begin() as tx:
            await tx.users.address(ANNA, Gender.FEMALE)

        contact = await touch(world, 2)

        assert (contact.user_id, contact.gender, contact.language) == (ANNA, Gender.FEMALE, Language.RUSSIAN)
        assert (contact.stage, contact.is_paused, contact.runs) == (None, False, 1)

    async def test_a_contact_tells_what_the_coach_has_to_know(self, world: World) -> None:
        first = await touch(world, 1)
        async with world.begin() as tx:
            await tx.users.learn(ANNA, metaphysical_profile={"patterns": ["вина"]})

        contact = await touch(world, 2)

        assert (first.metaphysical_profile, first.names) == (None, ("Анна", "@anna"))
        assert contact.metaphysical_profile == {"patterns": ["вина"]}
        assert (contact.intensity, contact.takes_voice) == (Intensity.USUAL, True)

    async def test_for_a_month_after_a_signal_death_may_stand_for_nothing(self, world: World) -> None:
        before = await touch(world, 1)
        async with world.begin() as tx:
            heard = (await tx.safety.of(ANNA)).hear(CrisisLevel.SUPPORT, at=await world.now())
            await tx.safety.save(heard)
        during = await touch(world, 2)
        await world.pass_(SYMBOLIC_DEATH_OFF)
        after = await touch(world, 3)

        allowed = [contact.may_die_symbolically for contact in (before, during, after)]
        assert allowed == [True, False, False], "above normal it stays off however long it lasts"

    async def test_names_follow_telegram(self, world: World) -> None:
        await touch(world, 1, username="anna")
        await touch(world, 2, username="anna_new")
        assert (await user(world)).username == "anna_new"
        await touch(world, 3, username=None)

        assert (await user(world)).username is None

    async def test_who_writes_is_active_again(self, world: World) -> None:
        await touch(world, 1)
        async with world.begin() as tx:
            await tx.users.set_active(ANNA, is_active=False)
        await touch(world, 2)

        assert (await user(world)).is_active

    async def test_last_seen_moves_at_most_once_a_minute(self, world: World) -> None:
        async def since_seen() -> timedelta:
            return await world.now() - (await user(world)).last_seen_date

        await touch(world, 1)
        await world.pass_(50 * SECOND)
        await touch(world, 2)
        assert await since_seen() >= 50 * SECOND
        await world.pass_(20 * SECOND)
        await touch(world, 3)

        assert await since_seen() < 10 * SECOND
        assert await world.now() - (await user(world)).registration_date >= 70 * SECOND

    async def test_each_update_is_logged_once_however_often_it_is_begun(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1), an_update(2))
        runs = [(await world.contacts.touch(cause_of(claimed), seen(update_ids=[1, 2]))).runs for _ in range(3)]

        assert runs == [1, 2, 3]
        assert await world.activities(ANNA) == [
            (ActivityKind.MESSAGE, {"message_id": 1}),
            (ActivityKind.MESSAGE, {"message_id": 2}),
        ]

    async def test_of_updates_that_were_begun_before_only_the_new_are_logged(self, world: World) -> None:
        claimed = await take_and_claim(world, an_update(1), an_update(2))
        await world.contacts.touch(cause_of(claimed, 1), seen(update_ids=[1]))

        contact = await world.contacts.touch(cause_of(claimed), seen(update_ids=[1, 2]))

        assert [details["message_id"] for _, details in await world.activities(ANNA)] == [1, 2]
        assert (contact.runs, contact.messages_this_minute) == (2, 2)

    async def test_messages_are_counted_within_a_minute(self, world: World) -> None:
        claimed = await take_and_claim(world, *(an_update(n) for n in range(1, 6)))
        first = await world.contacts.touch(cause_of(claimed), seen(update_ids=range(1, 6)))
        again = await world.contacts.touch(cause_of(claimed), seen(update_ids=range(1, 6)))

        assert (first.messages_this_minute, again.messages_this_minute) == (5, 5)
        await finish(world, cause_of(claimed))
        await world.pass_(MINUTE)
        assert (await touch(world, 7)).messages_this_minute == 1

    async def test_the_end_of_the_minute_is_told(self, world: World) -> None:
        contact = await touch(world, 1)

        assert 0 * SECOND < contact.minute_ends_in <= MINUTE

    async def test_updates_that_are_dealt_with_are_refused(self, world: World) -> None:
        await touch(world, 1)

        with pytest.raises(LeaseLost):
            await world.contacts.touch(a_cause(1), seen(update_ids=[1]))

        assert len(await world.activities(ANNA)) == 1

    async def test_a_refused_contact_leaves_no_trace_of_a_person(self, world: World) -> None:
        with pytest.raises(LeaseLost):
            await world.contacts.touch(a_cause(1, user_id=UserId(5)), seen(UserId(5)))

        assert UserId(5) not in await world.rated()
        async with world.begin() as tx:
            assert await tx.users.get(UserId(5)) is None

    async def test_a_person_who_comes_twice_at_once_is_registered_once(self, world: World) -> None:
        claimed = await take_and_claim(world, *(an_update(n) for n in range(1, 9)))

        contacts = await asyncio.gather(
            *(world.contacts.touch(cause_of(claimed, n), seen(update_ids=[n])) for n in range(1, 9))
        )

        assert sum(c.is_new for c in contacts) == 1
        assert len(await world.activities(ANNA)) == 8
        assert max(c.messages_this_minute for c in contacts) == 8

    async def test_a_pause_is_told(self, world: World) -> None:
        await meet(world)
        claimed = await take_and_claim(world, an_update(1))
        async with world.begin() as tx:
            await tx.users.pause(ANNA, cause_of(claimed), at=await world.now())
        contact = await world.contacts.touch(cause_of(claimed), seen(update_ids=[1]))

        assert contact.is_paused
