"""The embedded servers live through what happens to machines: kills, crashes, leftovers of earlier runs."""

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # ships no types
import psutil  # type: ignore[import-untyped]  # ships no types
import pytest
from redis.asyncio import Redis

from sandbox.refusal import Refused
from sandbox.servers import EmbeddedPostgres, EmbeddedRedis
from sandbox.servers.process import command_of

ROOT = Path(__file__).parents[3]
#: Starts a server, says its number, and waits to be killed. SIGCONT as a farewell makes it outlive its owner.
OWNER = """
import asyncio, signal, sys, time
from pathlib import Path
from sandbox import servers
server = getattr(servers, sys.argv[1])(Path(sys.argv[2]))
if sys.argv[3] == "orphan":
    type(server)._farewell = signal.SIGCONT
asyncio.run(server.start())
print(server.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
async def postgres(server_folder: Path, tmp_path: Path) -> AsyncIterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(server_folder / tmp_path.name / "postgres", durable=False)
    yield server
    await server.stop(immediate=True)


@pytest.fixture
async def redis(server_folder: Path, tmp_path: Path) -> AsyncIterator[EmbeddedRedis]:
    server = EmbeddedRedis(server_folder / tmp_path.name / "redis")
    yield server
    await server.stop(immediate=True)


async def ask(server: EmbeddedPostgres, question: str) -> object:
    connection = await asyncpg.connect(server.url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def is_running(pid: int) -> bool:
    return bool(command_of(pid))


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.05)
    return False


def start_and_kill_owner(kind: str, folder: Path, fate: str) -> int:
    """Run a server under an owner of its own, kill the owner with -9, and return the server's number."""
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, kind, str(folder), fate], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        owner.kill()
    return pid


async def test_postgres_lowers_russian_letters_and_keeps_utc(postgres: EmbeddedPostgres) -> None:
    await postgres.start()

    assert await ask(postgres, "SELECT lower('ПРИВЕТ, ЁЖ')") == "привет, ёж"
    assert await ask(postgres, "SELECT to_tsvector('russian', 'КОШКИ')::text") == "'кошк':1"
    assert await ask(postgres, "SELECT extract(timezone from now())") == 0


async def test_postgres_asks_for_its_password(postgres: EmbeddedPostgres) -> None:
    await postgres.start()

    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.url.replace(postgres.password, "wrong"))


async def test_passwords_are_for_the_owner_only(postgres: EmbeddedPostgres) -> None:
    await postgres.start()

    assert (postgres.folder / "password").stat().st_mode & 0o077 == 0
    assert postgres.files.stat().st_mode & 0o077 == 0


