"""``relove-worker`` as its operator meets it."""

import socket
import subprocess
import sys
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # ships no types

from sandbox.servers import EmbeddedPostgres, EmbeddedRedis
from tests.integration.worker.processes import cold_worker, environment, refused, running_worker

ROOT = Path(__file__).parents[3]


async def test_it_starts_makes_partitions_and_stops_when_told(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with cold_worker(tmp_path, database_url=database_url, redis_url=redis_url) as worker:
        await worker.becomes(database="ok", schema="ok", redis="ok")
        live, ready, metrics = [await worker.get(p) for p in ("/health/live", "/health/ready", "/metrics")]
        await worker.writes("partitions.made")
        code, took = await worker.stop()

        assert (live[0], ready[0], metrics[0]) == (200, 200, 200)
        assert "relove_inbox_pending 0.0" in metrics[1]
        assert (code, took < 10) == (0, True)
        assert len(worker.events("worker.stopped")) == 1
        assert worker.events("library.warned") == []


async def test_without_redis_it_works_on_and_says_so(
    database_url: str, own_redis: EmbeddedRedis, tmp_path: Path
) -> None:
    await own_redis.stop()
    async with running_worker(tmp_path, database_url=database_url, redis_url=own_redis.url) as worker:
        await worker.becomes(database="ok", redis="unreachable")
        assert (await worker.get("/health/ready"))[0] == 503
        assert (await worker.get("/health/live"))[0] == 200
        await worker.writes("partitions.made")
        assert len(worker.events("worker.redis_unreachable")) == 1

        await own_redis.start()
        await worker.becomes(redis="ok")


async def test_it_stops_in_time_while_redis_is_away(
    database_url: str, own_redis: EmbeddedRedis, tmp_path: Path
) -> None:
    await own_redis.stop()
    async with running_worker(tmp_path, database_url=database_url, redis_url=own_redis.url) as worker:
        await worker.becomes(redis="unreachable")
        code, took = await worker.stop()

    assert (code, took < 10) == (0, True)


async def test_it_stops_in_time_while_its_database_hangs(redis_url: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://u@127.0.0.1:{silent.getsockname()[1]}/none"
        async with running_worker(tmp_path, database_url=url, redis_url=redis_url) as worker:
            await worker.becomes(database="slow: no answer in time", redis="ok")
            code, took = await worker.stop()

    assert (code, took < 10) == (0, True)


async def test_it_outlives_its_database(own_postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path) -> None:
    url = own_postgres.url
    await own_postgres.stop(immediate=True)
    async with running_worker(tmp_path, database_url=url, redis_url=redis_url) as worker:
        await worker.becomes(database="unreachable", redis="ok")
        await worker.writes("job.failed")
        assert own_postgres.password not in worker.log.read_text()

        await own_postgres.start()
        await worker.becomes(database="ok", schema="ok")
        assert worker.process.exit_code is None


async def test_an_empty_database_is_said_to_need_migrations(
    own_postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(own_postgres.url)
    await connection.execute("DROP TABLE alembic_version")
    await connection.close()

    async with running_worker(tmp_path, database_url=own_postgres.url, redis_url=redis_url) as worker:
        await worker.becomes(database="ok", schema="old: run migrations")
        assert (await worker.get("/health/ready"))[0] == 503


def test_missing_settings_are_named_one_a_line(tmp_path: Path) -> None:
    code, said = refused(tmp_path)

    assert code == 2
    first, second = said.splitlines()
    assert first.startswith("RELOVE_DATABASE_URL не задана.")
    assert second.startswith("RELOVE_REDIS_URL не задана.")


def test_a_taken_port_is_named_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refused(
            tmp_path,
            database_url="postgresql://127.0.0.1:1/none",
            redis_url="redis://127.0.0.1:1/0",
            metrics_listen=f"127.0.0.1:{port}",
        )

    assert code == 2
    assert said.splitlines() == [
        f"RELOVE_METRICS_LISTEN: порт {port} занят другой программой. Остановите её или укажите другой порт."
    ]


def test_it_starts_as_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "apps.worker.main"],
        env=environment(database_url="nonsense", redis_url="redis://127.0.0.1:1/0"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
