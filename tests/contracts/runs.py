"""What every RunRepository does: passes that begin by themselves, and those that somebody asks for."""

import asyncio

from relove_core.ids import UserId
from relove_core.profiles.freshness import Upcoming
from relove_core.profiles.rotation import Outcome, RotationRun, RunKind
from relove_core.testing.builders import ANNA, BORIS
from tests.contracts.privacy import forgotten
from tests.contracts.rotation import (
    DAY,
    FRESHNESS,
    HOUR,
    LEASE,
    asked,
    asked_run,
    begun,
    ended,
    go_on_marking,
    is_ours,
    let_go,
    mark,
    meet_all,
    of_everybody,
    one,
    people_of,
    settle,
    stale,
    stopped,
    stored,
)
from tests.contracts.world import MINUTE, World, meet, rolled_back


class RunContract:
    async def test_of_twenty_who_begin_a_rotation_at_once_one_does(self, world: World) -> None:
        async def begin() -> RotationRun | None:
            async with world.begin() as tx:
                return await tx.runs.begin_scheduled(period=FRESHNESS.period)

        runs = [run for run in await asyncio.gather(*(begin() for _ in range(20))) if run]

        assert [(run.kind, run.finished_at, run.processed) for run in runs] == [(RunKind.SCHEDULED, None, 0)]

    async def test_rotations_that_were_missed_are_caught_up_by_one(self, world: World) -> None:
        async def begin() -> bool:
            async with world.begin() as tx:
                run = await tx.runs.begin_scheduled(period=FRESHNESS.period)
                return run is not None and await tx.runs.end_if_done(run) is not None

        began = [await begin()]
        for time in (23 * HOUR, HOUR, 80 * HOUR, MINUTE, 24 * HOUR):
            await world.pass_(time)
            began.append(await begin())

        assert began == [True, False, True, True, False, True]

    async def test_while_one_is_under_way_none_begins(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        run = await begun(world)
        await world.pass_(3 * DAY)
        async with world.begin() as tx:
            assert await tx.runs.begin_scheduled(period=FRESHNESS.period) is None
            assert [run.id for run in await tx.runs.unfinished()] == [run.id]

    async def test_outcomes_and_tokens_are_summed_up(self, world: World) -> None:
        people = await meet_all(world, range(200, 200 + len(Outcome)))
        await world.pass_(DAY)
        run = await begun(world)
        claims = await stale(world, run)
        for number, (claim, outcome) in enumerate(zip(claims, Outcome, strict=True)):
            await settle(world, claim, outcome, tokens=number)
        await world.pass_(MINUTE)
        over = await ended(world, run)

        assert over is not None
        counts = (over.updated, over.unchanged, over.insufficient, over.skipped, over.failed)
        assert (counts, over.processed) == ((1, 1, 1, 3, 1), len(people))
        assert over.tokens == sum(range(len(Outcome)))
        assert over.took is not None
        assert MINUTE <= over.took < 2 * MINUTE
        assert await stored(world, run) == over

    async def test_an_outcome_that_is_taken_back_is_not_counted(self, world: World) -> None:
        await meet(world)
        run = await asked_run(world, ANNA)
        claim = one(await asked(world))
        async with rolled_back(world) as tx:
            await tx.profiles.settle(claim, Outcome.UPDATED, Upcoming(due_in=None))

        assert (await stored(world, run)).processed == 0
        assert await is_ours(world, claim)

    async def test_a_rotation_ends_when_nobody_is_left_and_only_once(self, world: World) -> None:
        await meet_all(world, (201, 202))
        await world.pass_(DAY)
        run = await begun(world)
        ends = [await ended(world, run)]
        for claim in await stale(world, run):
            ends.append(await ended(world, run))
            await settle(world, claim)

        assert ends == [None, None, None]
        assert await ended(world, run) is not None
        assert await ended(world, run) is None
        async with world.begin() as tx:
            assert await tx.runs.unfinished() == ()

    async def test_the_latest_runs_come_first(self, world: World) -> None:
        first = await begun(world)
        second = await asked_run(world)

        async with world.begin() as tx:
            assert await tx.runs.latest(most=9) == (second, first)
            assert await tx.runs.latest(most=1) == (second,)
            assert await tx.runs.unfinished() == (first, second)


class AskedRunContract:
    async def test_only_the_people_of_a_run_are_claimed_for_it(self, world: World) -> None:
        await meet_all(world, (201, 202))
        await asked_run(world, UserId(201))
        run = await asked_run(world, UserId(202))

        assert people_of(await asked(world, run=run)) == [202]
        assert people_of(await asked(world)) == [201]

    async def test_nobody_is_asked_for_twice(self, world: World) -> None:
        await meet(world)
        first = await asked_run(world, ANNA)
        marks = [await mark(world, first, ANNA), await mark(world, first, BORIS)]
        claim = one(await asked(world))
        marks.append(await mark(world, first, ANNA))
        await settle(world, claim)

        assert marks == [False, False, False], "asked for, unknown, in hands"
        assert await mark(world, first, ANNA)

    async def test_whom_their_contact_asked_for_is_of_the_run_of_who_asks_as_well(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        await meet(world, update_id=2)

        run = await asked_run(world, ANNA)

        assert [(claim.user_id, claim.run_id) for claim in await asked(world, run=run)] == [(ANNA, run.id)]

    async def test_the_run_that_somebody_is_of_is_known_until_they_are_done(self, world: World) -> None:
        await meet(world)
        runs = []
        async with world.begin() as tx:
            runs.append(await tx.runs.of(ANNA))
        run = await asked_run(world, ANNA)
        claim = one(await asked(world))
        async with world.begin() as tx:
            runs += [await tx.runs.of(ANNA), await tx.runs.of(BORIS)]
        await settle(world, claim)
        async with world.begin() as tx:
            runs.append(await tx.runs.of(ANNA))

        assert runs == [None, run, None, None]

    async def test_asking_does_not_wait_for_a_retry(self, world: World) -> None:
        await meet(world)
        await asked_run(world, ANNA)
        await settle(world, one(await asked(world)), Outcome.FAILED, due_in=0 * DAY, again_in=6 * HOUR)

        run = await asked_run(world, ANNA)

        assert people_of(await asked(world, run=run)) == [ANNA]

    async def test_everybody_is_named_in_batches_also_after_a_stop_in_the_middle(self, world: World) -> None:
        everybody = await meet_all(world, range(200, 205))
        run = await of_everybody(world)
        first = await go_on_marking(world, run)
        between = await ended(world, run)
        async with rolled_back(world) as tx:
            await tx.runs.mark_everybody(run, FRESHNESS, most=2)
        rest = [await go_on_marking(world, run) for _ in range(3)]

        assert (first, between, rest) == (False, None, [False, True, True])
        assert (await stored(world, run)).wanted == 5
        assert people_of(await asked(world, run=run)) == everybody

    async def test_a_run_of_everybody_ends_only_after_all_are_named_and_done(self, world: World) -> None:
        await meet(world)
        run = await of_everybody(world)
        ends = [await ended(world, run)]
        while not await go_on_marking(world, run, most=1):
            ends.append(await ended(world, run))
        claim = one(await asked(world, run=run))
        ends.append(await ended(world, run))
        await settle(world, claim)
        over = await ended(world, run)

        assert ends == [None, None, None]
        assert over is not None
        assert (over.wanted, over.updated, over.is_stopped) == (1, 1, False)

    async def test_who_has_left_or_sleeps_is_not_named(self, world: World) -> None:
        await meet(world, UserId(203), update_id=1)
        await world.pass_(30 * DAY)
        await meet_all(world, (201, 202))
        async with world.begin() as tx:
            await tx.users.set_active(UserId(202), is_active=False)
        run = await of_everybody(world)
        await go_on_marking(world, run, most=9)

        assert people_of(await asked(world)) == [201]
        assert (await stored(world, run)).wanted == 1

    async def test_a_run_of_some_is_never_one_of_everybody(self, world: World) -> None:
        await meet_all(world, (201, 202))
        run = await asked_run(world, UserId(201))

        assert await go_on_marking(world, run)
        assert people_of(await asked(world)) == [201]

    async def test_when_a_run_is_stopped_the_rest_is_asked_for_no_more(self, world: World) -> None:
        await meet_all(world, range(200, 205))
        run = await of_everybody(world)
        await go_on_marking(world, run, most=4)
        (claim,) = await asked(world, most=1)
        over = await stopped(world, run)
        await settle(world, claim)

        assert over.is_stopped
        assert await asked(world) == []
        assert await go_on_marking(world, run)
        assert not await mark(world, run, UserId(204))
        assert await stopped(world, run) == await stored(world, run)
        assert (await stored(world, run)).updated == 1, "who was begun on is counted all the same"

    async def test_a_run_that_was_stopped_ends_with_whoever_was_begun_on(self, world: World) -> None:
        await meet_all(world, range(200, 203))
        run = await of_everybody(world)
        await go_on_marking(world, run, most=9)
        (claim,) = await asked(world, most=1)
        await stopped(world, run)
        ends = [await ended(world, run)]
        await settle(world, claim)
        over = await ended(world, run)

        assert ends == [None]
        assert over is not None
        assert (over.is_stopped, over.wanted, over.processed) == (True, 3, 1)

    async def test_the_people_of_a_run_are_let_go_some_at_a_time_once_it_was_stopped(self, world: World) -> None:
        await meet_all(world, range(200, 205))
        run = await of_everybody(world)
        await go_on_marking(world, run, most=9)
        before = await let_go(world, run)
        async with world.begin() as tx:
            await tx.runs.stop(run)
        rest = [await let_go(world, run) for _ in range(2)]

        assert (before, rest) == (True, [False, False])
        assert len(await asked(world)) == 1

    async def test_who_is_not_let_go_yet_can_be_asked_for_anew(self, world: World) -> None:
        everybody = await meet_all(world, range(200, 203))
        first, second = await of_everybody(world), await of_everybody(world)
        await go_on_marking(world, first, most=9)
        async with world.begin() as tx:
            await tx.runs.stop(first)
        await go_on_marking(world, second, most=9)
        await stopped(world, first)

        assert (await stored(world, second)).wanted == len(everybody)
        assert people_of(await asked(world, run=second)) == everybody

    async def test_whom_a_killed_worker_had_of_a_stopped_run_is_let_go_too(self, world: World) -> None:
        await meet(world)
        run = await asked_run(world, ANNA)
        await asked(world)
        await stopped(world, run)
        await world.pass_(LEASE)

        assert await let_go(world, run)
        assert await asked(world) == []
        assert await ended(world, run) is not None

    async def test_who_is_asked_for_no_more_is_asked_for_by_their_next_contact(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        run = await asked_run(world, ANNA)
        await stopped(world, run)
        await meet(world, update_id=2)

        assert people_of(await asked(world)) == [ANNA]

    async def test_a_rotation_cannot_be_stopped(self, world: World) -> None:
        run = await begun(world)

        assert await stopped(world, run) == run

    async def test_an_admin_who_is_forgotten_leaves_no_name_with_a_run(self, world: World) -> None:
        await meet(world)
        async with world.begin() as tx:
            run = await tx.runs.begin_asked(ANNA)
        await forgotten(world)

        assert (await stored(world, run)).asked_by is None

    async def test_a_run_ends_without_those_who_are_forgotten(self, world: World) -> None:
        await meet(world)
        run = await asked_run(world, ANNA)
        await forgotten(world)

        assert await ended(world, run) is not None
