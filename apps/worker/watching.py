"""The watch over the database, composed: with a connection and a way to Telegram of its own, which nobody else uses."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import NoReturn

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from pydantic import SecretStr
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.database_watch import KIND, DatabaseWatch, Patience, Surroundings
from apps.worker.errors import unceasing
from apps.worker.settings import WorkerSettings
from relove_adapters.clock import SystemClock
from relove_adapters.postgres.dossiers import PostgresDossiers
from relove_adapters.postgres.health import require_writable
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_adapters.proxy import proxy_to
from relove_adapters.redis.outage_notes import opened_notes
from relove_adapters.telegram.sender import TelegramSender
from relove_adapters.telegram.session import TelegramSession
from relove_adapters.telegram.settings import bot_id_of
from relove_adapters.texts.fluent import FluentTexts
from relove_core.alerts.record_outage import RecordOutage
from relove_core.alerts.who_is_told import Told, WhoIsTold
from relove_core.ids import BotId, UserId

WORK = "database_watch"
ANSWER_S = 5.0
"""A database that hangs is as good as one that is gone."""
SEND_S = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    engine: AsyncEngine
    who_is_told: WhoIsTold

    async def __call__(self) -> Told:
        async with asyncio.timeout(ANSWER_S):
            await require_writable(self.engine)
            try:
                return await self.who_is_told(KIND)
            except ProgrammingError:  # it waits for its migrations, and is there
                return Told()


async def keep_watching(settings: WorkerSettings, token: SecretStr) -> NoReturn:
    async with opened_watch(settings, token, Patience()) as watch:
        await unceasing(WORK, watch)


@asynccontextmanager
async def opened_watch(settings: WorkerSettings, token: SecretStr, patience: Patience) -> AsyncIterator[DatabaseWatch]:
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(opened_engine(settings.database_url, pool_size=1))
        holder = f"{os.getpid()}-{secrets.token_hex(8)}"
        begin, clock, texts = PostgresTransactions(engine).begin, SystemClock(), FluentTexts()
        around = Surroundings(
            look=Look(engine=engine, who_is_told=WhoIsTold(begin=begin, clock=clock)),
            record=RecordOutage(begin=begin, texts=texts, clock=clock, bot_id=BotId(bot_id_of(token))),
            telegram=TelegramSender(
                _opened_bot(settings, token, stack), timeout_s=SEND_S, dossiers=PostgresDossiers(engine)
            ),
            notes=await stack.enter_async_context(opened_notes(settings.redis_url, holder=holder)),
            texts=texts,
            clock=clock,
        )
        yield DatabaseWatch(around, owners=map(UserId, settings.admin_ids), patience=patience)


def _opened_bot(settings: WorkerSettings, token: SecretStr, stack: AsyncExitStack) -> Bot:
    server = TelegramAPIServer.from_base(settings.bot_api_url)
    session = TelegramSession(api=server, proxy=proxy_to(settings.bot_api_url, settings.http_proxy))
    stack.push_async_callback(session.close)
    return Bot(token.get_secret_value(), session=session)
