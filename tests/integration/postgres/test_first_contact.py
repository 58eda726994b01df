"""A person who writes in two lanes at once for the first time."""

import asyncio

from sqlalchemy import text

from relove_core.testing.builders import ANNA, an_update, cause_of, seen
from tests.contracts.world import take_and_claim
from tests.integration.postgres.world import PostgresWorld


async def _until_something_waits(world: PostgresWorld) -> None:
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(10):
        while not await world.rows(waiting):  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.01)


async def test_who_was_registered_by_the_other_lane_in_this_very_moment_is_known(world: PostgresWorld) -> None:
    claimed = await take_and_claim(world, an_update(1))
    async with asyncio.TaskGroup() as group:
        async with world.engine.begin() as other_lane:
            await other_lane.execute(
                text("INSERT INTO users (id, username, first_name, language_code) VALUES (:id, 'anna', 'Анна', 'ru')"),
                {"id": ANNA},
            )
            touching = group.create_task(world.contacts.touch(cause_of(claimed), seen()))
            await _until_something_waits(world)
        contact = await touching

    assert (contact.user_id, contact.is_new) == (ANNA, False)
    assert len(await world.activities(ANNA)) == 1
    assert contact.messages_this_minute == 1
