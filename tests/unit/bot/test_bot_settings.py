"""A wrong setting of the bot is named in one line that does not quote it."""

from pathlib import Path

import pytest

from apps.bot.settings import BotSettings
from relove_adapters.settings import EXIT_CODE, load

TOKEN = "123456:AbC-def_ghi"
RIGHT = {"DATABASE_URL": "postgresql://user:password@127.0.0.1:5432/relove", "BOT_TOKEN": TOKEN}
SECRET = "s" * 32


@pytest.fixture(autouse=True)
def right(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in RIGHT.items():
        monkeypatch.setenv(f"RELOVE_{name}", value)


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        load(BotSettings)
    assert ended.value.code == EXIT_CODE
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_a_database_and_a_token_are_enough() -> None:
    settings = load(BotSettings)

    assert (settings.bot_id, settings.bot_mode, settings.bot_api_url) == (
        123456,
        "polling",
        "https://api.telegram.org",
    )
    assert settings.send_lease.total_seconds() > settings.send_timeout_s
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize(
    ("given", "door"),
    [
        ({}, None),
        ({"ADMIN_PUBLIC_URL": "https://panel.example.org/"}, "https://panel.example.org"),
        ({"BOT_API_URL": "http://127.0.0.1:8081"}, "http://127.0.0.1:8080"),
        ({"BOT_API_URL": "http://127.0.0.1:8081", "ADMIN_LISTEN": "127.0.0.1:9090"}, "http://127.0.0.1:9090"),
        ({"BOT_API_URL": "http://127.0.0.1:8081", "ADMIN_PUBLIC_URL": "http://a.ru"}, "http://a.ru"),
    ],
    ids=str,
)
def test_links_go_by_the_panel_where_people_can_reach_it(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], door: str | None
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"RELOVE_{name}", value)

    assert load(BotSettings).door == door


def test_a_platform_off_the_list_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELOVE_PLATFORM_URL", "https://canary.example/")

    (line,) = refusal(capsys).splitlines()
    assert line.startswith("RELOVE_PLATFORM_URL: ")
    assert "canary" not in line


def test_a_platform_may_be_on_any_host_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELOVE_LINK_HOSTS", "relove.ru, Pay.Example:8443")
    monkeypatch.setenv("RELOVE_PLATFORM_URL", "https://pay.example:8443/in")

    assert load(BotSettings).platform == "https://pay.example:8443/in"


@pytest.mark.parametrize(("hosts", "platform"), [("", "https://relove.ru/"), ("a.ru,b.ru", "https://a.ru/")])
def test_without_one_it_is_the_first_of_them(monkeypatch: pytest.MonkeyPatch, hosts: str, platform: str) -> None:
    monkeypatch.setenv("RELOVE_LINK_HOSTS", hosts)

    assert load(BotSettings).platform == platform


@pytest.mark.parametrize("name", list(RIGHT))
def test_a_missing_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.delenv(f"RELOVE_{name}")

    (line,) = refusal(capsys).splitlines()
    assert line.startswith(f"RELOVE_{name} не задана. Допустимо: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://canary/relove"),
        ("DATABASE_URL", "postgresql://canary:many/relove"),
        ("DATABASE_POOL", "canary"),
        ("DATABASE_POOL", "-98765"),
        ("LOG_FORMAT", "canary"),
        ("LOG_LEVEL", "canary"),
        ("BOT_TOKEN", "canary"),
        ("BOT_TOKEN", "canary:AbC-def_ghi"),
        ("BOT_API_URL", "ftp://canary"),
        ("BOT_MODE", "canary"),
        ("WEBHOOK_URL", "canary"),
        ("WEBHOOK_LISTEN", "canary"),
        ("METRICS_LISTEN", "canary:99999"),
        ("TALKS_AT_ONCE", "-98765"),
        ("MERGE_GAP_MS", "-98765"),
        ("LEASE_MS", "-98765"),
        ("MESSAGES_PER_MINUTE", "-98765"),
        ("SENDS_PER_SECOND", "-98765"),
        ("CHAT_PAUSE_MS", "-98765"),
        ("PROFILE_CACHE_MINUTES", "98765"),
        ("SENDS_AT_ONCE", "-98765"),
        ("SEND_TIMEOUT_S", "canary"),
        ("LINK_HOSTS", "https://canary"),
        ("LINK_HOSTS", "canary/path"),
        ("PLATFORM_URL", "canary"),
        ("ADMIN_PUBLIC_URL", "canary"),
    ],
)
def test_a_wrong_setting_is_named_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(f"RELOVE_{name}", value)

    (line,) = refusal(capsys).splitlines()
    assert line.startswith(f"RELOVE_{name}: недопустимое значение (")
    assert "Допустимо: " in line
    assert "canary" not in line
    assert "98765" not in line


def test_each_of_several_wrong_settings_has_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RELOVE_BOT_TOKEN")
    monkeypatch.setenv("RELOVE_LOG_LEVEL", "LOUD")
    monkeypatch.setenv("RELOVE_LEASE_MS", "soon")

    named = [line.split()[0].strip(":") for line in refusal(capsys).splitlines()]
    assert sorted(named) == ["RELOVE_BOT_TOKEN", "RELOVE_LEASE_MS", "RELOVE_LOG_LEVEL"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "RELOVE_WEBHOOK_URL"),
        ({"WEBHOOK_URL": "https://example.org/hook"}, "RELOVE_WEBHOOK_SECRET"),
        ({"WEBHOOK_URL": "https://example.org/hook", "WEBHOOK_SECRET": "short-canary"}, "RELOVE_WEBHOOK_SECRET"),
        ({"WEBHOOK_URL": "https://example.org/hook", "WEBHOOK_SECRET": "канарейка" * 5}, "RELOVE_WEBHOOK_SECRET"),
    ],
)
def test_a_webhook_is_whole_or_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: dict[str, str], named: str
) -> None:
    monkeypatch.setenv("RELOVE_BOT_MODE", "webhook")
    for name, value in given.items():
        monkeypatch.setenv(f"RELOVE_{name}", value)

    (line,) = refusal(capsys).splitlines()
    assert line.startswith(named)
    assert not any(value in line for value in given.values() if "canary" in value or "канар" in value)


def test_a_whole_webhook_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELOVE_BOT_MODE", "webhook")
    monkeypatch.setenv("RELOVE_WEBHOOK_URL", "https://example.org/hook/")
    monkeypatch.setenv("RELOVE_WEBHOOK_SECRET", SECRET)

    settings = load(BotSettings)

    assert settings.webhook_url == "https://example.org/hook"
    assert SECRET not in repr(settings)


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELOVE_LOG_FORMAT", "")

    assert load(BotSettings).log_format == "json"


def test_settings_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RELOVE_BOT_TOKEN")
    (tmp_path / ".env").write_text(f"RELOVE_BOT_TOKEN={TOKEN}\nOTHER=1\n")

    assert load(BotSettings).bot_id == 123456
