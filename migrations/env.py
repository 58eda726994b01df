"""How alembic reaches the database: ``RELOVE_DATABASE_URL``, as for the apps."""

import asyncio
import os
import re

from alembic import context
from sqlalchemy import Connection

from relove_adapters.postgres.engine import make_engine
from relove_adapters.postgres.partitions import PARTITION_NAME
from relove_adapters.postgres.tables import metadata


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Partitions are made at run time: autogenerate would drop every one."""
    return not (kind == "table" and name and re.match(PARTITION_NAME, name))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=_is_ours,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _connect_and_run(url: str) -> None:
    engine = make_engine(url, pool_size=1)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_run)
    finally:
        await engine.dispose()


def _main() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or os.environ.get("RELOVE_DATABASE_URL")
    if not url:
        raise SystemExit("RELOVE_DATABASE_URL не задан: нужен адрес базы вида postgresql://user:password@host/name")
    asyncio.run(_connect_and_run(url))


_main()
