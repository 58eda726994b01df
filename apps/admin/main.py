"""``relove-admin``: starts the panel, and stops it cleanly when told to."""

import asyncio
import socket
import sys
from contextlib import closing

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.admin.app import build_app
from apps.admin.container import AdminContainer
from apps.admin.server import serve
from apps.admin.settings import AdminSettings
from relove_adapters.listening import CannotListen, listening
from relove_adapters.logging import configure
from relove_adapters.postgres.opening import TROUBLE, opened_engine
from relove_adapters.postgres.partitions import ensure_activity_months
from relove_adapters.settings import give_up, load

log = structlog.get_logger()


def run() -> None:
    settings = load(AdminSettings)
    configure(app="admin", log_format=settings.log_format, log_level=settings.log_level)
    try:
        with closing(listening(settings.admin_listen)) as bound:
            asyncio.run(show(settings, bound))
    except CannotListen as e:
        give_up(f"RELOVE_ADMIN_LISTEN: {e}")
    except Exception:  # the edge: a traceback with messages could quote an address or a person
        log.critical("admin.crashed", exc_info=True)
        sys.exit(1)


async def show(settings: AdminSettings, bound: socket.socket) -> None:
    async with opened_engine(settings.database_url, pool_size=settings.database_pool) as engine:
        container = AdminContainer(settings=settings, engine=engine)
        container.check_dependencies()
        async with asyncio.TaskGroup() as group:
            months = group.create_task(ensure_months(engine))
            log.info("admin.started", listen=settings.admin_listen)
            await serve(build_app(container), bound)
            months.cancel()
    log.info("admin.stopped")


async def ensure_months(engine: AsyncEngine) -> None:
    """This month and the next, as every app does at its start; without a database the worker will see to it."""
    try:
        await ensure_activity_months(engine, ahead=1)
    except TROUBLE:
        log.warning("partitions.not_made", exc_info=True)


if __name__ == "__main__":
    run()
