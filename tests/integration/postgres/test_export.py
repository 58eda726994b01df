"""The copy holds everything about a person, and nothing about anybody else."""

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.dossiers import PostgresDossiers
from relove_adapters.postgres.personal import RULES
from relove_core.ids import UserId
from relove_core.privacy.ports import NobodyThere
from relove_core.testing.builders import ANNA, BORIS
from tests.contracts.privacy import live
from tests.integration.postgres.world import PostgresWorld

MANY = 3_000


async def copy_of(world: PostgresWorld, person: UserId = ANNA) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join([piece async for piece in PostgresDossiers(world.engine).of(person)]))
    return found


async def test_every_table_with_something_about_them_is_in_it(world: PostgresWorld) -> None:
    await live(world, ANNA, update_id=1)
    traces = await world.traces(ANNA)
    copy = await copy_of(world)

    told = {table for (table, _), rule in RULES.items() if rule.section and copy[rule.section]}
    silent = {table for (table, _), rule in RULES.items() if not rule.section}
    assert traces <= told | silent
    assert len(told) >= 14
    assert set(copy) == {"explanation", *(rule.section for rule in RULES.values() if rule.section)}


async def test_it_reads_as_it_was_said(world: PostgresWorld) -> None:
    await live(world, ANNA, update_id=1)
    copy = await copy_of(world)

    assert copy["person"]["first_name"] == "Анна"
    assert [remark["text"] for remark in copy["remarks"]] == ["Что болит?", "Я устала"]
    assert copy["waiting_for_you"][0]["message"]["html"] == "Ещё не послано"
    assert copy["stages"][0]["quote"] == "устала"


async def test_other_people_are_not_in_it(world: PostgresWorld, engine: AsyncEngine) -> None:
    await live(world, BORIS, update_id=11)
    await live(world, ANNA, update_id=21)
    async with engine.begin() as connection:
        await connection.execute(text(f"UPDATE alerts SET acknowledged_by = {BORIS}, acknowledged_at = now()"))
        await connection.execute(text(f"UPDATE safety_states SET released_by = {BORIS}, released_at = now()"))
    copy = json.dumps(await copy_of(world))

    assert str(int(ANNA)) in copy
    assert f": {BORIS}" not in copy
    assert "acknowledged_by" not in copy
    assert "released_by" not in copy


async def test_a_long_log_is_whole_and_in_order(world: PostgresWorld, engine: AsyncEngine) -> None:
    await live(world, ANNA, update_id=1)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO user_activity_logs (user_id, activity_type, details)"
                " SELECT :person, 'message', jsonb_build_object('n', n) FROM generate_series(1, :many) n"
            ),
            {"person": ANNA, "many": MANY},
        )
    log = (await copy_of(world))["activity"]

    assert len(log) == MANY + 1
    assert [row["details"]["n"] for row in log[-MANY:]] == list(range(1, MANY + 1))


async def test_an_update_that_waits_is_shown_as_it_came(world: PostgresWorld, engine: AsyncEngine) -> None:
    await live(world, ANNA, update_id=1)
    async with engine.begin() as connection:
        for number, raw in ((901, '{"message": {"text": "Привет"}}'.encode()), (902, b"\xff\x00")):
            await connection.execute(
                text("INSERT INTO inbox (bot_id, update_id, chat_id, lane, raw) VALUES (7, :n, :p, 'talk', :raw)"),
                {"n": number, "p": ANNA, "raw": raw},
            )
    waiting = (await copy_of(world))["waiting_for_us"]

    assert [update["raw"] for update in waiting] == [{"message": {"text": "Привет"}}, "\ufffd\x00"]


async def test_nobody_has_no_copy(world: PostgresWorld) -> None:
    with pytest.raises(NobodyThere):
        await copy_of(world)
