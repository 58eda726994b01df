"""PostgreSQL keeps its promises about alerts of the product, and one process looks at a time."""

from tests.contracts.system_alerts import SystemAlertRepositoryContract
from tests.integration.postgres.world import PostgresWorld


class TestPostgresSystemAlerts(SystemAlertRepositoryContract):
    pass


async def test_while_one_looks_it_is_nobody_elses_turn(world: PostgresWorld) -> None:
    async with world.begin() as first:
        assert await first.system_alerts.take_turn()
        async with world.begin() as second:
            assert not await second.system_alerts.take_turn()

    async with world.begin() as third:
        assert await third.system_alerts.take_turn()
