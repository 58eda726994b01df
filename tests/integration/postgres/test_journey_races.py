"""Two processes move one person at once: the records are one legal walk, and nothing completed is lost."""

import asyncio
import sys

from relove_core.journey.model import EDGES, JUMP, Author, Journey, StageRecord
from relove_core.testing.builders import ANNA
from tests.contracts.analyses import take, talk
from tests.contracts.sessions import opened
from tests.contracts.world import meet, user
from tests.integration.postgres.world import PostgresWorld

STEPS = 400


async def walker(url: str, seed: int) -> None:
    command = [sys.executable, "-m", "tests.integration.postgres.walker", url, str(ANNA), str(seed), str(STEPS)]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    _, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()[-3000:]


def is_legal(record: StageRecord) -> bool:
    if not record.is_made or record.source is None or record.author is Author.ADMIN:
        return True
    is_edge, step = record.target in EDGES[record.source], record.target.place - record.source.place
    return record.confidence >= 0.6 if is_edge else step == JUMP and record.confidence >= 0.8


async def test_two_processes_at_once_make_one_legal_walk(world: PostgresWorld, contracts_url: str) -> None:
    await meet(world)

    await asyncio.gather(*(walker(contracts_url, seed) for seed in (1, 2)))

    async with world.begin() as tx:
        records = await tx.journey.records_of(ANNA)
    journey = Journey(user_id=ANNA)
    for record in records:
        assert record.source is journey.stage, "each was decided on what the one before has left"
        assert record.round == journey.round
        assert is_legal(record), record
        after = journey.follow(record)
        assert journey.completed <= after.completed
        journey = after
    made = sum(r.is_made for r in records)
    print(f"two processes: {len(records)} records, {made} made, {len(journey.completed)} completed")  # noqa: T201 - the figure
    assert made > STEPS / 20
    assert (await user(world)).last_journey_stage == journey.stage


async def test_two_who_look_for_due_sessions_at_once_never_get_the_same(world: PostgresWorld) -> None:
    await opened(world)
    await talk(world, messages=5)

    found = await asyncio.gather(*(take(world) for _ in range(8)))

    assert len([claim for claim in found if claim is not None]) == 1
