"""What every SafetyRepository does."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.model import Safety
from relove_core.safety.signals import Kind, Signal
from relove_core.testing.builders import ANNA, BORIS, a_cause
from relove_core.testing.clock import NOON
from tests.contracts.world import MINUTE, World, meet, rolled_back

STRANGER = UserId(5)
DAY = timedelta(hours=24)


async def safety(world: World, user_id: UserId = ANNA) -> Safety:
    async with world.begin() as tx:
        return await tx.safety.of(user_id)


async def save(world: World, changed: Safety) -> None:
    async with world.begin() as tx:
        await tx.safety.save(changed)


def flagged(user_id: UserId = ANNA, level: CrisisLevel = CrisisLevel.CRISIS) -> Safety:
    return Safety(user_id=user_id).hear(level, at=NOON)


class SafetyRepositoryContract:
    async def test_who_was_never_flagged_is_at_the_normal_level(self, world: World) -> None:
        await meet(world)

        assert await safety(world) == Safety(user_id=ANNA)
        assert await safety(world) == Safety(user_id=ANNA), "to be asked about leaves no trace"

    async def test_of_who_is_not_there_nothing_is_kept(self, world: World) -> None:
        assert await safety(world, STRANGER) == Safety(user_id=STRANGER)
        await save(world, flagged(STRANGER))

        assert await safety(world, STRANGER) == Safety(user_id=STRANGER)

    @pytest.mark.parametrize("level", [level for level in CrisisLevel if level is not CrisisLevel.NORMAL])
    async def test_everything_about_a_level_is_read_back(self, world: World, level: CrisisLevel) -> None:
        await meet(world)
        standing = await safety(world)
        moves: list[Callable[[Safety], Safety]] = [
            lambda s: s.hear(level, at=NOON),
            lambda s: s.deny(at=NOON + MINUTE),
            lambda s: s.wish(at=NOON + 2 * MINUTE),
            lambda s: s.release(BORIS, at=NOON + 3 * MINUTE),
            lambda s: s.tick(at=NOON + 2 * DAY, has_open_alert=False),
        ]
        for move in moves:
            standing = move(standing)
            await save(world, standing)
            assert await safety(world) == standing
        assert standing.level is CrisisLevel.NORMAL
        assert standing.symbolic_death_off_until is not None

    async def test_people_have_levels_of_their_own(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        async with world.begin() as tx:
            await tx.safety.of(ANNA)
            await tx.safety.save(flagged())

        assert (await safety(world)).level is CrisisLevel.CRISIS
        assert await safety(world, BORIS) == Safety(user_id=BORIS)

    async def test_a_contact_is_held_from_then_on_until_the_return(self, world: World) -> None:
        assert not (await meet(world)).is_held
        async with world.begin() as tx:
            level = (await tx.safety.of(ANNA)).hear(CrisisLevel.SUPPORT, at=NOON)
            await tx.safety.save(level)
        assert (await meet(world, update_id=900_002)).is_held

        back = level.wish(at=NOON + DAY).return_to_normal(at=NOON + DAY, has_open_alert=False)
        await save(world, back)

        assert not (await meet(world, update_id=900_003)).is_held

    @pytest.mark.parametrize("is_known", [False, True], ids=["never flagged", "flagged before"])
    async def test_of_two_at_once_one_waits_for_the_other(self, world: World, is_known: bool) -> None:
        await meet(world)
        if is_known:
            async with world.begin() as tx:
                await tx.safety.of(ANNA)
                await tx.safety.save(flagged(level=CrisisLevel.SUPPORT))
        is_read = asyncio.Event()

        async def hears() -> None:
            async with world.begin() as tx:
                before = await tx.safety.of(ANNA)
                is_read.set()
                await asyncio.sleep(0.1)
                await tx.safety.save(before.hear(CrisisLevel.IMMINENT, at=NOON))

        async def looks() -> Safety:
            await is_read.wait()
            return await safety(world)

        _, seen = await asyncio.gather(hears(), looks())

        assert seen.level is CrisisLevel.IMMINENT

    async def test_of_many_signals_at_once_the_gravest_counts(self, world: World) -> None:
        await meet(world)

        async def hears(level: CrisisLevel) -> None:
            async with world.begin() as tx:
                await tx.safety.save((await tx.safety.of(ANNA)).hear(level, at=NOON))

        levels = [CrisisLevel.SUPPORT, CrisisLevel.IMMINENT, CrisisLevel.CRISIS] * 3
        await asyncio.gather(*map(hears, levels))

        found = await safety(world)
        assert (found.level, found.highest) == (CrisisLevel.IMMINENT, CrisisLevel.IMMINENT)

    async def test_a_rolled_back_level_leaves_no_trace(self, world: World) -> None:
        await meet(world)
        async with rolled_back(world) as tx:
            await tx.safety.save((await tx.safety.of(ANNA)).hear(CrisisLevel.IMMINENT, at=NOON))
            await tx.safety.record(ANNA, Signal(CrisisLevel.IMMINENT, Kind.PLAN), a_cause(1), at=NOON)

        assert await safety(world) == Safety(user_id=ANNA)
        assert not (await meet(world, update_id=900_002)).is_held
