"""The rows that budgets are kept in; taking from one is part of the statement that spends it (``outbox.py``)."""

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import changing
from relove_adapters.postgres.outbox import send_budget
from relove_adapters.postgres.sql import TEXT, statement
from relove_core.ids import BotId

_ENSURE = statement("INSERT INTO budgets (name) VALUES (:name) ON CONFLICT DO NOTHING", name=TEXT)


async def ensure_send_budget(engine: AsyncEngine, bot_id: BotId) -> None:
    async with changing(engine) as connection:
        await connection.execute(_ENSURE, {"name": send_budget(bot_id)})
