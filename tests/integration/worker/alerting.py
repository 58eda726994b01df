"""A bot with one of the team in its chat, and workers beside it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bot_process import MIKHAIL, TOKEN, Chat, Database, Telegram, bot_in_process
from tests.integration.worker import hasty
from tests.integration.worker.processes import RunningWorker, running_worker


@dataclass(slots=True, kw_only=True)
class Office:
    """Mikhail owns the product."""

    telegram: Telegram
    database: Database
    redis_url: str
    folder: Path
    mikhail: Chat
    world: AsyncExitStack

    async def worker(self) -> RunningWorker:
        """In a hurry."""
        settings = {"database_url": self.database.url, "redis_url": self.redis_url, "bot_token": TOKEN}
        own = {"bot_api_url": self.telegram.url, "admin_ids": str(MIKHAIL)}
        return await self.world.enter_async_context(running_worker(self.folder, hasty.run, **settings, **own))

    async def headlines(self) -> list[str]:
        """The first lines of what he was told, in order."""
        shown = await self.telegram.shown(MIKHAIL, after=self.mikhail.read)
        return [message.text.splitlines()[0] for message in shown]

    async def execute(self, *statements: str) -> None:
        for sql in statements:
            await self.database.execute(sql)


@asynccontextmanager
async def opened_office(telegram: Telegram, database_url: str, redis_url: str, folder: Path) -> AsyncIterator[Office]:
    mikhail = Chat(telegram=telegram, person=MIKHAIL)
    async with bot_in_process(telegram, database_url, admin_ids=str(MIKHAIL)), AsyncExitStack() as world:
        await mikhail.ask("/help")
        database = Database(url=database_url, telegram=telegram)
        yield Office(
            telegram=telegram, database=database, redis_url=redis_url, folder=folder, mikhail=mikhail, world=world
        )
