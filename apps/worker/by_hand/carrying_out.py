"""Carry an order out: what is wrong ends in a sentence and an exit code."""

import asyncio
import sys

import structlog
from rich.console import Console

from apps.worker.by_hand.container import ByHandContainer
from apps.worker.by_hand.orders import BringBack, Compare, Order, Refresh, Versions
from apps.worker.by_hand.refresh import DONE, SOME_FAILED, foresee, refresh
from apps.worker.by_hand.versions import compare, roll_back, versions
from apps.worker.settings import ProfileSettings
from relove_adapters.logging import configure
from relove_adapters.postgres.health import schema_is_old
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.settings import EXIT_CODE, give_up, load, refuse
from relove_adapters.texts.fluent import FluentTexts
from relove_core.markup import as_plain
from relove_core.profiles.ask_refresh import AlreadyAsked
from relove_core.profiles.desk import REFUSALS, why
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

NO_DATABASE = (
    "База данных недоступна. Проверьте RELOVE_DATABASE_URL и что PostgreSQL запущен. "
    "Что было в работе, освободится само."
)
OLD_SCHEMA = "RELOVE_DATABASE_URL: схема базы старая. Выполните «alembic upgrade head» и запустите снова."
CRASHED = "Что-то сломалось, подробности в строке выше. Портреты целы: что было в работе, освободится само."


def carry_out(order: Order) -> int:
    """The exit code."""
    settings = load(ProfileSettings)
    level = "WARNING" if isinstance(order, Refresh) else settings.log_level
    configure(app="profiles", log_format=settings.log_format, log_level=level, stream=sys.stderr)
    try:
        return asyncio.run(obey(order, settings, Console()))
    except REFUSALS as e:
        refuse(as_plain(why(FluentTexts(), e)))
        return SOME_FAILED if isinstance(e, AlreadyAsked) else EXIT_CODE
    except StorageUnavailable:
        refuse(NO_DATABASE)
        return SOME_FAILED
    except Exception:  # the edge: a traceback with messages could quote an address or a person
        log.critical("profiles.crashed", exc_info=True)
        refuse(CRASHED)
        return SOME_FAILED


async def obey(order: Order, settings: ProfileSettings, console: Console) -> int:
    """The exit code. Raises StorageUnavailable, or one of ``REFUSALS``."""
    async with opened_engine(settings.database_url, pool_size=1) as engine:
        if await schema_is_old(engine):
            give_up(OLD_SCHEMA)
        container = ByHandContainer(settings=settings, engine=engine)
        match order:
            case Refresh(is_dry_run=True):
                return await foresee(container, order, console)
            case Versions():
                await versions(container, order, console)
            case Compare():
                await compare(container, order, console)
            case BringBack():
                await roll_back(container, order, console)
            case Refresh():
                return await refresh(order, settings, console)
    return DONE
