"""What every AlertRepository does."""

import asyncio
from datetime import datetime, timedelta

import pytest

from relove_core.alerts.model import REPEATS, Alert, AlertKind
from relove_core.ids import UserId
from relove_core.testing.builders import ANNA, BORIS, BOT
from relove_core.testing.clock import NOON
from tests.contracts.world import MINUTE, SECOND, World, meet, rolled_back

VERA = UserId(103)
HOUR = timedelta(hours=1)


async def raised(world: World, user_id: UserId = ANNA, *, level: str = "crisis", at: datetime = NOON) -> Alert:
    async with world.begin() as tx:
        return await tx.alerts.open(AlertKind.CRISIS, user_id, level=level, bot_id=BOT, at=at)


async def due(world: World, now: datetime, *, most: int = 20) -> tuple[Alert, ...]:
    async with world.begin() as tx:
        return await tx.alerts.take_due(now=now, most=most)


async def acknowledge(world: World, alert_id: int, by: UserId = BORIS) -> bool:
    async with world.begin() as tx:
        return await tx.alerts.acknowledge(alert_id, by, at=NOON)


async def has_open(world: World, user_id: UserId = ANNA) -> bool:
    async with world.begin() as tx:
        return await tx.alerts.has_open(user_id)


async def all_meet(world: World) -> None:
    for number, user_id in enumerate((ANNA, BORIS, VERA)):
        await meet(world, user_id, update_id=900_001 + number)


