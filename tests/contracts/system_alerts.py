"""What every SystemAlertRepository does."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from relove_core.alerts.system import MUTED_FOR, SystemAlert, SystemAlertKind
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.clock import NOON
from tests.contracts.world import MINUTE, World, rolled_back

LLM, QUEUE, DATABASE = SystemAlertKind.LLM_DOWN, SystemAlertKind.QUEUE_STUCK, SystemAlertKind.DATABASE_DOWN
HOUR = timedelta(hours=1)


async def raised(world: World, kind: SystemAlertKind = LLM, *, at: datetime = NOON) -> SystemAlert | None:
    async with world.begin() as tx:
        return await tx.system_alerts.raise_alert(kind, {"failures": 3}, at=at)


async def surely_raised(world: World, kind: SystemAlertKind = LLM, *, at: datetime = NOON) -> SystemAlert:
    alert = await raised(world, kind, at=at)
    assert alert is not None
    return alert


async def cleared(world: World, alert: SystemAlert, *, at: datetime = NOON + HOUR) -> SystemAlert | None:
    async with world.begin() as tx:
        return await tx.system_alerts.clear(alert, at=at)


async def open_ones(world: World) -> Sequence[SystemAlert]:
    async with world.begin() as tx:
        return await tx.system_alerts.open()


async def recorded(world: World, since: datetime, until: datetime) -> SystemAlert | None:
    async with world.begin() as tx:
        return await tx.system_alerts.record_past(DATABASE, raised_at=since, cleared_at=until)


async def muted(world: World, now: datetime = NOON) -> list[SystemAlertKind]:
    async with world.begin() as tx:
        return [mute.kind for mute in await tx.system_alerts.mutes(now=now)]


class SystemAlertRepositoryContract:
    async def test_an_alert_is_open_with_its_figures_until_it_is_cleared(self, world: World) -> None:
        alert = await surely_raised(world)

        assert await open_ones(world) == (alert,)
        assert (alert.kind, alert.raised_at, dict(alert.details), alert.is_told) == (LLM, NOON, {"failures": 3}, False)
        gone = await cleared(world, alert)
        assert gone is not None
        assert (gone.id, gone.cleared_at) == (alert.id, NOON + HOUR)
        assert await open_ones(world) == ()

    async def test_one_of_a_kind_is_open_at_most_however_many_raise_it(self, world: World) -> None:
        found = await asyncio.gather(*(raised(world) for _ in range(6)))
        other = await surely_raised(world, QUEUE, at=NOON - MINUTE)

        (alert,) = [one for one in found if one]
        assert [one.id for one in await open_ones(world)] == [other.id, alert.id]

    async def test_it_is_cleared_once_and_the_next_is_another_one(self, world: World) -> None:
        alert = await surely_raised(world)
        found = await asyncio.gather(*(cleared(world, alert) for _ in range(4)))
        second = await surely_raised(world, at=NOON + 2 * HOUR)

        assert len([one for one in found if one]) == 1
        assert second.id != alert.id

    async def test_it_is_told_once_and_not_after_it_is_over(self, world: World) -> None:
        alert, other = await surely_raised(world), await surely_raised(world, QUEUE)
        await cleared(world, other)
        async with world.begin() as tx:
            told = [await tx.system_alerts.mark_told(one, at=NOON) for one in (alert, alert, other)]

        assert told == [True, False, False]
        assert [one.told_at for one in await open_ones(world)] == [NOON]

    async def test_since_when_it_is_well_is_kept_and_forgotten(self, world: World) -> None:
        alert = await surely_raised(world)
        for since in (NOON + MINUTE, None):
            async with world.begin() as tx:
                await tx.system_alerts.note_well(alert, since)
            assert [one.well_since for one in await open_ones(world)] == [since]

    async def test_what_fails_is_neither_raised_nor_cleared(self, world: World) -> None:
        async with rolled_back(world) as tx:
            assert await tx.system_alerts.raise_alert(LLM, {}, at=NOON)
        assert await open_ones(world) == ()
        alert = await surely_raised(world)
        async with rolled_back(world) as tx:
            assert await tx.system_alerts.clear(alert, at=NOON)

        assert await open_ones(world) == (alert,)

    async def test_of_an_outage_that_many_noticed_one_is_kept(self, world: World) -> None:
        first = await recorded(world, NOON, NOON + HOUR)
        same = await recorded(world, NOON + MINUTE, NOON + HOUR + MINUTE)
        later = await recorded(world, NOON + 2 * HOUR, NOON + 3 * HOUR)

        assert first is not None
        assert (first.raised_at, first.cleared_at) == (NOON, NOON + HOUR)
        assert same is None
        assert later is not None
        assert await open_ones(world) == (), "what is over is not open"

    async def test_a_kind_is_muted_for_its_time_or_until_somebody_wants_to_hear_of_it(self, world: World) -> None:
        async with world.begin() as tx:
            await tx.system_alerts.mute(LLM, until=NOON + HOUR, by=ANNA)
            await tx.system_alerts.mute(LLM, until=NOON + MUTED_FOR, by=BORIS)
            await tx.system_alerts.mute(QUEUE, until=NOON + HOUR, by=ANNA)
            (mute, _) = await tx.system_alerts.mutes(now=NOON)
        assert (mute.kind, mute.until, mute.by) == (LLM, NOON + MUTED_FOR, BORIS)
        assert await muted(world) == [LLM, QUEUE]
        assert await muted(world, NOON + HOUR) == [LLM]
        async with world.begin() as tx:
            assert [await tx.system_alerts.unmute(LLM) for _ in range(2)] == [True, False]

        assert await muted(world) == [QUEUE]