async def test_a_folder_that_others_may_not_enter_is_no_obstacle(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    servers = (EmbeddedPostgres(closed / "postgres", durable=False), EmbeddedRedis(closed / "redis"))

    for server in servers:
        await server.start()
        try:
            assert psutil.Process(server.pid).uids().effective != 0
        finally:
            await server.stop()


async def test_postgres_starts_again_at_once_after_its_postmaster_was_killed(postgres: EmbeddedPostgres) -> None:
    await postgres.start()
    url = postgres.url
    await ask(postgres, "CREATE TABLE kept AS SELECT 7 AS number")
    await postgres.kill()

    assert await postgres.start() == url
    assert await ask(postgres, "SELECT number FROM kept") == 7


async def test_postgres_starts_again_after_all_its_processes_were_killed(postgres: EmbeddedPostgres) -> None:
    await postgres.start()
    await ask(postgres, "CREATE TABLE kept AS SELECT 7 AS number")
    postmaster = psutil.Process(postgres.pid)
    children = postmaster.children()
    await postgres.kill()
    for child in children:
        with suppress(psutil.NoSuchProcess):
            child.kill()

    await postgres.start()
    assert await ask(postgres, "SELECT number FROM kept") == 7


async def test_postgres_restarts_without_a_shutdown_on_the_same_address(own_postgres: EmbeddedPostgres) -> None:
    url, pid = own_postgres.url, own_postgres.pid

    assert await own_postgres.restart(immediate=True) == url
    assert own_postgres.pid != pid


async def test_the_note_of_a_process_whose_number_was_given_away_is_not_believed(postgres: EmbeddedPostgres) -> None:
    await postgres.start()
    await postgres.stop()
    bystander = psutil.Popen(["sleep", "60"])
    (postgres.files / "postmaster.pid").write_text(f"{bystander.pid}\n{postgres.files}\n")

    await postgres.start()
    try:
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


async def test_a_first_start_that_was_cut_is_made_again(postgres: EmbeddedPostgres) -> None:
    half_made = postgres.folder / "cluster.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("17\n")

    await postgres.start()
    assert await ask(postgres, "SELECT 1") == 1


async def test_a_cluster_of_another_version_is_left_alone(postgres: EmbeddedPostgres) -> None:
    postgres.files.mkdir(parents=True)
    (postgres.files / "PG_VERSION").write_text("15\n")

    with pytest.raises(Refused, match="PostgreSQL 15"):
        await postgres.start()
    assert [path.name for path in postgres.files.iterdir()] == ["PG_VERSION"]


async def test_a_lost_password_is_named(postgres: EmbeddedPostgres) -> None:
    await postgres.start()
    await postgres.stop()
    (postgres.folder / "password").write_text("forgotten")

    with pytest.raises(Refused, match="password"):
        await postgres.start()


async def test_a_taken_port_is_replaced_by_a_free_one(postgres: EmbeddedPostgres) -> None:
    await postgres.start()
    port = postgres.port
    await postgres.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()

        await postgres.start()
        assert postgres.port != port
        assert await ask(postgres, "SELECT 1") == 1


@pytest.mark.parametrize("kind", ["EmbeddedPostgres", "EmbeddedRedis"])
def test_a_server_ends_when_its_owner_is_killed(kind: str, server_folder: Path, tmp_path: Path) -> None:
    pid = start_and_kill_owner(kind, server_folder / tmp_path.name, "child")

    assert within(8, lambda: not is_running(pid))


async def test_an_orphan_of_an_earlier_run_gives_way(postgres: EmbeddedPostgres) -> None:
    orphan = start_and_kill_owner("EmbeddedPostgres", postgres.folder, "orphan")
    assert is_running(orphan)

    await postgres.start()
    assert not is_running(orphan)
    assert await ask(postgres, "SELECT 1") == 1


async def test_an_orphaned_redis_gives_way(redis: EmbeddedRedis) -> None:
    orphan = start_and_kill_owner("EmbeddedRedis", redis.folder, "orphan")
    assert is_running(orphan)

    await redis.start()
    assert not is_running(orphan)


async def test_redis_keeps_its_data_over_kill_minus_nine(redis: EmbeddedRedis) -> None:
    async with Redis.from_url(await redis.start()) as client:
        await client.set("kept", "7")
        time.sleep(1.1)  # noqa: ASYNC251 - the log reaches the disk once a second, whatever our loop does
    await redis.kill()

    async with Redis.from_url(await redis.start()) as client:
        assert await client.get("kept") == b"7"


async def test_redis_asks_for_its_password(redis: EmbeddedRedis) -> None:
    await redis.start()
    command = psutil.Process(redis.pid).cmdline()

    assert redis.password not in " ".join(command)
    async with Redis.from_url(f"redis://127.0.0.1:{redis.port}") as client:
        with pytest.raises(Exception, match="Authentication required"):
            await client.ping()


async def test_nothing_runs_after_a_clean_stop(own_postgres: EmbeddedPostgres, own_redis: EmbeddedRedis) -> None:
    processes = [psutil.Process(own_postgres.pid), psutil.Process(own_redis.pid)]
    family = [*processes, *processes[0].children(recursive=True)]

    await own_postgres.stop()
    await own_redis.stop()
    assert psutil.wait_procs(family, timeout=2)[1] == []
