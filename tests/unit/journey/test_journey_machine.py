"""The journey moves along its table, and nothing that was completed is ever lost."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relove_core.ids import UserId
from relove_core.journey.model import (
    EDGES,
    ORDER,
    Author,
    Journey,
    Proposal,
    Refusal,
    Stage,
    StageRecord,
    replay,
)

ANNA = UserId(1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_proposal(stage: Stage, confidence: float, *, author: Author = Author.MODEL) -> Proposal:
    return Proposal(stage=stage, confidence=confidence, reason="сказано", quote="я решила", author=author)


def at(stage: Stage | None) -> Journey:
    return Journey(user_id=ANNA, stage=stage)


def test_the_table_is_the_products() -> None:
    short = {"ORDINARY": "ORDINARY_WORLD", "CALL": "CALL_TO_ADVENTURE", "MENTOR": "MEETING_MENTOR"}
    short |= {"THRESHOLD": "CROSSING_THRESHOLD", "TESTS": "TESTS_ALLIES_ENEMIES", "RETURN": "RETURN_WITH_ELIXIR"}
    written = (
        "ORDINARY→CALL CALL→REFUSAL CALL→MENTOR REFUSAL→CALL REFUSAL→MENTOR MENTOR→THRESHOLD MENTOR→REFUSAL "
        "THRESHOLD→TESTS THRESHOLD→REFUSAL TESTS→APPROACH TESTS→MENTOR APPROACH→ORDEAL APPROACH→TESTS "
        "ORDEAL→REWARD ORDEAL→APPROACH REWARD→ROAD_BACK REWARD→ORDEAL ROAD_BACK→RESURRECTION ROAD_BACK→REWARD "
        "RESURRECTION→RETURN RESURRECTION→ROAD_BACK RETURN→ORDINARY"
    )

    edges = {tuple(Stage(short.get(end, end)) for end in edge.split("→")) for edge in written.split()}

    assert {(source, target) for source, targets in EDGES.items() for target in targets} == edges


@pytest.mark.parametrize("source", Stage)
@pytest.mark.parametrize("target", Stage)
def test_only_edges_and_sure_jumps_of_two_are_made(source: Stage, target: Stage) -> None:
    is_edge = target in EDGES[source]
    is_jump = ORDER.index(target) - ORDER.index(source) == 2

    unsure = at(source).consider(a_proposal(target, 0.59), at=NOON)
    sure = at(source).consider(a_proposal(target, 0.6), at=NOON)
    very_sure = at(source).consider(a_proposal(target, 0.8), at=NOON)

    assert not unsure.is_made
    assert sure.is_made is is_edge
    assert very_sure.is_made is (is_edge or is_jump)


@pytest.mark.parametrize(("confidence", "expected"), [(0.6, Stage.ORDEAL), (0.59, Stage.ORDINARY_WORLD)])
def test_the_first_placement_is_any_stage_that_is_sure_enough(confidence: float, expected: Stage) -> None:
    record = at(None).consider(a_proposal(Stage.ORDEAL, confidence), at=NOON)

    assert record.is_made
    assert record.target is expected
    assert record.completes is None


def test_a_refused_proposal_says_why_and_moves_nobody() -> None:
    journey = at(Stage.ORDINARY_WORLD)

    refused = journey.consider(a_proposal(Stage.ORDEAL, 1), at=NOON)

    assert refused.refusal is Refusal.NO_SUCH_MOVE
    assert journey.follow(refused) == journey


def test_the_return_begins_the_next_round() -> None:
    journey = at(Stage.RETURN_WITH_ELIXIR)

    record = journey.consider(a_proposal(Stage.ORDINARY_WORLD, 1, author=Author.EXERCISE), at=NOON)
    home = journey.follow(record)

    assert (home.stage, home.round) == (Stage.ORDINARY_WORLD, 2)
    assert (1, Stage.RETURN_WITH_ELIXIR) in home.completed


def test_going_back_completes_nothing_and_forgets_nothing() -> None:
    journey = Journey(user_id=ANNA, stage=Stage.ORDEAL, completed=frozenset({(1, Stage.APPROACH)}))

    back = journey.follow(journey.consider(a_proposal(Stage.APPROACH, 0.9), at=NOON))

    assert back.stage is Stage.APPROACH
    assert back.completed == {(1, Stage.APPROACH)}


def test_an_admin_places_anywhere_but_not_without_a_reason() -> None:
    record = at(Stage.REWARD).place(Stage.REFUSAL, reason="ошибка модели", at=NOON)

    assert record.is_made
    assert record.completes is None
    with pytest.raises(ValueError, match="reason"):
        at(Stage.REWARD).place(Stage.REFUSAL, reason=" ", at=NOON)


PROPOSALS = st.builds(a_proposal, st.sampled_from(Stage), st.floats(0, 1))
PLACEMENTS = st.sampled_from(Stage)


@given(st.lists(PROPOSALS | PLACEMENTS, max_size=60))
def test_any_walk_replays_to_where_it_ended_and_never_shrinks(steps: list[Proposal | Stage]) -> None:
    journey, records = Journey(user_id=ANNA), list[StageRecord]()

    for n, step in enumerate(steps):
        now = NOON + timedelta(minutes=n)
        if isinstance(step, Stage):
            record = journey.place(step, reason="карта", at=now)
        else:
            record = journey.consider(step, at=now)
        after = journey.follow(record)
        assert journey.completed <= after.completed
        records.append(record)
        journey = after

    assert replay(ANNA, records) == journey


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_a_walk_of_ten_thousand_steps_has_no_illegal_one(seed: int) -> None:
    chance, journey, records = Random(seed), Journey(user_id=ANNA), list[StageRecord]()

    for n in range(10_000):
        before, stage, now = journey, chance.choice(ORDER), NOON + timedelta(minutes=n)
        if chance.random() < 0.01:
            record = journey.place(stage, reason="карта", at=now)
        else:
            record = journey.consider(a_proposal(stage, round(chance.random(), 2)), at=now)
            _require_legal(record)
        journey = journey.follow(record)
        records.append(record)
        assert before.completed <= journey.completed
        assert journey.round - before.round in (0, 1)
        assert record.is_made or journey is before

    assert replay(ANNA, records) == journey


def _require_legal(record: StageRecord) -> None:
    """By the product's words, not by the code's."""
    if not record.is_made or record.source is None:
        return
    jump = ORDER.index(record.target) - ORDER.index(record.source)
    assert record.confidence >= (0.6 if record.target in EDGES[record.source] else 0.8)
    assert record.target in EDGES[record.source] or jump == 2
