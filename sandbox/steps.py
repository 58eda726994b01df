"""What has to be there before the apps: a database, Redis, and the newest tables."""

import asyncio
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # ships no types

from sandbox.console import Console
from sandbox.datadir import DataDir
from sandbox.refusal import Refused
from sandbox.servers import EmbeddedPostgres, EmbeddedRedis
from sandbox.servers.process import leashed
from sandbox.servers.server import EmbeddedServer
from sandbox.settings import LocalSettings


@contextmanager
def step(console: Console, name: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    console.step(name, time.monotonic() - started)


def embedded_servers(settings: LocalSettings, data: DataDir) -> dict[str, EmbeddedServer]:
    """Those that nobody gave an address for."""
    found: dict[str, EmbeddedServer] = {}
    if settings.database_url is None:
        found["postgres"] = EmbeddedPostgres(data.path / "postgres")
    if settings.redis_url is None:
        found["redis"] = EmbeddedRedis(data.path / "redis")
    return found


async def start_servers(servers: Mapping[str, EmbeddedServer], stack: AsyncExitStack, console: Console) -> None:
    for server in servers.values():
        with step(console, server.title):
            stack.push_async_callback(server.stop)
            await server.start()


async def require_database(url: str) -> None:
    """Refuse a given database that does not answer; ours is known to."""
    try:
        connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"), timeout=10)
        await connection.close()
    except (OSError, ValueError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as e:
        raise Refused(f"RELOVE_DATABASE_URL: база не отвечает ({e or type(e).__name__}).") from e


async def migrate(command: tuple[str, ...], environment: Mapping[str, str], log: Path) -> None:
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *leashed(list(command), farewell=signal.SIGKILL),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=dict(environment),
            start_new_session=True,
        )
        try:
            code = await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if code != 0:
        raise Refused(f"Таблицы базы не обновились: {_last_line(log) or f'код {code}'} (подробно: {log})")


def _last_line(log: Path) -> str:
    return (log.read_text("utf-8", "replace").strip().splitlines() or [""])[-1]
