"""What every UserRepository does."""

import itertools

import pytest

from relove_core.delivery.model import Cause, Lane
from relove_core.ids import UserId
from relove_core.testing.builders import ANNA, BORIS, a_cause, an_update
from relove_core.users.model import Gender, Intensity, Language
from tests.contracts.world import World, meet, user


async def wish(world: World, what: str, cause: Cause) -> bool:
    async with world.begin() as tx:
        if what == "pause":
            return await tx.users.pause(ANNA, cause, at=await world.now())
        return await tx.users.resume(ANNA, cause)


class UserRepositoryContract:
    async def test_a_stranger_is_not_there(self, world: World) -> None:
        async with world.begin() as tx:
            assert await tx.users.get(UserId(5)) is None

    async def test_the_first_source_stays(self, world: World) -> None:
        await meet(world)
        async with world.begin() as tx:
            await tx.users.came_by(ANNA, "spring")
            await tx.users.came_by(ANNA, "summer")

        assert (await user(world)).source == "spring"

    @pytest.mark.parametrize("gender", list(Gender))
    async def test_how_to_address_a_person_is_kept(self, world: World, gender: Gender) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        async with world.begin() as tx:
            await tx.users.address(ANNA, gender)

        assert (await user(world)).gender is gender
        assert (await user(world, BORIS)).gender is None

    @pytest.mark.parametrize("language", list(Language))
    async def test_the_language_they_chose_counts_whatever_their_telegram_says(
        self, world: World, language: Language
    ) -> None:
        assert (await meet(world)).language is Language.RUSSIAN
        async with world.begin() as tx:
            await tx.users.speak(ANNA, language)

        assert (await user(world)).language is language
        assert (await meet(world, update_id=900_003)).language is language

    @pytest.mark.parametrize("intensity", list(Intensity))
    async def test_how_hard_to_provoke_is_kept(self, world: World, intensity: Intensity) -> None:
        assert (await meet(world)).intensity is Intensity.USUAL
        async with world.begin() as tx:
            await tx.users.provoke(ANNA, intensity)

        assert (await user(world)).intensity is intensity
        assert (await meet(world, update_id=900_003)).intensity is intensity

    async def test_whether_voice_may_leave_is_kept(self, world: World) -> None:
        assert (await meet(world)).takes_voice
        for takes_voice in (False, True):
            async with world.begin() as tx:
                await tx.users.listen(ANNA, takes_voice=takes_voice)
            assert (await user(world)).takes_voice is takes_voice
        async with world.begin() as tx:
            await tx.users.listen(ANNA, takes_voice=False)

        assert not (await meet(world, update_id=900_003)).takes_voice

    async def test_what_is_set_is_set_for_one_person(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        async with world.begin() as tx:
            await tx.users.speak(ANNA, Language.ENGLISH)
            await tx.users.provoke(ANNA, Intensity.HARDER)
            await tx.users.listen(ANNA, takes_voice=False)
            await tx.users.mark(ANNA, "asked", "1")

        boris = await user(world, BORIS)
        assert (boris.language, boris.intensity, boris.takes_voice) == (None, Intensity.USUAL, True)
        assert boris.markers == {}

    async def test_a_marker_is_set_once_for_each_value(self, world: World) -> None:
        await meet(world)
        async with world.begin() as tx:
            marked = [await tx.users.mark(ANNA, "asked", value) for value in ("1", "1", "2", "1")]
            marked.append(await tx.users.mark(ANNA, "other", "1"))

        assert marked == [True, False, True, True, True]
        assert (await user(world)).markers == {"asked": "1", "other": "1"}

    async def test_whether_a_person_can_be_reached_is_kept(self, world: World) -> None:
        await meet(world)
        for is_active in (False, True):
            async with world.begin() as tx:
                await tx.users.set_active(ANNA, is_active=is_active)
            assert (await user(world)).is_active is is_active

    async def test_what_is_learnt_is_added_to_what_is_known(self, world: World) -> None:
        await meet(world)
        async with world.begin() as tx:
            await tx.users.learn(ANNA, metaphysical_profile={"core_issue": "страх", "themes": ["дом"]})
            await tx.users.learn(ANNA, metaphysical_profile={"core_issue": None, "patterns": ["бегство"]})

        assert (await user(world)).metaphysical_profile == {
            "core_issue": None,
            "themes": ["дом"],
            "patterns": ["бегство"],
        }

    async def test_nothing_happens_to_who_is_not_there(self, world: World) -> None:
        async with world.begin() as tx:
            await tx.users.came_by(ANNA, "spring")
            await tx.users.learn(ANNA, metaphysical_profile={"a": 1})
            await tx.users.speak(ANNA, Language.ENGLISH)
            await tx.users.provoke(ANNA, Intensity.HARDER)
            await tx.users.listen(ANNA, takes_voice=False)
            assert not await tx.users.mark(ANNA, "asked", "1")
            assert not await tx.users.pause(ANNA, a_cause(1), at=await world.now())
            assert await tx.users.get(ANNA) is None

    async def test_a_pause_has_its_moment(self, world: World) -> None:
        await meet(world)
        await world.inbox.take_in([an_update(1, lane=Lane.CONTROL)])
        assert await wish(world, "pause", a_cause(1))

        assert (await user(world)).paused_at is not None

    @pytest.mark.parametrize("wishes", list(itertools.product(["pause", "resume"], repeat=3)), ids="-".join)
    @pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
    async def test_the_wish_that_arrived_last_counts_in_whatever_order_they_are_worked_on(
        self, world: World, wishes: tuple[str, ...], order: tuple[int, ...]
    ) -> None:
        await meet(world)
        # Arrival decides, not the number: Telegram's numbers may start anew.
        numbers = (30, 10, 20)
        for number in numbers:
            await world.inbox.take_in([an_update(number)])

        taken = [(n, await wish(world, wishes[n], a_cause(numbers[n]))) for n in order]

        assert [n for n, was_taken in taken if was_taken] == [
            n for i, n in enumerate(order) if n == max(order[: i + 1])
        ]
        assert ((await user(world)).paused_at is not None) is (wishes[2] == "pause")

    async def test_the_same_wish_twice_counts_once(self, world: World) -> None:
        await meet(world)
        await world.inbox.take_in([an_update(1)])

        assert await wish(world, "pause", a_cause(1))
        assert not await wish(world, "resume", a_cause(1))
        assert (await user(world)).paused_at is not None
