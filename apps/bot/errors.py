"""What keeps the bot from starting: said in one line, or waited out."""

from collections.abc import Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import User
from sqlalchemy.ext.asyncio import AsyncEngine
from tenacity import RetryCallState, retry, retry_if_exception, retry_if_exception_type, wait_exponential

from relove_adapters.postgres.budgets import ensure_send_budget
from relove_adapters.postgres.contacts import make_owners
from relove_adapters.postgres.health import schema_is_old
from relove_adapters.postgres.partitions import ensure_activity_months
from relove_adapters.settings import give_up
from relove_core.ids import BotId
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

_REFUSED = (TelegramUnauthorizedError, TelegramNotFound)


def _say_so(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.warning("start.waits", attempts=state.attempt_number, exc_info=error)


@retry(
    retry=retry_if_exception(lambda e: isinstance(e, AiogramError) and not isinstance(e, _REFUSED)),
    wait=wait_exponential(multiplier=0.5, max=30),
    before_sleep=_say_so,
)
async def introduced(bot: Bot) -> User:
    """Who we are to Telegram; waits for it as long as it takes."""
    try:
        return await bot.get_me()
    except _REFUSED:
        give_up("RELOVE_BOT_TOKEN: Telegram не знает такого токена. Возьмите его у @BotFather и запустите снова.")


@retry(
    retry=retry_if_exception_type(StorageUnavailable),
    wait=wait_exponential(multiplier=0.5, max=10),
    before_sleep=_say_so,
)
async def prepared(engine: AsyncEngine, bot_id: BotId, owners: Sequence[int] = ()) -> None:
    """The database as the bot needs it; waits for it as long as it takes."""
    if await schema_is_old(engine):
        give_up("RELOVE_DATABASE_URL: схема базы старая. Выполните «alembic upgrade head» и запустите снова.")
    await ensure_activity_months(engine, ahead=1)
    await ensure_send_budget(engine, bot_id)
    await make_owners(engine, owners)