class AlertRepositoryContract:
    async def make_admin(self, world: World, user_id: UserId) -> None:
        """Of the team from now on."""
        raise NotImplementedError

    async def test_an_alert_is_open_until_it_is_taken(self, world: World) -> None:
        await all_meet(world)
        assert not await has_open(world)
        alert = await raised(world)

        assert (alert.bot_id, alert.user_id, alert.level, alert.raised_at, alert.told) == (BOT, ANNA, "crisis", NOON, 0)
        assert await has_open(world)
        assert not await has_open(world, BORIS)
        assert await acknowledge(world, alert.id)
        assert not await has_open(world)

    async def test_it_is_taken_once(self, world: World) -> None:
        await all_meet(world)
        alert, other = await raised(world), await raised(world, VERA)

        taken = await asyncio.gather(*(acknowledge(world, alert.id) for _ in range(4)))

        assert sorted(taken) == [False, False, False, True]
        assert not await acknowledge(world, alert.id)
        assert await has_open(world, VERA)
        assert await acknowledge(world, other.id)

    @pytest.mark.parametrize("number", [-1, 0, 1_000_099, 2**62 - 1])
    async def test_what_is_not_there_cannot_be_taken(self, world: World, number: int) -> None:
        await all_meet(world)
        await raised(world)

        assert not await acknowledge(world, number)
        assert await has_open(world)

    async def test_there_is_one_open_alert_of_a_kind_for_a_person(self, world: World) -> None:
        await all_meet(world)
        first, again, other = await raised(world), await raised(world), await raised(world, VERA)

        assert again.id == first.id
        assert other.id != first.id
        assert len(await due(world, NOON + HOUR)) == 2

    async def test_raised_by_many_at_once_it_is_one(self, world: World) -> None:
        await all_meet(world)

        alerts = await asyncio.gather(*(raised(world) for _ in range(6)))

        assert len({alert.id for alert in alerts}) == 1
        assert len(await due(world, NOON + HOUR)) == 1

    async def test_after_it_was_taken_the_next_is_another_one(self, world: World) -> None:
        await all_meet(world)
        first = await raised(world)
        await acknowledge(world, first.id)
        second = await raised(world, at=NOON + HOUR)

        assert second.id != first.id
        assert second.told == 0
        assert await has_open(world)
        assert not await acknowledge(world, first.id)

    async def test_it_is_told_again_at_its_times_and_hourly_then(self, world: World) -> None:
        await all_meet(world)
        await raised(world)
        times = [*REPEATS, 2 * HOUR, 3 * HOUR]
        for told, time in enumerate(times, start=1):
            assert await due(world, NOON + time - SECOND) == ()
            (alert,) = await due(world, NOON + time)
            assert (alert.told, alert.raised_at) == (told, NOON)
            assert await due(world, NOON + time) == ()

    async def test_what_was_missed_is_told_once(self, world: World) -> None:
        await all_meet(world)
        await raised(world)
        late = NOON + 3 * HOUR - MINUTE

        assert len(await due(world, late)) == 1
        assert await due(world, late + REPEATS[0] - SECOND) == ()
        assert len(await due(world, late + REPEATS[0])) == 1
        assert await due(world, NOON + 4 * HOUR - SECOND) == ()

    async def test_at_a_higher_level_it_begins_anew(self, world: World) -> None:
        await all_meet(world)
        first = await raised(world, level="crisis")
        for time in (*REPEATS, 2 * HOUR):
            assert await due(world, NOON + time)
        graver = NOON + 2 * HOUR + MINUTE
        alert = await raised(world, level="imminent", at=graver)

        assert (alert.id, alert.level, alert.raised_at) == (first.id, "imminent", graver)
        for time in REPEATS:
            assert await due(world, graver + time - SECOND) == ()
            (told,) = await due(world, graver + time)
            assert told.level == "imminent"

    async def test_each_telling_has_a_number_of_its_own_even_when_it_is_raised_again(self, world: World) -> None:
        await all_meet(world)
        await raised(world)
        numbers = [alert.told for alert in await due(world, NOON + HOUR)]
        await raised(world, at=NOON + 2 * HOUR)
        numbers += [alert.told for alert in await due(world, NOON + 3 * HOUR)]

        assert numbers == [1, 2], "what is told is known by its number: the same one would be told once"

    async def test_the_longest_due_come_first_and_no_more_than_asked_for(self, world: World) -> None:
        await all_meet(world)
        for minutes, user_id in ((2, ANNA), (0, BORIS), (1, VERA)):
            await raised(world, user_id, at=NOON + minutes * MINUTE)

        first = await due(world, NOON + HOUR, most=2)
        rest = await due(world, NOON + HOUR, most=2)

        assert [alert.user_id for alert in first] == [BORIS, VERA]
        assert [alert.user_id for alert in rest] == [ANNA]

    async def test_two_at_once_never_get_the_same(self, world: World) -> None:
        await all_meet(world)
        for user_id in (ANNA, BORIS, VERA):
            await raised(world, user_id)

        found = await asyncio.gather(*(due(world, NOON + HOUR, most=2) for _ in range(6)))
        left = await due(world, NOON + HOUR)

        people = [alert.user_id for some in (*found, left) for alert in some]
        assert sorted(people) == [ANNA, BORIS, VERA]

    async def test_what_fails_is_raised_taken_and_told_by_nobody(self, world: World) -> None:
        await all_meet(world)
        async with rolled_back(world) as tx:
            await tx.alerts.open(AlertKind.CRISIS, ANNA, level="crisis", bot_id=BOT, at=NOON)
        assert not await has_open(world)
        alert = await raised(world)
        async with rolled_back(world) as tx:
            assert await tx.alerts.take_due(now=NOON + HOUR, most=1)
        async with rolled_back(world) as tx:
            assert await tx.alerts.acknowledge(alert.id, BORIS, at=NOON)

        (again,) = await due(world, NOON + HOUR)
        assert again.told == 1

    async def test_it_is_for_admins_who_can_be_reached(self, world: World) -> None:
        await all_meet(world)
        async with world.begin() as tx:
            assert await tx.alerts.recipients() == ()
        await self.make_admin(world, VERA)
        await self.make_admin(world, BORIS)
        async with world.begin() as tx:
            assert await tx.alerts.recipients() == (BORIS, VERA)
            await tx.users.set_active(VERA, is_active=False)
            assert await tx.alerts.recipients() == (BORIS,)
