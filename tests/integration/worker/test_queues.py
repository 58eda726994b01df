"""What waits, in numbers that are fresh or none."""

import math

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.queues import GAUGES, MeasureQueues
from relove_adapters.metrics import REGISTRY
from relove_adapters.postgres.opening import opened_engine
from relove_core.transactions import StorageUnavailable

INBOX = """
INSERT INTO inbox (bot_id, update_id, chat_id, lane, state, received_at)
VALUES (1, 1, 7, 'talk', 'pending', now() - interval '90 s'), (1, 2, 7, 'talk', 'pending', now()),
       (1, 3, 7, 'talk', 'done', now() - interval '1 day')
"""


async def test_the_depth_and_age_of_the_queues_are_measured(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(INBOX))

    await MeasureQueues(engine=engine)()

    assert REGISTRY.get_sample_value("relove_inbox_pending") == 2
    assert REGISTRY.get_sample_value("relove_inbox_oldest_seconds") == pytest.approx(90, abs=10)
    assert REGISTRY.get_sample_value("relove_outbox_pending") == 0
    assert REGISTRY.get_sample_value("relove_active_sessions") == 0


async def test_without_a_database_no_old_number_is_shown(engine: AsyncEngine) -> None:
    await MeasureQueues(engine=engine)()

    async with opened_engine("postgresql://nobody:x@127.0.0.1:1/none", pool_size=1) as gone:
        with pytest.raises(StorageUnavailable):
            await MeasureQueues(engine=gone)()

    assert all(math.isnan(gauge._value.get()) for gauge in GAUGES)
