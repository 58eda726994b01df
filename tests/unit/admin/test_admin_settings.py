"""The panel refuses to start with a key that could be guessed."""

import re
from pathlib import Path

import pytest

from apps.admin.settings import AdminSettings
from relove_adapters.settings import load


@pytest.fixture(autouse=True)
def right(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELOVE_DATABASE_URL", "postgresql://127.0.0.1/relove")
    monkeypatch.setenv("RELOVE_SECRET_KEY", "k" * 32)


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stopped:
        load(AdminSettings)
    (line,) = capsys.readouterr().err.splitlines()
    assert stopped.value.code == 2
    return line


def test_a_database_and_a_key_are_enough() -> None:
    settings = load(AdminSettings)

    assert (settings.admin_listen, settings.is_https) == ("127.0.0.1:8080", False)
    assert "k" * 32 not in repr(settings)


def test_a_missing_key_is_asked_for_with_one_to_take(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RELOVE_SECRET_KEY")

    found = re.search(r"например ([\w-]+)", refusal(capsys))

    assert found is not None
    monkeypatch.setenv("RELOVE_SECRET_KEY", found[1])
    load(AdminSettings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "коротко"),
        ("ADMIN_LISTEN", "everywhere"),
        ("ADMIN_PUBLIC_URL", "panel.example.org"),
        ("DATABASE_URL", "localhost/relove"),
        ("LINK_HOSTS", "https://relove.ru"),
        ("PLATFORM_WEBHOOK_SECRET", "коротко"),
    ],
)
def test_a_wrong_setting_is_named_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(f"RELOVE_{name}", value)

    line = refusal(capsys)

    assert line.startswith(f"RELOVE_{name}: ")
    assert f" {value} " not in line
