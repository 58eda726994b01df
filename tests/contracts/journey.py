"""What every JourneyRepository does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relove_core.ids import UserId
from relove_core.journey.model import Author, Journey, Proposal, Refusal, Stage, StageRecord
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.clock import NOON
from tests.contracts.world import World, meet, rolled_back, user

STRANGER = UserId(5)


def a_proposal(stage: Stage, confidence: float = 0.7, *, quote: str | None = "я решила") -> Proposal:
    return Proposal(stage=stage, confidence=confidence, reason="сказано", quote=quote, author=Author.MODEL)


async def decide(world: World, proposal: Proposal, *, user_id: UserId = ANNA, minutes: int = 0) -> StageRecord:
    async with world.begin() as tx:
        record = (await tx.journey.of(user_id)).consider(proposal, at=NOON + timedelta(minutes=minutes))
        await tx.journey.append(record)
    return record


async def journey(world: World, user_id: UserId = ANNA) -> Journey:
    async with world.begin() as tx:
        return await tx.journey.of(user_id)


class JourneyRepositoryContract:
    async def test_who_was_never_placed_has_no_stage(self, world: World) -> None:
        await meet(world)

        assert await journey(world) == Journey(user_id=ANNA)
        assert (await user(world)).last_journey_stage is None

    async def test_a_move_that_was_made_is_the_persons_stage(self, world: World) -> None:
        await meet(world)
        placed = await decide(world, a_proposal(Stage.REFUSAL))
        moved = await decide(world, a_proposal(Stage.MEETING_MENTOR), minutes=1)

        assert (await user(world)).last_journey_stage == "MEETING_MENTOR"
        found = await journey(world)
        assert (found.stage, found.entered_at) == (Stage.MEETING_MENTOR, moved.at)
        assert found.completed == {(1, Stage.REFUSAL)}
        async with world.begin() as tx:
            assert await tx.journey.records_of(ANNA) == (placed, moved)

    async def test_a_refused_one_is_recorded_and_moves_nobody(self, world: World) -> None:
        await meet(world)
        await decide(world, a_proposal(Stage.REFUSAL))
        refused = await decide(world, a_proposal(Stage.ORDEAL, quote=None), minutes=1)

        assert refused.refusal is Refusal.NO_SUCH_MOVE
        assert (await user(world)).last_journey_stage == "REFUSAL"
        async with world.begin() as tx:
            assert (await tx.journey.records_of(ANNA))[-1] == refused

    @pytest.mark.parametrize("author", Author)
    @pytest.mark.parametrize("refusal", [None, *Refusal])
    async def test_a_record_is_read_back_as_it_was(self, world: World, author: Author, refusal: Refusal | None) -> None:
        await meet(world)
        made = Journey(user_id=ANNA).consider(a_proposal(Stage.ORDEAL, 0.625), at=NOON)
        record = replace(made, author=author, refusal=refusal, round=3, source=Stage.REWARD)
        async with world.begin() as tx:
            await tx.journey.append(record)

        async with world.begin() as tx:
            assert await tx.journey.records_of(ANNA) == (record,)

    async def test_people_have_journeys_of_their_own(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        await decide(world, a_proposal(Stage.ORDEAL))
        await decide(world, a_proposal(Stage.REFUSAL), user_id=BORIS)

        assert (await journey(world)).stage is Stage.ORDEAL
        assert (await journey(world, BORIS)).stage is Stage.REFUSAL

    async def test_of_who_is_not_there_nothing_is_kept(self, world: World) -> None:
        await decide(world, a_proposal(Stage.ORDEAL), user_id=STRANGER)

        assert await journey(world, STRANGER) == Journey(user_id=STRANGER)

    async def test_a_rolled_back_move_leaves_no_trace(self, world: World) -> None:
        await meet(world)
        async with rolled_back(world) as tx:
            await tx.journey.append((await tx.journey.of(ANNA)).consider(a_proposal(Stage.ORDEAL), at=NOON))

        assert await journey(world) == Journey(user_id=ANNA)
        assert (await user(world)).last_journey_stage is None
