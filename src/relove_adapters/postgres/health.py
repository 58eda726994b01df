"""Is the database there, is its schema ours, how long are the queues, and does anybody write."""

from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import SPAN, statement
from relove_core.transactions import StorageUnavailable

_DEPTH = text(
    """
    SELECT (SELECT count(*) FROM inbox WHERE state = 'pending') AS inbox,
           (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')) AS outbox,
           (SELECT coalesce(extract(epoch FROM now() - min(received_at)), 0)
              FROM inbox WHERE state = 'pending') AS inbox_age,
           (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)
              FROM outbox WHERE state IN ('pending', 'sending')) AS outbox_age,
           (SELECT count(*) FROM user_sessions WHERE is_active) AS sessions
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """Counts, and ages in seconds."""

    inbox: int
    outbox: int
    inbox_age: float
    outbox_age: float
    sessions: int


async def queue_depth(engine: AsyncEngine) -> Depth:
    async with acting(engine) as connection:
        row = (await connection.execute(_DEPTH)).one()
    return Depth(
        inbox=row.inbox,
        outbox=row.outbox,
        inbox_age=float(row.inbox_age),
        outbox_age=float(row.outbox_age),
        sessions=row.sessions,
    )


_WROTE = statement("SELECT EXISTS (SELECT FROM inbox WHERE received_at > now() - :within)", within=SPAN)


async def somebody_wrote(engine: AsyncEngine, *, within: timedelta) -> bool:
    """Whether an update came in this time."""
    async with acting(engine) as connection:
        return bool(await connection.scalar(_WROTE, {"within": within}))


async def require_writable(engine: AsyncEngine) -> None:
    """Raises any of TROUBLE: it is away, or it only reads, as a standby does."""
    async with acting(engine) as connection:
        if await connection.scalar(text("SELECT current_setting('transaction_read_only')")) == "on":
            raise StorageUnavailable("PostgreSQL takes no writes")


async def schema_revision(engine: AsyncEngine) -> str | None:
    """The revision the database is at; ``None`` if it was never migrated."""
    async with acting(engine) as connection:
        try:
            found: str | None = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        except ProgrammingError:
            return None
    return found


def newest_revision() -> str | None:
    """The revision this code is written for."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    return ScriptDirectory.from_config(config).get_current_head()


async def schema_is_old(engine: AsyncEngine) -> bool:
    """Whether migrations are missing. A revision this code does not know is a newer one: it goes on with that."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    found = await schema_revision(engine)
    return found is None or (found in known and found != scripts.get_current_head())
