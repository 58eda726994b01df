"""What makes portraits, by themselves or by hand: composed once for both, with the world opened around it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from operator import attrgetter
from typing import TypedDict

import structlog
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker.batches import Batches
from apps.worker.settings import ProfileSettings
from relove_adapters.clock import SystemClock
from relove_adapters.llm.off import Off
from relove_adapters.llm.opening import Models, opened_models
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.refreshes import PostgresRefreshes
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_adapters.prompts.files import FilePrompts
from relove_adapters.proxy import proxy_to
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_adapters.telegram.composed_reader import ComposedReader
from relove_adapters.telegram.reader_settings import opened_reader
from relove_adapters.telegram.session import TelegramSession
from relove_core.llm import LLMPort, Purpose
from relove_core.profiles.claim_due import ClaimDue
from relove_core.profiles.keep_runs import KeepRuns
from relove_core.profiles.portraying import Portraitist
from relove_core.profiles.refresh_profile import RefreshProfile

log = structlog.get_logger()


def painter(models: Models) -> LLMPort:
    """The scripted coach only where nobody wants a model: a key that is missing must not put its portraits in the
    place of better ones. One provider of two is enough."""
    return Off() if models.missing and not models.providers else models.llm


def made_by(prompts: FilePrompts, models: Models) -> str:
    """Another model, or other instructions, make another portrait of the same material."""
    model = models.providers[0].profile.model if models.providers else "scripted"
    return f"{prompts.version(Purpose.PORTRAIT)} {model}"


class ProfilesContainer(containers.DeclarativeContainer):
    # the outside world, opened and closed by ``opened_world``
    settings = providers.Dependency(instance_of=ProfileSettings)
    engine = providers.Dependency(instance_of=AsyncEngine)
    models = providers.Dependency(instance_of=Models)
    reader = providers.Dependency(instance_of=ComposedReader)

    clock = providers.Singleton(SystemClock)
    prompts = providers.Singleton(FilePrompts.packaged)
    llm = providers.Callable(attrgetter("llm"), models)
    redactor = providers.Singleton(RussianRedactor)
    transactions = providers.Singleton(PostgresTransactions, engine)
    begin = transactions.provided.begin
    freshness = settings.provided.freshness

    # what is done with it
    refreshes = providers.Singleton(
        PostgresRefreshes, engine=engine, freshness=freshness, lease=settings.provided.refresh_lease
    )
    refresh_profile = providers.Singleton(
        RefreshProfile,
        begin=begin,
        reader=reader,
        portraitist=providers.Singleton(Portraitist, llm=providers.Callable(painter, models), redactor=redactor),
        version=providers.Callable(made_by, prompts, models),
        freshness=freshness,
        clock=clock,
    )
    batches = providers.Singleton(
        Batches,
        begin=begin,
        refreshes=refreshes,
        refresh_profile=refresh_profile,
        freshness=freshness,
        limit=settings.provided.refresh_limit,
    )
    claim_due = providers.Singleton(ClaimDue, begin=begin, refreshes=refreshes)
    keep_runs = providers.Singleton(KeepRuns, begin=begin, freshness=freshness)


class World(TypedDict):
    """What a container is given."""

    settings: ProfileSettings
    engine: AsyncEngine
    models: Models
    reader: ComposedReader


@asynccontextmanager
async def opened_world(settings: ProfileSettings) -> AsyncIterator[World]:
    """Opened and closed in order; without a token nobody's page is read."""
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(opened_engine(settings.database_url, pool_size=settings.database_pool))
        models = opened_models(settings, engine=engine, prompts=FilePrompts.packaged(), clock=SystemClock())
        reader = opened_reader(settings, _opened_bot(settings, stack))
        yield World(
            settings=settings,
            engine=engine,
            models=await stack.enter_async_context(models),
            reader=await stack.enter_async_context(reader),
        )


def _opened_bot(settings: ProfileSettings, stack: AsyncExitStack) -> Bot | None:
    if settings.bot_token is None:
        log.warning("worker.bot_unknown", missing="RELOVE_BOT_TOKEN")
        return None
    server = TelegramAPIServer.from_base(settings.bot_api_url)
    session = TelegramSession(api=server, proxy=proxy_to(settings.bot_api_url, settings.http_proxy))
    stack.push_async_callback(session.close)
    return Bot(settings.bot_token.get_secret_value(), session=session)
