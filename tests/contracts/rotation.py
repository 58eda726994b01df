"""What every implementation of Refreshes and RunRepository does, and what makes a portrait due."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import timedelta

import pytest

from relove_core.ids import UserId
from relove_core.profiles.freshness import Freshness, Upcoming
from relove_core.profiles.rotation import Claim, Outcome, ProfileOutdated, RotationRun
from relove_core.testing.builders import ANNA, BORIS
from tests.contracts.world import MINUTE, SECOND, World, meet

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LEASE = timedelta(seconds=150)
FRESHNESS = Freshness()
WEEK_ON = timedelta(days=7)


async def meet_all(world: World, people: Iterable[int]) -> list[UserId]:
    met = [UserId(number) for number in people]
    for user_id in met:
        await meet(world, user_id, update_id=700_000 + user_id)
    return met


async def begun(world: World) -> RotationRun:
    async with world.begin() as tx:
        run = await tx.runs.begin_scheduled(period=FRESHNESS.period)
    assert run is not None, "one is under way, or began lately"
    return run


async def asked_run(world: World, *people: UserId) -> RotationRun:
    async with world.begin() as tx:
        run = await tx.runs.begin_asked(BORIS, wanted=len(people))
        for user_id in people:
            assert await tx.runs.mark(run, user_id)
    return run


async def mark(world: World, run: RotationRun, user_id: UserId) -> bool:
    async with world.begin() as tx:
        return await tx.runs.mark(run, user_id)


async def of_everybody(world: World) -> RotationRun:
    async with world.begin() as tx:
        return await tx.runs.begin_asked(BORIS, is_of_everybody=True)


async def go_on_marking(world: World, run: RotationRun, *, most: int = 2) -> bool:
    async with world.begin() as tx:
        return await tx.runs.mark_everybody(run, FRESHNESS, most=most)


async def ended(world: World, run: RotationRun) -> RotationRun | None:
    async with world.begin() as tx:
        return await tx.runs.end_if_done(run)


async def stopped(world: World, run: RotationRun) -> RotationRun:
    async with world.begin() as tx:
        over = await tx.runs.stop(run)
    while not await let_go(world, run):
        pass
    return over


async def let_go(world: World, run: RotationRun, *, most: int = 2) -> bool:
    async with world.begin() as tx:
        return await tx.runs.let_go(run, most=most)


async def stored(world: World, run: RotationRun) -> RotationRun:
    async with world.begin() as tx:
        found = await tx.runs.get(run.id)
    assert found is not None
    return found


async def stale(world: World, run: RotationRun, *, most: int = 10) -> Sequence[Claim]:
    """As of now: in some worlds time passes by moving what is stored."""
    return await world.refreshes.claim_stale(await stored(world, run), most=most)


async def asked(world: World, *, most: int = 10, run: RotationRun | None = None) -> Sequence[Claim]:
    return await world.refreshes.claim_asked(most=most, run=run)


async def settle(
    world: World,
    claim: Claim,
    outcome: Outcome = Outcome.UPDATED,
    *,
    due_in: timedelta | None = WEEK_ON,
    again_in: timedelta | None = None,
    tokens: int = 0,
) -> None:
    async with world.begin() as tx:
        await tx.profiles.settle(claim, outcome, Upcoming(due_in=due_in, again_in=again_in), tokens=tokens)


async def is_ours(world: World, claim: Claim) -> bool:
    async with world.begin() as tx:
        return await tx.profiles.is_ours(claim)


def people_of(claims: Iterable[Claim]) -> list[UserId]:
    return [claim.user_id for claim in claims]


def one(claims: Sequence[Claim]) -> Claim:
    (claim,) = claims
    return claim


class DueContract:
    async def test_who_comes_for_the_first_time_is_due_a_day_later(self, world: World) -> None:
        await meet(world)
        first = await begun(world)
        at_once = await stale(world, first)
        assert await ended(world, first) is not None
        await world.pass_(DAY)

        assert at_once == []
        assert people_of(await stale(world, await begun(world))) == [ANNA]

    async def test_a_contact_with_a_fresh_portrait_asks_for_nothing(self, world: World) -> None:
        await meet(world)
        await world.pass_(23 * HOUR)
        await meet(world, update_id=2)

        assert await asked(world) == []

    async def test_a_contact_with_an_old_portrait_asks_for_one_once(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        await meet(world, update_id=2)
        await world.pass_(2 * MINUTE)
        await meet(world, update_id=3)

        claims = await asked(world)

        assert people_of(claims) == [ANNA]
        assert [claim.run_id for claim in claims] == [None]
        assert await asked(world) == []

    async def test_a_contact_while_the_portrait_is_made_asks_for_no_other(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        claim = one(await stale(world, await begun(world)))
        await world.pass_(MINUTE)
        await meet(world, update_id=2)
        await settle(world, claim)

        assert await asked(world) == []
        await world.pass_(WEEK_ON)
        await meet(world, update_id=3)
        assert people_of(await asked(world)) == [ANNA]

    async def test_who_was_not_seen_for_a_month_sleeps_until_the_next_contact(self, world: World) -> None:
        await meet(world)
        await world.pass_(31 * DAY)
        run = await begun(world)
        assert await stale(world, run) == []
        assert await ended(world, run) is not None, "who sleeps is nobody to wait for"

        await world.pass_(DAY)
        await meet(world, update_id=2)

        assert people_of(await asked(world)) == [ANNA]

    async def test_many_who_sleep_do_not_hide_who_is_awake(self, world: World) -> None:
        await meet_all(world, range(200, 225))
        await world.pass_(30 * DAY)
        await meet(world)
        await world.pass_(DAY)

        run = await begun(world)

        assert people_of(await stale(world, run, most=1)) == [ANNA]
        assert await stale(world, run, most=1) == []

    async def test_the_oldest_portrait_comes_first(self, world: World) -> None:
        for number in (203, 201, 202):
            await meet_all(world, [number])
            await world.pass_(MINUTE)
        await world.pass_(DAY)
        run = await begun(world)

        assert people_of(await stale(world, run, most=2)) == [203, 201]
        assert people_of(await stale(world, run, most=2)) == [202]

    async def test_who_grows_old_during_a_rotation_is_of_the_next_one(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY - MINUTE)
        run = await begun(world)
        await world.pass_(HOUR)

        assert await stale(world, run) == []
        assert await ended(world, run) is not None

    async def test_who_is_asked_for_is_left_to_those_who_ask(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        await meet(world, update_id=2)
        run = await begun(world)

        assert await stale(world, run) == []
        assert await ended(world, run) is not None
        assert people_of(await asked(world)) == [ANNA]

    async def test_who_waits_longest_is_refreshed_first(self, world: World) -> None:
        await meet_all(world, (201, 202, 203))
        run = await asked_run(world, UserId(202))
        await world.pass_(SECOND)
        await mark(world, run, UserId(203))
        await world.pass_(SECOND)
        await mark(world, run, UserId(201))

        assert people_of(await asked(world, most=2)) == [202, 203]
        assert people_of(await asked(world, most=2)) == [201]

    async def test_who_has_come_back_goes_before_everybody_of_a_run(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        people = await meet_all(world, (201, 202, 203))
        run = await asked_run(world, *people)
        await world.pass_(MINUTE)
        await meet(world, update_id=2)

        assert [people_of(await asked(world, most=1)) for _ in range(3)] == [[ANNA], [201], [202]]
        assert people_of(await asked(world, run=run)) == [203]


class LeaseContract:
    async def test_many_workers_never_have_the_same_person(self, world: World) -> None:
        everybody = await meet_all(world, range(200, 230))
        await world.pass_(DAY)
        run = await begun(world)
        taken: list[UserId] = []
        while batches := [c for c in await asyncio.gather(*(stale(world, run, most=3) for _ in range(6))) if c]:
            taken += [claim.user_id for claims in batches for claim in claims]

        assert sorted(taken) == everybody

    async def test_many_workers_never_have_the_same_person_who_is_asked_for(self, world: World) -> None:
        everybody = await meet_all(world, range(200, 230))
        await asked_run(world, *everybody)
        taken: list[UserId] = []
        while batches := [c for c in await asyncio.gather(*(asked(world, most=3) for _ in range(6))) if c]:
            taken += [claim.user_id for claims in batches for claim in claims]

        assert sorted(taken) == everybody

    @pytest.mark.parametrize("is_scheduled", [True, False])
    async def test_what_a_killed_worker_has_begun_another_does(self, world: World, *, is_scheduled: bool) -> None:
        await meet(world)
        await world.pass_(DAY)
        run = await begun(world) if is_scheduled else await asked_run(world, ANNA)
        claim_it = stale if is_scheduled else _asked_of
        first = one(await claim_it(world, run))
        during = await claim_it(world, run)
        await world.pass_(LEASE)
        second = one(await claim_it(world, run))

        assert during == []
        assert (second.user_id, second.run_id) == (ANNA, run.id)
        assert not await is_ours(world, first)
        with pytest.raises(ProfileOutdated):
            await settle(world, first)
        await settle(world, second)
        assert (await stored(world, run)).processed == 1

    async def test_who_is_late_but_alone_may_settle(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        claim = one(await stale(world, await begun(world)))
        await world.pass_(2 * LEASE)

        assert await is_ours(world, claim)
        await settle(world, claim)

    async def test_what_is_settled_is_over(self, world: World) -> None:
        await meet(world)
        await asked_run(world, ANNA)
        claim = one(await asked(world))
        await settle(world, claim)

        assert not await is_ours(world, claim)
        with pytest.raises(ProfileOutdated):
            await settle(world, claim)

    async def test_what_is_given_back_is_free_at_once(self, world: World) -> None:
        await meet_all(world, (201, 202))
        await world.pass_(DAY)
        run = await begun(world)
        claims = await stale(world, run)
        await world.refreshes.give_back(claims)

        with pytest.raises(ProfileOutdated):
            await settle(world, claims[0])
        assert people_of(await stale(world, run)) == [201, 202]
        assert await ended(world, run) is None

    async def test_what_others_have_taken_is_not_given_back(self, world: World) -> None:
        await meet(world)
        await asked_run(world, ANNA)
        late = await asked(world)
        await world.pass_(LEASE)
        claim = one(await asked(world))
        await world.refreshes.give_back(late)
        await world.refreshes.give_back([])

        assert await is_ours(world, claim)
        assert await asked(world) == []

    async def test_a_failure_is_tried_again_later_and_counted_until_one_succeeds(self, world: World) -> None:
        await meet(world)
        run = await asked_run(world, ANNA)
        await settle(world, one(await asked(world)), Outcome.FAILED, due_in=0 * DAY, again_in=10 * MINUTE)
        at_once = await asked(world)
        await world.pass_(10 * MINUTE)
        again = one(await asked(world))
        await settle(world, again)
        await world.pass_(WEEK_ON)
        await meet(world, update_id=2)

        assert at_once == []
        assert (again.failures, again.run_id) == (1, None), "the run has counted it already"
        assert (one(await asked(world))).failures == 0
        assert ((await stored(world, run)).failed, (await stored(world, run)).updated) == (1, 0)

    async def test_whose_retries_are_over_is_left_to_the_rotation_by_their_contacts(self, world: World) -> None:
        await meet(world)
        await asked_run(world, ANNA)
        await settle(world, one(await asked(world)), Outcome.FAILED, due_in=0 * DAY)
        await world.pass_(2 * MINUTE)
        await meet(world, update_id=2)
        at_contact = await asked(world)
        again = one(await stale(world, await begun(world)))
        await settle(world, again, due_in=0 * DAY)
        await world.pass_(2 * MINUTE)
        await meet(world, update_id=3)

        assert at_contact == []
        assert people_of(await asked(world)) == [ANNA]

    async def test_who_was_put_to_sleep_after_failures_is_asked_for_by_their_contact(self, world: World) -> None:
        await meet(world)
        await asked_run(world, ANNA)
        await settle(world, one(await asked(world)), Outcome.FAILED, due_in=0 * DAY)
        await world.pass_(31 * DAY)
        assert await stale(world, await begun(world)) == []
        await meet(world, update_id=2)

        assert people_of(await asked(world)) == [ANNA]

    @pytest.mark.parametrize("is_scheduled", [True, False])
    async def test_how_many_have_lost_somebody_is_known_to_the_next(self, world: World, *, is_scheduled: bool) -> None:
        await meet(world)
        await world.pass_(DAY)
        run = await begun(world) if is_scheduled else await asked_run(world, ANNA)
        claim_it = stale if is_scheduled else _asked_of
        claims = [one(await claim_it(world, run))]
        await world.refreshes.give_back(claims)
        for _ in range(3):
            claims.append(one(await claim_it(world, run)))
            await world.pass_(LEASE)
        await settle(world, one(await claim_it(world, run)), Outcome.FAILED, due_in=0 * DAY, again_in=0 * DAY)

        assert [claim.lost for claim in claims] == [0, 0, 1, 2]
        assert [(claim.lost, claim.failures) for claim in await asked(world)] == [(0, 1)]

    async def test_a_rotation_passes_over_whom_a_retry_waits_for(self, world: World) -> None:
        await meet(world)
        await world.pass_(DAY)
        first = await begun(world)
        claim = one(await stale(world, first))
        await settle(world, claim, Outcome.FAILED, due_in=0 * DAY, again_in=2 * DAY)
        assert await ended(world, first) is not None
        await world.pass_(DAY)
        second = await begun(world)

        assert await stale(world, second) == []
        await world.pass_(DAY)
        assert people_of(await asked(world)) == [ANNA]

    async def test_whoever_has_left_sleeps_until_the_next_contact(self, world: World) -> None:
        await meet(world)
        await asked_run(world, ANNA)
        await settle(world, one(await asked(world)), Outcome.INACTIVE, due_in=None)
        await world.pass_(DAY)
        run = await begun(world)
        assert await stale(world, run) == []
        await meet(world, update_id=2)

        assert people_of(await asked(world)) == [ANNA]


async def _asked_of(world: World, run: RotationRun) -> Sequence[Claim]:
    return await asked(world, run=run)
