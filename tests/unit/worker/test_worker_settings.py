"""A wrong setting of the worker is named in one line that does not quote it."""

from datetime import timedelta
from pathlib import Path

import pytest

from apps.worker.settings import WorkerSettings
from relove_adapters.settings import load
from relove_core.activity.archive import ArchiveRule
from relove_core.profiles.freshness import Freshness


@pytest.fixture(autouse=True)
def right(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELOVE_DATABASE_URL", "postgresql://127.0.0.1/relove")
    monkeypatch.setenv("RELOVE_REDIS_URL", "redis://127.0.0.1/0")


def test_two_addresses_are_enough() -> None:
    settings = load(WorkerSettings)

    assert (settings.metrics_listen, settings.partitions_ahead, settings.tombstone_days) == ("127.0.0.1:8083", 3, 7)


def test_the_archive_has_the_products_numbers_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    as_given = load(WorkerSettings).archive_rule
    monkeypatch.setenv("RELOVE_ARCHIVE_DAYS", "30")
    monkeypatch.setenv("RELOVE_ARCHIVE_ROWS", "0")
    monkeypatch.setenv("RELOVE_ARCHIVE_PERIOD_DAYS", "0.5")
    changed = load(WorkerSettings).archive_rule

    assert as_given == ArchiveRule()
    assert changed == ArchiveRule(age=timedelta(days=30), rows=0, every=timedelta(hours=12))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://localhost:many/0"),
        ("DATABASE_URL", "mysql://localhost/relove"),
        ("DATABASE_URL", "postgresql://localhost:many/relove"),
        ("PARTITIONS_AHEAD", "-4711"),
        ("PARTITIONS_AHEAD", "три"),
        ("TOMBSTONE_DAYS", "-4711"),
        ("ARCHIVE_DAYS", "-4711"),
        ("ARCHIVE_ROWS", "-4711"),
        ("ARCHIVE_PERIOD_DAYS", "неделя"),
        ("BOT_TOKEN", "nonsense"),
        ("BOT_API_URL", "api.example"),
        ("ROTATION_BATCH", "4711"),
        ("ROTATION_PAUSE_S", "-4711"),
        ("ROTATION_HOURS", "4711"),
        ("PROFILE_AGE_DAYS", "-4711"),
        ("PROFILE_WINDOW_DAYS", "-4711"),
        ("MODEL_CALL_DAYS", "-4711"),
        ("RUN_DAYS", "-4711"),
        ("METRICS_LISTEN", "8083"),
        ("METRICS_LISTEN", "127.0.0.1:99999"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(f"RELOVE_{name}", value)

    with pytest.raises(SystemExit) as stopped:
        load(WorkerSettings)

    (line,) = capsys.readouterr().err.splitlines()
    assert stopped.value.code == 2
    assert line.startswith(f"RELOVE_{name}: ")
    assert value not in line


def test_the_numbers_of_rotation_are_those_of_the_product() -> None:
    settings = load(WorkerSettings)

    assert settings.freshness == Freshness()
    assert (settings.rotation_batch, settings.rotation_pause_s, settings.bot_token) == (10, 5, None)


@pytest.mark.parametrize("total_s", ["12", "60", "3600"])
def test_a_lease_outlives_the_longest_refresh(monkeypatch: pytest.MonkeyPatch, total_s: str) -> None:
    monkeypatch.setenv("RELOVE_LLM_TOTAL_S", total_s)

    settings = load(WorkerSettings)

    assert settings.refresh_lease > settings.refresh_limit > timedelta(seconds=float(total_s))
