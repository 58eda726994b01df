"""Batches of portraits: together, each on its own, and given back where nobody can end them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

import pytest
from structlog.testing import capture_logs

from apps.worker.batches import Batches
from relove_adapters.metrics import REGISTRY
from relove_core.ids import UserId
from relove_core.profiles.freshness import RETRIES, Freshness, Upcoming
from relove_core.profiles.refresh_profile import Refreshed
from relove_core.profiles.rotation import Claim, Outcome, ProfileOutdated
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.memory_state import KeptProfileState
from relove_core.transactions import StorageUnavailable
from tests.contracts.memory import WatchedMemory
from tests.contracts.world import meet

MADE = Refreshed(outcome=Outcome.UPDATED, tokens=7)
Refresh = Callable[[Claim], Awaitable[Refreshed]]


class Studio:
    """Anna and Boris are waited for; ``refresh`` makes their portraits."""

    def __init__(self, refresh: Refresh, *, limit: timedelta = timedelta(seconds=60)) -> None:
        self.world = WatchedMemory()
        self.batches = Batches(
            begin=self.world.begin,
            refreshes=self.world.refreshes,
            refresh_profile=refresh,
            freshness=Freshness(),
            limit=limit,
        )

    async def claims(self) -> Sequence[Claim]:
        for user_id in (ANNA, BORIS):
            await meet(self.world, user_id, update_id=700_000 + user_id)
            kept = KeptProfileState(fence=1, asked_at=self.world.clock.now())
            self.world.state.profile_states[user_id] = kept
        return await self.world.refreshes.claim_asked(most=10)

    async def settled(self, claim: Claim) -> Refreshed:
        """As the use case does at its end."""
        async with self.world.begin() as tx:
            await tx.profiles.settle(claim, Outcome.UPDATED, Upcoming(due_in=None))
        return MADE


async def test_all_of_a_batch_are_made_at_the_same_time() -> None:
    both = asyncio.Barrier(2)

    async def refresh(claim: Claim) -> Refreshed:
        await both.wait()
        return await studio.settled(claim)

    studio = Studio(refresh)

    async with asyncio.timeout(10):
        refreshed = await studio.batches.run(await studio.claims())

    assert refreshed == [MADE, MADE]


async def test_each_is_logged_and_counted_without_a_word_of_theirs() -> None:
    async def refresh(claim: Claim) -> Refreshed:
        return await studio.settled(claim)

    studio = Studio(refresh)
    before = REGISTRY.get_sample_value("relove_profiles_refreshed_total", {"outcome": "updated"}) or 0

    with capture_logs() as logs:
        await studio.batches.run(await studio.claims())

    assert REGISTRY.get_sample_value("relove_profiles_refreshed_total", {"outcome": "updated"}) == before + 2
    told = [(entry["event"], entry["user_id"], entry["outcome"], entry["tokens"]) for entry in logs]
    assert sorted(told) == [("profile.refreshed", user_id, "updated", 7) for user_id in sorted((ANNA, BORIS))]


@pytest.mark.parametrize("error", [ValueError("of Anna"), TimeoutError(), KeyError("of Anna")])
async def test_what_nobody_expected_fails_one_and_is_tried_again_later(error: Exception) -> None:
    async def refresh(claim: Claim) -> Refreshed:
        if claim.user_id == ANNA:
            raise error
        return await studio.settled(claim)

    studio = Studio(refresh)

    with capture_logs() as logs:
        refreshed = await studio.batches.run(await studio.claims())

    assert sorted(one.outcome for one in refreshed if one) == [Outcome.FAILED, Outcome.UPDATED]
    anna = studio.world.state.profile_states[ANNA]
    assert (anna.lease_until, anna.failures, anna.asked_at) == (None, 1, studio.world.clock.now() + RETRIES[0])
    assert [e["user_id"] for e in logs if e["event"] == "profile.refresh_failed"] == [ANNA]
    assert "of Anna" not in repr([{k: v for k, v in e.items() if k != "exc_info"} for e in logs])


async def test_a_failure_that_cannot_even_be_kept_stops_nobody_else() -> None:
    async def refresh(claim: Claim) -> Refreshed:
        if claim.user_id == ANNA:
            raise ValueError
        await kept_nothing.wait()
        return await studio.settled(claim)

    def broken() -> NoReturn:
        kept_nothing.set()
        raise RuntimeError("of Anna")

    kept_nothing = asyncio.Event()
    studio = Studio(refresh)
    claims = await studio.claims()

    refreshed = await replace(studio.batches, begin=broken).run(claims)

    assert sorted(map(str, refreshed)) == sorted(map(str, [None, MADE]))
    assert studio.world.state.profile_states[ANNA].lease_until == claims[0].until


async def test_one_that_hangs_is_ended_before_its_lease_is() -> None:
    async def refresh(claim: Claim) -> Refreshed:
        if claim.user_id == ANNA:
            await asyncio.Event().wait()
        return await studio.settled(claim)

    studio = Studio(refresh, limit=timedelta(seconds=0.05))

    refreshed = await studio.batches.run(await studio.claims())

    assert sorted(one.outcome for one in refreshed if one) == [Outcome.FAILED, Outcome.UPDATED]


@pytest.mark.parametrize("error", [ProfileOutdated("gone"), StorageUnavailable("away")])
async def test_what_is_in_other_hands_or_cannot_be_kept_is_left_to_its_lease(error: Exception) -> None:
    async def refresh(claim: Claim) -> Refreshed:
        raise error

    studio = Studio(refresh)
    claims = await studio.claims()

    assert await studio.batches.run(claims) == [None, None]
    assert {s.lease_until for s in studio.world.state.profile_states.values()} == {claims[0].until}


async def test_cancelled_it_gives_back_what_is_not_done_and_only_that() -> None:
    begun = asyncio.Event()

    async def refresh(claim: Claim) -> Refreshed:
        if claim.user_id == ANNA:
            return await studio.settled(claim)
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    studio = Studio(refresh)
    claims = await studio.claims()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(studio.batches.run(claims))
        await begun.wait()
        running.cancel()

    again = await studio.world.refreshes.claim_asked(most=10)
    assert [claim.user_id for claim in again] == [UserId(BORIS)]
