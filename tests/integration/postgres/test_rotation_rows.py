"""Rows of the rotation that contracts cannot see: who has none yet, and who locks what."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import text

from relove_adapters.postgres.rotation_runs import END_IF_DONE
from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.profiles.freshness import Freshness, Upcoming
from relove_core.profiles.portrait import Portrait
from relove_core.profiles.portraying import Portraitist
from relove_core.profiles.refresh_profile import RefreshProfile
from relove_core.profiles.rotation import Outcome
from relove_core.testing.builders import ANNA, BOT, a_cause, an_update, cause_of, seen
from relove_core.testing.clock import NOON, FrozenClock
from relove_core.testing.scripted_model import ScriptedModel
from relove_core.testing.scripted_reader import ScriptedReader
from relove_core.testing.word_redactor import WordRedactor
from relove_core.users.consent import CURRENT, ConsentAnswer
from tests.contracts.profiles import MADE
from tests.contracts.rotation import WEEK_ON, asked, asked_run, begun, meet_all, one, stale
from tests.contracts.world import meet
from tests.integration.postgres.world import PostgresWorld

PEOPLE = range(200, 206)
ROUNDS = 25


async def forget_the_turn(world: PostgresWorld) -> None:
    """As of somebody whom a process of the version before has acquainted."""
    async with world.engine.begin() as connection:
        await connection.execute(text("DELETE FROM profile_states"))


async def test_who_has_no_turn_yet_gets_one_at_the_next_contact(world: PostgresWorld) -> None:
    await meet(world)
    await forget_the_turn(world)
    await world.pass_(Freshness().period)
    await meet(world, update_id=2)
    assert await asked(world) == []

    await world.pass_(Freshness().period)

    assert [claim.user_id for claim in await stale(world, await begun(world))] == [ANNA]


async def test_who_has_no_turn_yet_can_be_asked_for(world: PostgresWorld) -> None:
    await meet(world)
    await forget_the_turn(world)
    await asked_run(world, ANNA)

    assert [claim.user_id for claim in await asked(world)] == [ANNA]


@pytest.mark.parametrize("wrong", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=4000)])
async def test_a_worker_whose_clock_is_wrong_makes_nobody_sleep_for_years(
    world: PostgresWorld, wrong: timedelta
) -> None:
    await meet(world)
    async with world.begin() as tx:
        for kind, version in CURRENT.items():
            answer = ConsentAnswer(kind=kind, version=version, is_given=True)
            await tx.users.consent(ANNA, answer, cause=a_cause(), at=NOON)
    await asked_run(world, ANNA)
    refresh = RefreshProfile(
        begin=world.begin,
        reader=ScriptedReader({}),
        portraitist=Portraitist(llm=ScriptedModel(), redactor=WordRedactor()),
        version="v1",
        clock=FrozenClock(await world.now() + wrong),
    )

    refreshed = await refresh(one(await asked(world)))

    (state,) = await world.rows("SELECT due_at - now() AS due_in FROM profile_states")
    assert refreshed.outcome is Outcome.INSUFFICIENT
    assert timedelta(hours=23) < state.due_in <= Freshness().period


async def test_that_a_rotation_is_over_is_seen_by_an_index_though_nobody_is_left(world: PostgresWorld) -> None:
    run = await begun(world)
    async with world.engine.begin() as connection:
        await connection.execute(text("INSERT INTO users (id) SELECT n FROM generate_series(1000, 9000) n"))
        await connection.execute(
            text("INSERT INTO profile_states (user_id, due_at) SELECT id, now() + interval '1 day' FROM users")
        )
        await connection.execute(text("ANALYZE profile_states"))
        explain = END_IF_DONE.bindparams()
        explain.text = f"EXPLAIN {END_IF_DONE.text}"
        plan = "\n".join((await connection.execute(explain, {"run": run.id})).scalars())

    assert "profile_states_due_idx" in plan
    assert "Seq Scan on profile_states" not in plan


class Crowd:
    """Everybody who touches whose turn it is, over and over."""

    def __init__(self, world: PostgresWorld) -> None:
        self._world = world
        self._updates = count(1)
        self.troubles: Counter[str] = Counter()
        self.settled = 0

    async def of(self, act: Callable[[], Awaitable[None]]) -> None:
        for _ in range(ROUNDS):
            try:
                await act()
            except Unavailable as e:
                self.troubles[f"{act.__name__}: {e.__cause__}"] += 1

    async def contact(self) -> None:
        number = next(self._updates)
        person = UserId(PEOPLE[number % len(PEOPLE)])
        await self._world.inbox.take_in([an_update(number, user_id=person)])
        claimed = await self._world.inbox.claim(BOT, an_update().lane)
        if claimed is not None:
            who, update_ids = UserId(claimed.chat_id), cause_of(claimed).update_ids
            renamed = seen(who, username=f"name_{number}", update_ids=update_ids)
            await self._world.contacts.touch(cause_of(claimed), renamed)
            async with self._world.begin() as tx:
                await tx.deliveries.finish(cause_of(claimed))

    async def refresh(self) -> None:
        for claim in await asked(self._world, most=3):
            async with self._world.begin() as tx:
                if await tx.profiles.is_ours(claim):
                    made = replace(MADE, input_key=f"{claim.fence}")
                    await tx.profiles.append(claim.user_id, Portrait(summary="Так"), made, at=NOON)
                    await tx.profiles.settle(claim, Outcome.UPDATED, Upcoming(due_in=WEEK_ON))
                    self.settled += 1

    async def everybody(self) -> None:
        async with self._world.begin() as tx:
            run = await tx.runs.begin_asked(None, is_of_everybody=True)
            await tx.runs.mark_everybody(run, Freshness(), most=100)
        async with self._world.begin() as tx:
            await tx.runs.end_if_done(run)


async def test_contacts_refreshes_and_names_wait_for_each_other_and_never_in_a_circle(world: PostgresWorld) -> None:
    await meet_all(world, PEOPLE)
    crowd = Crowd(world)

    await asyncio.gather(*(crowd.of(act) for act in (crowd.contact, crowd.refresh, crowd.everybody) for _ in range(2)))

    assert crowd.troubles == {}
    assert crowd.settled > 0
