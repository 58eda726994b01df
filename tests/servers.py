"""Fixtures: real PostgreSQL and Redis for integration tests, and the guard that keeps tests off the network.

Servers are embedded and thrown away, unless RELOVE_TEST_DATABASE_URL or RELOVE_TEST_REDIS_URL name others.
"""

import asyncio
import ipaddress
import itertools
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest
from redis.asyncio import Redis

from sandbox.servers import EmbeddedPostgres, EmbeddedRedis

ROOT = Path(__file__).parents[1]
SUFFIX = "_test"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TestDatabases:
    """Makes fresh migrated databases on one server, each a copy of a template that was migrated once."""

    __test__ = False

    url: str
    _numbers: "itertools.count[int]"

    def url_of(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    @property
    def template(self) -> str:
        return f"relove_template_{os.getpid()}{SUFFIX}"

    async def prepare(self) -> None:
        await self.drop(self.template)
        await self._execute(f'CREATE DATABASE "{self.template}"')
        migrate(self.url_of(self.template))

    async def fresh(self) -> str:
        """The name of a new database; whoever asks drops it."""
        name = f"relove_{os.getpid()}_{next(self._numbers)}{SUFFIX}"
        await self.drop(name)
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        return name

    async def drop(self, name: str) -> None:
        await self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def migrate(url: str, revision: str = "head") -> None:
    """Bring a database to a revision the way an operator does."""
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "-c", str(ROOT / "alembic.ini"), "upgrade", revision],
        env=os.environ | {"RELOVE_DATABASE_URL": url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(f"alembic upgrade {revision} failed:\n{done.stdout}{done.stderr}", pytrace=False)


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """Outside the tree, and where any user may enter: the servers do not run as root."""
    with tempfile.TemporaryDirectory(prefix="relove-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """One PostgreSQL for the whole run. Tests take ``database_url``, a database of their own on it."""
    if given := os.environ.get("RELOVE_TEST_DATABASE_URL"):
        if not urlsplit(given).path.endswith(SUFFIX):
            pytest.exit(f"RELOVE_TEST_DATABASE_URL: the name of a test database ends in {SUFFIX}", returncode=2)
        yield given
        return
    server = EmbeddedPostgres(_folder(request) / "postgres", durable=False, database=f"relove{SUFFIX}")
    yield _run(server.start)
    _run(server.stop)


@pytest.fixture(scope="session")
def databases(postgres_url: str) -> Iterator[TestDatabases]:
    made = TestDatabases(postgres_url, itertools.count(1))
    _run(made.prepare)
    yield made
    _run(lambda: made.drop(made.template))


@pytest.fixture
def database_url(databases: TestDatabases) -> Iterator[str]:
    """A fresh database at the newest revision, gone after the test."""
    name = _run(databases.fresh)
    yield databases.url_of(name)
    _run(lambda: databases.drop(name))


@pytest.fixture(scope="session")
def redis_server_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """One Redis for the whole run. Tests take ``redis_url``, the same one emptied."""
    if given := os.environ.get("RELOVE_TEST_REDIS_URL"):
        if urlsplit(given).path in {"", "/", "/0"}:
            pytest.exit("RELOVE_TEST_REDIS_URL: name a database other than 0, tests empty it", returncode=2)
        yield given
        return
    server = EmbeddedRedis(_folder(request) / "redis", durable=False)
    yield _run(server.start)
    _run(server.stop)


@pytest.fixture
def redis_url(redis_server_url: str) -> str:
    async def empty() -> None:
        async with Redis.from_url(redis_server_url) as client:
            await client.flushdb()

    _run(empty)
    return redis_server_url


@pytest.fixture
async def own_postgres(server_folder: Path, tmp_path: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A PostgreSQL for this test alone, migrated, to be killed and restarted; its port stays the same."""
    server = EmbeddedPostgres(server_folder / tmp_path.name / "postgres", durable=False, database=f"relove{SUFFIX}")
    migrate(await server.start())
    yield server
    await server.stop()


@pytest.fixture
async def own_redis(server_folder: Path, tmp_path: Path) -> AsyncIterator[EmbeddedRedis]:
    """A Redis for this test alone; it keeps its data over a restart, its port stays the same."""
    server = EmbeddedRedis(server_folder / tmp_path.name / "redis")
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(autouse=True)
def no_outside_network() -> Iterator[None]:
    """A test that tries to leave this machine fails, even where the code under test swallowed the refusal."""
    attempts = watched_network()
    attempts.clear()
    yield
    if attempts:
        tried, attempts[:] = ", ".join(attempts), []
        pytest.fail(f"the test tried to reach {tried}: only loopback addresses are allowed", pytrace=False)


def _folder(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue("server_folder")
    return folder


def _run(work: Callable[[], Awaitable[T]]) -> T:
    async def main() -> T:
        return await work()

    return asyncio.run(main())


#: What was tried since the list was last emptied.
_attempts: list[str] = []
_installed: list[bool] = []
#: Reserved names (RFC 2606): looking them up is a fair way to test a name that does not exist.
NEVER_EXIST = (".invalid", ".test")


class OutsideNetworkError(OSError):
    """A test tried to leave this machine."""


def watched_network() -> list[str]:
    """Put the guard in place once; returns the list that it writes to."""
    if not _installed:
        for name in ("connect", "connect_ex", "sendto"):
            setattr(socket.socket, name, _guarded_method(getattr(socket.socket, name)))
        socket.getaddrinfo = _guarded_lookup(socket.getaddrinfo)
        _installed.append(True)
    return _attempts


def _guarded_method(real: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _require_inside(str(arguments[-1][0]))
        return real(self, *arguments)

    return guarded


def _guarded_lookup(real: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *arguments: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and name.endswith(NEVER_EXIST):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if name:
            _require_inside(name)
        return real(host, *arguments, **named)

    return guarded


def _require_inside(host: str) -> None:
    if not _is_inside(host):
        _attempts.append(host)
        raise OutsideNetworkError(f"tests may not reach {host}")


def _is_inside(host: str) -> bool:
    if host in {"localhost", "", socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback or address.is_unspecified
