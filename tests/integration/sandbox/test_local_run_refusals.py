"""What cannot work is said in one line that names what to change; nothing is touched, and the exit code is 2."""

import os
import socket
from pathlib import Path

import pytest

from sandbox.datadir import SETTINGS, DataDir, claimed
from sandbox.refusal import Refused
from sandbox.settings import read_settings
from tests.integration.sandbox.local_run import LocalRun, local_run


def refused(run: LocalRun) -> str:
    """The one line of a run that refused to start."""
    assert run.exit_code() == 2, run.screen
    assert "Traceback" not in run.screen
    return run.screen.splitlines()[-1]


def test_a_folder_of_others_is_left_as_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "thesis.txt").write_text("моё")

    with local_run(LocalRun(folder=tmp_path)) as run:
        assert str(data) in (line := refused(run))
        assert "RELOVE_DATA_DIR" in line
    assert [path.name for path in data.iterdir()] == ["thesis.txt"]


def test_a_file_in_place_of_the_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("моё")

    with pytest.raises(Refused, match="файл"), claimed(tmp_path / "data"):
        pass
    assert (tmp_path / "data").read_text() == "моё"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Refused, match="недоступна"), claimed(tmp_path / "file" / "data"):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)

    with pytest.raises(Refused, match="нельзя писать"), claimed(tmp_path / "data"):
        pass


def test_a_fresh_disk_is_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "data" / "lost+found").mkdir(parents=True)

    with claimed(tmp_path / "data") as data:
        assert data.path == tmp_path / "data"


def test_a_folder_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".relove-data").write_text("2 1\n")

    with pytest.raises(Refused, match="новая версия"), claimed(tmp_path):
        pass
    assert (tmp_path / ".relove-data").read_text() == "2 1\n"


def test_a_second_run_in_one_folder_names_the_first(tmp_path: Path) -> None:
    with claimed(tmp_path / "data"), local_run(LocalRun(folder=tmp_path)) as run:
        assert "уже работает другой reLove" in (line := refused(run))
        assert f"процесс {os.getpid()}" in line


def test_a_folder_is_free_again_after_a_run(tmp_path: Path) -> None:
    for _ in range(2):
        with claimed(tmp_path / "data"):
            pass


def test_secrets_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    with claimed(tmp_path / "data") as data:
        first, token = data.secret("secret_key"), data.bot_token()
        assert (data.secret("secret_key"), data.bot_token()) == (first, token)
        assert (data.path / "secret_key").stat().st_mode & 0o077 == 0
        assert (data.path / "bot_token").stat().st_mode & 0o077 == 0


def test_a_cluster_of_another_postgres_is_left_as_it_is(tmp_path: Path) -> None:
    cluster = tmp_path / "data" / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (tmp_path / "data" / ".relove-data").touch()
    (cluster / "PG_VERSION").write_text("15\n")

    with local_run(LocalRun(folder=tmp_path)) as run:
        assert "PostgreSQL 15" in (line := refused(run))
        assert str(cluster) in line
    assert [path.name for path in cluster.iterdir()] == ["PG_VERSION"]


@pytest.mark.parametrize("variable", ["RELOVE_ADMIN_LISTEN", "RELOVE_CHAT_LISTEN", "RELOVE_BOT_METRICS_LISTEN"])
def test_a_taken_port_names_the_variable_to_change(variable: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"

        with local_run(LocalRun(folder=tmp_path, settings={variable: address})) as run:
            assert variable in (line := refused(run))
            assert address in line


def test_a_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    with local_run(LocalRun(folder=tmp_path, settings={"RELOVE_ADMIN_LISTEN": "8080"})) as run:
        assert run.exit_code() == 2
        assert run.screen == "RELOVE_ADMIN_LISTEN: нужен адрес вида 127.0.0.1:8080, а задано «8080»\n"


def test_an_address_of_telegram_needs_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELOVE_BOT_API_URL", "http://127.0.0.1:1")
    monkeypatch.delenv("RELOVE_BOT_TOKEN", raising=False)

    with pytest.raises(Refused, match="RELOVE_BOT_API_URL задан без RELOVE_BOT_TOKEN"):
        read_settings()


def test_a_given_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    given = {
        "RELOVE_DATABASE_URL": "postgresql://anna:secret@127.0.0.1:1/relove",
        "RELOVE_REDIS_URL": "redis://127.0.0.1:1",
    }
    with local_run(LocalRun(folder=tmp_path, settings=given)) as run:
        assert "RELOVE_DATABASE_URL" in (line := refused(run))
        assert "secret" not in line


def test_whoever_works_beside_a_run_is_told_the_same_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    with claimed(tmp_path / "data") as data, data.telling({"RELOVE_SECRET_KEY": "тайна"}):
        assert DataDir(data.path).told() == {"RELOVE_SECRET_KEY": "тайна"}
        assert (data.path / SETTINGS).stat().st_mode & 0o077 == 0


def test_beside_no_run_there_is_nothing_to_do(tmp_path: Path) -> None:
    with claimed(tmp_path / "data") as data:
        pass
    (data.path / SETTINGS).write_text('{"RELOVE_SECRET_KEY": "left by a killed run"}')

    for path in (data.path, tmp_path / "never"):
        with pytest.raises(Refused, match="make run"):
            DataDir(path).told()
