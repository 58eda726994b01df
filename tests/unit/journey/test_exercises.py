"""Which edge an exercise proposes."""

import pytest

from relove_core.journey.exercises import EXERCISE_EDGES, by_exercise
from relove_core.journey.model import EDGES, Author, Journey, Stage
from relove_core.testing.builders import ANNA
from relove_core.testing.clock import NOON


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_an_exercise_that_leads_forward_along_the_machine(stage: Stage) -> None:
    target = EXERCISE_EDGES[stage]

    assert target in EDGES[stage]
    assert target is not Stage.REFUSAL
    assert target.place > stage.place or stage is Stage.RETURN_WITH_ELIXIR


@pytest.mark.parametrize("stage", Stage)
def test_a_completed_exercise_moves_whoever_is_still_there(stage: Stage) -> None:
    record = Journey(user_id=ANNA, stage=stage).consider(by_exercise(EXERCISE_EDGES[stage], quote="да"), at=NOON)

    assert record.is_made
    assert (record.confidence, record.author, record.quote) == (1.0, Author.EXERCISE, "да")
    assert record.completes is stage


def test_who_was_moved_meanwhile_is_not_thrown_about() -> None:
    proposal = by_exercise(EXERCISE_EDGES[Stage.REFUSAL])

    assert not Journey(user_id=ANNA, stage=Stage.REWARD).consider(proposal, at=NOON).is_made
