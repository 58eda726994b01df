"""Rotations begin when they are due, however many were missed, and end when everybody is done."""

from datetime import timedelta

from relove_core.ids import UserId
from relove_core.profiles.claim_due import ClaimDue
from relove_core.profiles.freshness import Freshness, Upcoming
from relove_core.profiles.keep_runs import KeepRuns, Kept
from relove_core.profiles.rotation import Outcome, RotationRun, RunKind
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.memory_state import KeptProfileState
from tests.contracts.memory import WatchedMemory
from tests.contracts.world import meet

FRESHNESS = Freshness()
DAY = FRESHNESS.period


class Rotating:
    """Anna's portrait is old; Boris is asked for."""

    def __init__(self) -> None:
        self.world = WatchedMemory()
        self.keep_runs = KeepRuns(begin=self.world.begin, freshness=FRESHNESS)
        self.claim_due = ClaimDue(begin=self.world.begin, refreshes=self.world.refreshes)

    async def knows(self, *people: UserId) -> None:
        for user_id in people:
            await meet(self.world, user_id, update_id=700_000 + user_id)
            kept = KeptProfileState(fence=1, due_at=self.world.clock.now())
            self.world.state.profile_states[user_id] = kept

    async def asks_for_all(self) -> RotationRun:
        async with self.world.begin() as tx:
            return await tx.runs.begin_asked(None, is_of_everybody=True)

    async def makes(self, *, most: int = 10) -> list[UserId]:
        """A batch of portraits; whose."""
        claims = await self.claim_due(most=most)
        for claim in claims:
            async with self.world.begin() as tx:
                await tx.profiles.settle(claim, Outcome.UPDATED, Upcoming(due_in=FRESHNESS.age), tokens=5)
        return [claim.user_id for claim in claims]


async def test_a_rotation_that_is_due_begins_once_and_ends_with_its_statistics() -> None:
    rotating = Rotating()
    await rotating.knows(ANNA, BORIS)

    first = await rotating.keep_runs()
    assert first.began is not None
    assert first.ended == ()
    assert await rotating.keep_runs() == Kept(began=None, ended=())
    assert sorted(await rotating.makes()) == sorted((ANNA, BORIS))
    (ended,) = (await rotating.keep_runs()).ended

    assert (ended.id, ended.kind) == (first.began.id, RunKind.SCHEDULED)
    assert (ended.processed, ended.updated, ended.tokens) == (2, 2, 10)
    assert ended.finished_at is not None


async def test_three_that_were_missed_are_made_up_for_by_one() -> None:
    rotating = Rotating()
    await rotating.knows(ANNA)
    await rotating.keep_runs()
    await rotating.makes()
    await rotating.keep_runs()
    rotating.world.clock.pass_(3 * DAY + timedelta(hours=1))

    begun = [(await rotating.keep_runs()).began for _ in range(3)]

    assert [run is not None for run in begun] == [True, False, False]
    async with rotating.world.begin() as tx:
        assert len(await tx.runs.latest(most=9)) == 2


async def test_without_a_rotation_nobody_is_due_but_whoever_is_asked_for() -> None:
    rotating = Rotating()
    await rotating.knows(ANNA, BORIS)
    state = rotating.world.state.profile_states
    state[BORIS] = KeptProfileState(fence=1, asked_at=rotating.world.clock.now())

    assert await rotating.makes() == [BORIS]
    assert await rotating.makes() == []


async def test_whoever_is_asked_for_goes_before_the_rotation() -> None:
    rotating = Rotating()
    await rotating.knows(ANNA, BORIS)
    await rotating.keep_runs()
    rotating.world.state.profile_states[BORIS] = KeptProfileState(fence=1, asked_at=rotating.world.clock.now())

    assert await rotating.makes(most=1) == [BORIS]
    assert await rotating.makes(most=1) == [ANNA]


async def test_a_rotation_goes_on_however_many_are_asked_for() -> None:
    rotating = Rotating()
    await rotating.knows(*(UserId(5_000 + n) for n in range(8)))
    await rotating.keep_runs()
    for n in range(6):
        rotating.world.state.profile_states[UserId(5_000 + n)] = KeptProfileState(
            fence=1, asked_at=rotating.world.clock.now()
        )

    batches = [await rotating.makes(most=5) for _ in range(3)]

    assert batches == [[5_000, 5_001, 5_002, 5_003, 5_006], [5_004, 5_005, 5_007], []]


async def test_what_a_rotation_does_not_need_of_a_batch_is_for_those_who_are_asked_for() -> None:
    rotating = Rotating()
    people = [UserId(5_000 + n) for n in range(6)]
    await rotating.knows(*people)
    await rotating.asks_for_all()
    await rotating.keep_runs()

    assert await rotating.makes(most=5) == people[:5]


async def test_a_run_of_everybody_is_named_in_steps_and_ends_after_the_last_of_them() -> None:
    rotating = Rotating()
    rotating.keep_runs = KeepRuns(begin=rotating.world.begin, freshness=FRESHNESS, at_once=2, steps=2)
    people = [UserId(5_000 + n) for n in range(5)]
    await rotating.knows(*people)
    await rotating.keep_runs()
    run = await rotating.asks_for_all()

    await rotating.keep_runs()
    assert await rotating.makes(most=4) == people[:4]
    assert run.id not in [ended.id for ended in (await rotating.keep_runs()).ended], "the fifth was named only now"
    assert await rotating.makes() == people[4:]
    ended = {ended.id: ended for ended in (await rotating.keep_runs()).ended}

    assert (ended[run.id].kind, ended[run.id].wanted, ended[run.id].updated) == (RunKind.ASKED, 5, 5)


async def test_who_is_of_a_run_that_was_stopped_is_let_go_though_the_command_was_killed() -> None:
    rotating = Rotating()
    rotating.keep_runs = KeepRuns(begin=rotating.world.begin, freshness=FRESHNESS, at_once=2, steps=2)
    await rotating.knows(*(UserId(5_000 + n) for n in range(9)))
    run = await rotating.asks_for_all()
    async with rotating.world.begin() as tx:
        await tx.runs.mark_everybody(run, FRESHNESS, most=99)
        await tx.runs.stop(run)

    (ended,) = (await rotating.keep_runs()).ended

    assert (ended.id, ended.is_stopped, ended.wanted, ended.processed) == (run.id, True, 9, 0)
    assert all(kept.run_id is None for kept in rotating.world.state.profile_states.values())
