"""PostgreSQL keeps its promises about alerts and levels."""

import asyncio

from relove_adapters.postgres.contacts import make_owners
from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Kind, Signal
from relove_core.testing.builders import ANNA, a_cause
from relove_core.testing.clock import NOON
from tests.contracts.alerts import HOUR, AlertRepositoryContract, all_meet, due, raised
from tests.contracts.safety import SafetyRepositoryContract, flagged, save
from tests.contracts.world import World, meet
from tests.integration.postgres.world import PostgresWorld


class TestPostgresAlerts(AlertRepositoryContract):
    async def make_admin(self, world: World, user_id: UserId) -> None:
        assert isinstance(world, PostgresWorld)
        await make_owners(world.engine, [user_id])


class TestPostgresSafety(SafetyRepositoryContract):
    pass


async def test_who_looks_for_due_alerts_waits_for_nobody(world: PostgresWorld) -> None:
    await all_meet(world)
    await raised(world)
    async with world.begin() as tx:
        assert len(await tx.alerts.take_due(now=NOON + HOUR, most=5)) == 1
        async with asyncio.timeout(60):
            assert await due(world, NOON + HOUR) == (), "another connection passes over what is being told"

    assert await due(world, NOON + HOUR) == ()


async def test_of_a_signal_level_and_kind_are_kept_and_no_word(world: PostgresWorld) -> None:
    await meet(world)
    async with world.begin() as tx:
        await tx.safety.record(ANNA, Signal(CrisisLevel.IMMINENT, Kind.PLAN), a_cause(7), at=NOON)
        await tx.safety.record(ANNA, Signal(CrisisLevel.SUPPORT, Kind.BURDEN), a_cause(8), at=NOON)

    rows = [dict(row._mapping) for row in await world.rows("SELECT * FROM safety_signals ORDER BY id")]
    assert [(row["level"], row["kind"], row["update_id"]) for row in rows] == [
        ("imminent", "plan", 7),
        ("support", "burden", 8),
    ]
    assert set(rows[0]) == {"id", "user_id", "level", "kind", "heard_at", "update_id"}


async def test_with_the_person_goes_everything_about_their_safety(world: PostgresWorld) -> None:
    await meet(world)
    await raised(world)
    async with world.begin() as tx:
        await tx.safety.of(ANNA)
        await tx.safety.record(ANNA, Signal(CrisisLevel.CRISIS, Kind.PLAN), a_cause(7), at=NOON)
    await save(world, flagged())
    async with world.engine.begin() as connection:
        await connection.exec_driver_sql(f"DELETE FROM users WHERE id = {ANNA}")

    for table in ("safety_states", "safety_signals", "alerts"):
        assert await world.rows(f"SELECT 1 FROM {table}") == []
