"""``relove-admin`` as its operator meets it."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.servers import EmbeddedPostgres
from tests.integration.admin.processes import KEY, NOWHERE, environment, refused, running_panel

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_when_told(database_url: str, tmp_path: Path, number: signal.Signals) -> None:
    async with running_panel(tmp_path, database_url=database_url) as panel:
        code, took = await panel.stop(number)

        assert (code, took < 10) == (0, True)
        assert len(panel.events("admin.started")) == len(panel.events("admin.stopped")) == 1


async def test_a_visitor_who_holds_on_does_not_keep_it_from_stopping(database_url: str, tmp_path: Path) -> None:
    async with running_panel(tmp_path, database_url=database_url) as panel:
        host, _, port = panel.listen.rpartition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET /sign-in HTTP/1.1\r\nHost: x\r\n")
        await writer.drain()
        code, took = await panel.stop()
        writer.close()

    assert (code, took < 10) == (0, True)


async def test_readiness_follows_the_database(own_postgres: EmbeddedPostgres, tmp_path: Path) -> None:
    url = own_postgres.url
    await own_postgres.stop(immediate=True)
    async with running_panel(tmp_path, database_url=url) as panel:
        without = await panel.ask("/health/ready")
        page = await panel.ask("/sign-in")
        await own_postgres.start()
        with_it = await panel.ask("/health/ready")

        assert (without.status, with_it.status, page.status) == (503, 200, 200)
        assert json.loads(without.text) == {"database": "unreachable", "schema": "not checked"}
        assert json.loads(with_it.text) == {"database": "ok", "schema": "ok"}
        assert own_postgres.password not in panel.log.read_text()


async def test_a_database_that_hangs_does_not_hold_up_readiness(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://u@127.0.0.1:{silent.getsockname()[1]}/none"
        async with running_panel(tmp_path, database_url=url) as panel:
            answer = await panel.ask("/health/ready")
            code, took = await panel.stop()

    assert (answer.status, json.loads(answer.text)["database"]) == (503, "slow: no answer in time")
    assert (code, took < 10) == (0, True)


async def test_behind_tls_a_browser_is_told_never_to_leave_it(database_url: str, tmp_path: Path) -> None:
    settings = {"database_url": database_url, "admin_public_url": "https://panel.example.org/"}
    async with running_panel(tmp_path, **settings) as panel:
        answer = await panel.ask("/sign-in")

    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_a_taken_port_is_named_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = refused(tmp_path, database_url=NOWHERE, secret_key=KEY, admin_listen=f"127.0.0.1:{port}")

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"RELOVE_ADMIN_LISTEN: порт {port} занят другой программой. Остановите её или укажите другой порт."
    ]


def test_missing_settings_are_named_one_a_line(tmp_path: Path) -> None:
    done = refused(tmp_path)

    assert done.returncode == 2
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["RELOVE_DATABASE_URL", "RELOVE_SECRET_KEY"]
    assert "Traceback" not in done.stderr


def test_it_starts_as_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "apps.admin.main"],
        env=environment(database_url=NOWHERE, secret_key="short"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("RELOVE_SECRET_KEY: ")
