"""Answers of analyses: each within one person, for a day, gone with them, and swept away when old."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from relove_adapters.postgres.model_answers import PostgresAnswers
from relove_adapters.postgres.retention import Ages, delete_old
from relove_core.testing.builders import ANNA, BORIS
from tests.contracts.world import meet
from tests.integration.postgres.world import PostgresWorld

DAY = timedelta(days=1)
AT_ONCE = timedelta(0)
KEY, ANSWER = "k" * 64, '{"insights": ["Устала."]}'


@pytest.fixture
def answers(world: PostgresWorld) -> PostgresAnswers:
    return PostgresAnswers(world.engine)


async def put(answers: PostgresAnswers, key: str = KEY, *, took: timedelta = AT_ONCE) -> None:
    await answers.put(ANNA, key, ANSWER, took=took, age=DAY)


async def older_by(world: PostgresWorld, age: timedelta) -> None:
    async with world.engine.begin() as connection:
        await connection.execute(
            text("UPDATE model_answers SET made_at = made_at - CAST(:age AS interval)"), {"age": age}
        )


async def forget(world: PostgresWorld) -> None:
    async with world.engine.begin() as connection:
        await connection.execute(text("DELETE FROM users WHERE id = :person"), {"person": ANNA})


async def kept(world: PostgresWorld) -> list[str]:
    return [row.key for row in await world.rows("SELECT key FROM model_answers ORDER BY key")]


async def test_an_answer_is_given_again_to_its_person_alone(world: PostgresWorld, answers: PostgresAnswers) -> None:
    await meet(world)
    await meet(world, BORIS, update_id=900_002)
    await put(answers)

    assert await answers.get(ANNA, KEY, age=DAY) == ANSWER
    assert await answers.get(BORIS, KEY, age=DAY) is None
    assert await answers.get(ANNA, "another", age=DAY) is None


async def test_after_a_day_it_is_not_given_any_more(world: PostgresWorld, answers: PostgresAnswers) -> None:
    await meet(world)
    await put(answers)
    await older_by(world, DAY - timedelta(minutes=1))
    within = await answers.get(ANNA, KEY, age=DAY)
    await older_by(world, timedelta(minutes=1))

    assert (within, await answers.get(ANNA, KEY, age=DAY)) == (ANSWER, None)


async def test_what_is_old_goes_with_the_next_that_is_kept(world: PostgresWorld, answers: PostgresAnswers) -> None:
    await meet(world)
    await put(answers, "old")
    await older_by(world, DAY)
    await put(answers, "new")

    assert await kept(world) == ["new"]


async def test_what_is_old_goes_though_nothing_new_is_kept(world: PostgresWorld, answers: PostgresAnswers) -> None:
    await meet(world)
    await put(answers)
    await older_by(world, DAY + timedelta(minutes=1))
    await delete_old(world.engine, Ages(tombstones=timedelta(days=7), model_calls=DAY, runs=DAY), most=100)

    assert await kept(world) == []


async def test_it_goes_with_its_person(world: PostgresWorld, answers: PostgresAnswers) -> None:
    await meet(world)
    await put(answers)
    await forget(world)

    assert await kept(world) == []


async def test_of_who_is_gone_nothing_is_kept(world: PostgresWorld, answers: PostgresAnswers) -> None:
    await meet(world)
    await forget(world)
    await put(answers)

    assert await kept(world) == []


async def test_what_was_asked_of_who_has_been_forgotten_since_is_not_kept_when_they_are_back(
    world: PostgresWorld, answers: PostgresAnswers
) -> None:
    await meet(world)
    await forget(world)
    await meet(world, update_id=900_002)
    await put(answers, took=timedelta(seconds=30))

    assert await kept(world) == []
