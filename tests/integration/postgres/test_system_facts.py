"""What is measured of the product: what waits on purpose does not count, and every figure comes by an index."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from relove_adapters.llm.spending import Cap, Caps
from relove_adapters.postgres import system_facts
from relove_adapters.postgres.model_spending import PostgresLedger
from relove_adapters.postgres.system_facts import OUTAGE
from relove_core.alerts.conditions import Looking, Verdict, judge
from relove_core.alerts.facts import LastRotation, SystemFacts
from relove_core.alerts.system import SystemAlertKind
from relove_core.delivery.outcomes import Outcome
from relove_core.testing.builders import ANNA, BORIS, BOT, a_message, an_update
from tests.contracts.world import MINUTE, SECOND, claim, meet, next_posting, put, settle
from tests.integration.postgres.world import PostgresWorld

HOUR = timedelta(hours=1)
CALLED = """
    INSERT INTO model_calls (purpose, provider, model, prompt_version, prompt_tokens, completion_tokens, audio_ms,
                             cost_micro_usd, outcome, took_ms, called_at)
    VALUES (:purpose, 'p', 'm', '1', 0, 0, 0, 0, :outcome, 1, :at)
"""


async def execute(world: PostgresWorld, sql: str, **given: object) -> None:
    async with world.engine.begin() as connection:
        await connection.execute(text(sql), given)


async def measured(world: PostgresWorld, *, now: datetime | None = None) -> SystemFacts:
    async with world.begin() as tx:
        return await tx.system_facts.measure(BOT, now=now or await world.now())


async def called(world: PostgresWorld, outcome: str, ago: timedelta, *, purpose: str = "coach_turn") -> None:
    await execute(world, CALLED, outcome=outcome, at=await world.now() - ago, purpose=purpose)


async def verdict_on_models(world: PostgresWorld, *, later: timedelta = timedelta(0)) -> Verdict:
    now = await world.now() + later
    judged = judge(await measured(world, now=now), Looking(now=now, since=now))
    return next(found.verdict for found in judged if found.kind is SystemAlertKind.LLM_DOWN)


async def age(world: PostgresWorld, table: str, column: str, span: timedelta) -> None:
    await execute(world, f"UPDATE {table} SET {column} = {column} - CAST(:span AS interval)", span=span)


async def grow_old(world: PostgresWorld, span: timedelta) -> None:
    """Everything that waits has waited longer; what rests until a moment comes nearer to it."""
    await world.pass_(span)
    await age(world, "outbox", "created_at", span)


async def test_an_empty_house_has_nothing_to_tell(world: PostgresWorld) -> None:
    found = await measured(world)

    assert (found.queues.inbox, found.queues.outbox) == (timedelta(0), timedelta(0))
    assert (found.rotation.began_at, found.rotation.moved_at, found.rotation.ended) == (None, None, None)
    assert (found.models.answered_at, found.models.failures, found.models.capped_on) == (None, 0, None)
    assert found.future_months >= 1


async def test_of_scheduled_runs_the_newest_count_and_of_those_by_hand_none(world: PostgresWorld) -> None:
    now = await world.now()
    runs: tuple[tuple[str, int, int | None, dict[str, int]], ...] = (
        ("scheduled", 50, 40, {"updated": 9, "failed": 9}),
        ("scheduled", 26, 25, {"updated": 5, "unchanged": 1, "insufficient": 1, "skipped": 1, "failed": 2}),
        ("scheduled", 2, None, {}),
        ("asked", 1, 1, {"failed": 1}),
    )
    for kind, began, finished, counts in runs:
        columns = "".join(f", {name}" for name in counts)
        values = "".join(f", {value}" for value in counts.values())
        await execute(
            world,
            f"INSERT INTO rotation_runs (kind, began_at, moved_at, finished_at{columns})"
            f" VALUES (:kind, :began, :began, :finished{values})",
            kind=kind,
            began=now - began * HOUR,
            finished=None if finished is None else now - finished * HOUR,
        )

    found = (await measured(world)).rotation
    assert (found.began_at, found.moved_at) == (now - 2 * HOUR, now - 2 * HOUR)
    assert found.ended == LastRotation(processed=10, failed=2)


@pytest.mark.parametrize("outcome", [one.value for one in OUTAGE])
async def test_five_minutes_without_an_answer_are_an_outage_until_the_first_answer(
    world: PostgresWorld, outcome: str
) -> None:
    await called(world, "ok", 7 * MINUTE)
    for ago in (6 * MINUTE, 5 * MINUTE, 2 * MINUTE):
        await called(world, outcome, ago)
    assert await verdict_on_models(world) is Verdict.WELL, "four minutes are none yet"
    await called(world, outcome, timedelta(0))
    assert await verdict_on_models(world) is Verdict.BAD
    assert await verdict_on_models(world, later=HOUR) is Verdict.UNCLEAR, "nobody has asked since"

    await called(world, "ok", timedelta(0))
    assert await verdict_on_models(world) is Verdict.WELL
    await called(world, outcome, timedelta(0))
    assert await verdict_on_models(world) is Verdict.WELL, "one failure after an answer is no outage"


@pytest.mark.parametrize("outcome", ["shape", "refusal", "language", "repeated", "brief", "unheard", "cancelled"])
async def test_who_was_answered_badly_was_answered(world: PostgresWorld, outcome: str) -> None:
    for ago in (9, 6, 3, 0):
        await called(world, outcome, ago * MINUTE)

    assert await verdict_on_models(world) is Verdict.UNCLEAR


async def test_that_voices_are_heard_does_not_hide_that_nobody_is_answered(world: PostgresWorld) -> None:
    for ago in (9, 6, 3, 0):
        await called(world, "silent", ago * MINUTE)
        await called(world, "ok", ago * MINUTE, purpose="transcription")

    assert await verdict_on_models(world) is Verdict.BAD


async def test_a_breaker_lets_few_calls_through_and_that_is_enough(world: PostgresWorld) -> None:
    """Five failures within seconds, then a probe each half minute while somebody asks, at last after a silence."""
    for ago in (400, 399, 398, 397, 396, 366, 336, 120):
        await called(world, "failed", ago * SECOND)
    assert await verdict_on_models(world) is Verdict.UNCLEAR
    await called(world, "failed", timedelta(0))

    assert await verdict_on_models(world) is Verdict.BAD


async def test_the_money_of_all_is_spent_for_a_day(world: PostgresWorld) -> None:
    await meet(world)
    now = await world.now()
    ledger, caps = PostgresLedger(world.engine), Caps(everybody=150, person=10**9, calls=10**6)
    assert await ledger.hold(ANNA, now.date(), 100, caps) is None
    assert (await measured(world)).models.capped_on is None
    for _ in range(2):
        assert await ledger.hold(ANNA, now.date(), 100, caps) is Cap.EVERYBODY

    assert (await measured(world)).models.capped_on == now.date()
    assert (await measured(world, now=now + timedelta(days=1))).models.capped_on is None


async def test_a_cap_below_the_first_question_is_noted_and_that_of_one_person_is_not(world: PostgresWorld) -> None:
    await meet(world)
    today, ledger = (await world.now()).date(), PostgresLedger(world.engine)
    poor = Caps(everybody=10**9, person=10, calls=10**6)
    assert await ledger.hold(ANNA, today, 100, poor) is Cap.PERSON
    assert (await measured(world)).models.capped_on is None

    assert await ledger.hold(ANNA, today, 100, Caps(everybody=10, person=10**9, calls=10**6)) is Cap.EVERYBODY
    assert (await measured(world)).models.capped_on == today


async def test_an_update_that_nobody_takes_waits(world: PostgresWorld) -> None:
    await world.inbox.take_in([an_update(1), an_update(2, user_id=BORIS)])
    await world.pass_(90 * SECOND)

    assert 90 <= (await measured(world)).queues.inbox.total_seconds() < 100


async def test_what_is_worked_on_postponed_or_of_another_bot_does_not_wait(world: PostgresWorld) -> None:
    await world.inbox.take_in([an_update(1), an_update(2, user_id=BORIS)])
    await execute(
        world,
        "INSERT INTO lanes (bot_id, chat_id, lane, pending, due_at, waiting_since)"
        " VALUES (8, 1, 'talk', 1, now(), now())",
    )
    await world.pass_(90 * SECOND)
    await claim(world)
    postponed = await claim(world)
    await world.inbox.postpone(postponed, until=await world.now() + HOUR)

    assert (await measured(world)).queues.inbox == timedelta(0)
    await world.pass_(HOUR)
    waits = (await measured(world)).queues.inbox
    assert waits > 50 * MINUTE, "the holder of the other lane is gone"


async def test_what_was_postponed_waits_from_when_it_was_due_again(world: PostgresWorld) -> None:
    await world.inbox.take_in([an_update(1)])
    await world.inbox.postpone(await claim(world), until=await world.now() + HOUR)
    await world.pass_(HOUR + 5 * SECOND)

    assert 5 <= (await measured(world)).queues.inbox.total_seconds() < 30


async def test_a_message_that_nobody_sends_waits_however_often_it_is_tried(world: PostgresWorld) -> None:
    await put(world, a_message())
    for _ in range(3):
        await settle(world, await next_posting(world), Outcome.NOT_REACHED)
        await grow_old(world, 30 * SECOND)

    assert 90 <= (await measured(world)).queues.outbox.total_seconds() < 100


async def test_a_message_that_rests_and_what_comes_after_it_do_not_wait(world: PostgresWorld) -> None:
    await put(world, a_message("1"), a_message("2"))
    posting = await next_posting(world)
    await grow_old(world, 90 * SECOND)
    await settle(world, posting, Outcome.UNKNOWN)
    assert (await measured(world)).queues.outbox == timedelta(0)
    await grow_old(world, 10 * SECOND)

    assert (await measured(world)).queues.outbox.total_seconds() < 60, "it has waited since its rest was over"


async def test_who_is_told_with_thousands_of_others_waits_on_purpose(world: PostgresWorld) -> None:
    await put(world, a_message())
    await grow_old(world, 90 * SECOND)
    await execute(world, "UPDATE outbox SET priority = 40")

    assert (await measured(world)).queues.outbox == timedelta(0)


async def plan(world: PostgresWorld, sql: str, **given: object) -> Sequence[Any]:
    async with world.engine.begin() as connection:
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        return [row[0] for row in await connection.execute(text(f"EXPLAIN {sql}"), given)]


@pytest.mark.parametrize("name", ["_ROTATION", "_MODELS", "_INBOX", "_OUTBOX"])
async def test_every_figure_comes_by_an_index(world: PostgresWorld, name: str) -> None:
    statement = getattr(system_facts, name)
    now = await world.now()
    given = {
        "horizon": now,
        "ok": "ok",
        "voice": "transcription",
        "outage": ["silent"],
        "today": now.date(),
        "bot_id": 1,
        "broadcast": 40,
        "dialogue": 20,
        "most": 200,
    }
    steps = await plan(world, statement.text, **{key: given[key] for key in statement.compile().params})

    assert [step for step in steps if "Seq Scan" in step] == []
