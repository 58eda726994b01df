"""What somebody did stays what they did, wherever its row lies."""

from sqlalchemy import text

from relove_core.profiles.material import MOST_DEEDS, Material
from relove_core.testing.builders import ANNA, a_session, said
from relove_core.testing.clock import NOON
from tests.contracts.profiles import act
from tests.contracts.world import meet
from tests.integration.postgres.world import PostgresWorld

_ARCHIVE_THE_OLDER_HALF = text(
    """
    WITH gone AS (
        DELETE FROM user_activity_logs WHERE id IN (SELECT id FROM user_activity_logs ORDER BY id LIMIT 3) RETURNING *
    )
    INSERT INTO user_activity_logs_archive (id, user_id, chat_id, activity_type, timestamp, details)
    SELECT id, user_id, chat_id, activity_type, timestamp, details FROM gone
    """
)


async def material(world: PostgresWorld, *, most: int = MOST_DEEDS) -> Material:
    async with world.begin() as tx:
        return Material(deeds=await tx.profiles.deeds_of(ANNA, most=most))


async def test_a_move_to_the_archive_makes_no_new_material(world: PostgresWorld) -> None:
    await meet(world, update_id=1)
    async with world.begin() as tx:
        await tx.sessions.open(a_session())
        await tx.sessions.hear(ANNA, [said(f"Слово {n}", update_id=n, number=n) for n in range(2, 7)], at=NOON)
    for number in range(2, 7):
        await act(world, number)
    whole, newest = await material(world), await material(world, most=4)

    async with world.engine.begin() as connection:
        await connection.execute(_ARCHIVE_THE_OLDER_HALF)

    assert len(whole.said) == 5
    assert await material(world) == whole
    assert await material(world, most=4) == newest
