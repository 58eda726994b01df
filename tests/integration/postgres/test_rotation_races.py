"""A person is forgotten while their portrait is made: nothing of it is written, nor to whoever comes back."""

import asyncio
import os
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import count

from relove_adapters.clock import SystemClock
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.errors import ReloveError
from relove_core.profiles.portraying import Portraitist
from relove_core.profiles.refresh_profile import RefreshProfile
from relove_core.profiles.rotation import Claim
from relove_core.telegram import PublicPage
from relove_core.testing.builders import ANNA, a_cause, a_session, said
from relove_core.testing.clock import NOON
from relove_core.testing.scripted_model import ScriptedModel
from relove_core.testing.scripted_reader import ScriptedReader
from relove_core.transactions import StorageUnavailable
from relove_core.users.consent import CURRENT, ConsentAnswer
from tests.bot_process import eventually
from tests.contracts.privacy import erased, forget, wish
from tests.contracts.profiles import PHOTO, act
from tests.contracts.rotation import asked, asked_run, one
from tests.contracts.world import meet, user
from tests.integration.postgres.world import PostgresWorld
from tests.unit.profiles.drafts import SAID, a_draft

RACES = int(os.environ.get("RELOVE_RACES", "10"))
"""``RELOVE_RACES=50`` is the full form."""
LONGEST_S = 0.03
"""About as long as each of them works."""


class Race:
    """One life of Anna's, with a portrait in the making, and its end."""

    def __init__(self, world: PostgresWorld, numbers: Iterator[int], chance: random.Random) -> None:
        self._world = world
        self._numbers = numbers
        self._chance = chance
        page = PublicPage(photo=PHOTO)
        self._refresh = RefreshProfile(
            begin=world.begin,
            reader=ScriptedReader(pages={ANNA: page}),
            portraitist=Portraitist(llm=ScriptedModel(a_draft()), redactor=RussianRedactor()),
            version="races",
            clock=SystemClock(),
        )

    async def run(self) -> str:
        await self._live()
        await asked_run(self._world, ANNA)
        claim = one(await asked(self._world))
        ends, _ = await asyncio.gather(self._refreshed(claim), self._forgotten_and_back())
        return ends

    async def _live(self) -> None:
        number = next(self._numbers)
        await act(self._world, number)
        async with self._world.begin() as tx:
            for kind, version in CURRENT.items():
                answer = ConsentAnswer(kind=kind, version=version, is_given=True)
                await tx.users.consent(ANNA, answer, cause=a_cause(number), at=NOON)
            await tx.sessions.open(a_session())
            words = [said(text, update_id=number + n, number=number) for n, text in enumerate(SAID)]
            await tx.sessions.hear(ANNA, words, at=NOON)

    async def _refreshed(self, claim: Claim) -> str:
        await asyncio.sleep(self._chance.random() * LONGEST_S)
        try:
            return (await self._refresh(claim)).outcome
        except ReloveError as e:
            return e.code

    async def _forgotten_and_back(self) -> None:
        """Where the database breaks a deadlock it is tried again, as a lane does it."""
        cause = await wish(self._world, update_id=next(self._numbers))
        await asyncio.sleep(self._chance.random() * LONGEST_S)
        for _ in range(20):
            with suppress(StorageUnavailable):
                await forget(self._world, cause)
                break
        await meet(self._world, update_id=next(self._numbers))


async def test_whoever_forgets_somebody_waits_for_their_refresh_and_never_in_a_circle(world: PostgresWorld) -> None:
    await meet(world)
    await asked_run(world, ANNA)
    claim = one(await asked(world))
    async with world.begin() as tx:
        await tx.safety.of(ANNA)
    cause = await wish(world, update_id=2)
    async with world.begin() as tx:
        await tx.safety.of(ANNA)
        forgetting = asyncio.create_task(forget(world, cause))
        await eventually(lambda: world.rows("SELECT pid FROM pg_locks WHERE NOT granted"))
        is_ours = await tx.profiles.is_ours(claim)
    await forgetting

    assert is_ours


async def test_whose_portrait_is_in_the_making_is_forgotten_and_nobody_who_comes_back_gets_it(
    world: PostgresWorld,
) -> None:
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")  # noqa: T201 - to do it again
    chance, numbers = random.Random(seed), count(1, 10)
    ends: Counter[str] = Counter()
    anew: Counter[object] = Counter()
    left: list[frozenset[str]] = []
    for _ in range(RACES):
        ends[await Race(world, numbers, chance).run()] += 1
        back = await user(world)
        async with world.begin() as tx:
            kept = (await tx.profiles.versions(ANNA, most=9), await tx.profiles.photo_key(ANNA))
        anew[back.psychological_summary, back.profile_summary, back.photo_jpeg, back.streams, kept] += 1
        await forget(world, await wish(world, update_id=next(numbers)))
        await erased(world)
        left.append(await world.traces(ANNA))
    print(f"{RACES} races: {dict(ends)}")  # noqa: T201 - the figure

    assert anew == {(None, None, None, (), ((), None)): RACES}
    assert set(left) == {frozenset()}
    assert set(ends) <= {"updated", "profile.outdated", "delivery.lease_lost", "storage.unavailable"}
