"""The bot as its operator meets it: started, refused, stopped."""

import asyncio
import json
import signal
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from apps.bot.main import serve
from apps.bot.settings import BotSettings
from relove_adapters.settings import load
from tests.bot_process import TOKEN, Chat, Database, Telegram, by_webhook, environment, eventually, settings_for
from tests.bot_replica import SCRIPT, Replica, replica

GOOD = {"bot_token": TOKEN, "database_url": "postgresql://relove@127.0.0.1:1/relove"}
WEBHOOK = {"bot_mode": "webhook", "webhook_url": "https://bot.example/telegram"}
WRONG = {
    "no token": ({"bot_token": ""}, "RELOVE_BOT_TOKEN"),
    "a token of another shape": ({"bot_token": "token"}, "RELOVE_BOT_TOKEN"),
    "no database": ({"database_url": ""}, "RELOVE_DATABASE_URL"),
    "another database": ({"database_url": "mysql://x/y"}, "RELOVE_DATABASE_URL"),
    "an unknown mode": ({"bot_mode": "carrier pigeon"}, "RELOVE_BOT_MODE"),
    "an address without a scheme": ({"bot_api_url": "telegram.org"}, "RELOVE_BOT_API_URL"),
    "a port that is none": ({"metrics_listen": "127.0.0.1:99999"}, "RELOVE_METRICS_LISTEN"),
    "words for a number": ({"merge_gap_ms": "soon"}, "RELOVE_MERGE_GAP_MS"),
    "less than nothing": ({"talks_at_once": "0"}, "RELOVE_TALKS_AT_ONCE"),
    "too fast": ({"sends_per_second": "-1"}, "RELOVE_SENDS_PER_SECOND"),
    "a webhook without an address": ({"bot_mode": "webhook", "webhook_secret": "s" * 32}, "RELOVE_WEBHOOK_URL"),
    "a webhook without a secret": (WEBHOOK, "RELOVE_WEBHOOK_SECRET"),
    "a short secret": ({**WEBHOOK, "webhook_secret": "s" * 31}, "RELOVE_WEBHOOK_SECRET"),
    "a secret of other signs": ({**WEBHOOK, "webhook_secret": "s" * 31 + "é"}, "RELOVE_WEBHOOK_SECRET"),
}


@pytest.mark.parametrize(("settings", "variable"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_named_in_one_line(
    settings: dict[str, str],
    variable: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment(**{**GOOD, **settings}).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as exit_:
        load(BotSettings)

    assert exit_.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert variable in line
    assert "secret" not in line
    assert settings.get("bot_token") not in line.split()


async def _refused(folder: Path, *command: str | Path, **settings: str) -> tuple[int, str]:
    """The exit code and what was said, of a bot that should not start."""

    def run() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, env=environment(**settings), cwd=folder, capture_output=True, text=True, timeout=90, check=False
        )

    done = await asyncio.to_thread(run)
    assert "Traceback" not in done.stderr + done.stdout
    return done.returncode, done.stderr


async def test_the_console_script_refuses_in_one_line_too(tmp_path: Path) -> None:
    code, said = await _refused(tmp_path, SCRIPT, bot_token=TOKEN)
    assert code == 2
    (line,) = said.splitlines()
    assert line.startswith("RELOVE_DATABASE_URL не задана.")


async def _gives_up(settings: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> str:
    """The line that is said by a bot, in this process, that cannot start."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as exit_:
        await serve(BotSettings.model_validate({**settings}))
    assert exit_.value.code == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("{")]
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize(("variable", "more"), [("metrics_listen", {}), ("webhook_listen", by_webhook())])
async def test_a_port_that_is_taken_is_named(
    variable: str, more: dict[str, str], telegram: Telegram, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        line = await _gives_up(settings_for(telegram, database.url, **{**more, variable: listen}), capsys)
    assert line.startswith(f"RELOVE_{variable.upper()}: порт")


async def test_a_token_that_telegram_does_not_know_is_named(
    telegram: Telegram, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    line = await _gives_up(settings_for(telegram, database.url, bot_token="123456:ANOTHER"), capsys)
    assert line.startswith("RELOVE_BOT_TOKEN:")
    assert "ANOTHER" not in line


async def test_an_old_schema_is_named(
    telegram: Telegram, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await database.execute("DROP TABLE alembic_version")
    line = await _gives_up(settings_for(telegram, database.url), capsys)
    assert line.startswith("RELOVE_DATABASE_URL:")


async def test_asked_to_stop_twice_in_the_middle_of_work_it_ends_well_and_loses_nothing(
    tmp_path: Path, telegram: Telegram, database: Database, anna: Chat
) -> None:
    async with replica(tmp_path, telegram, database.url) as bot:
        await anna.acquainted()
        assert set((await bot.readiness()).values()) == {"ok"}
        for number in range(20):
            await anna.say(f"Мысль {number}, и я устала")
        await eventually(lambda: database.value("SELECT count(*) FROM inbox WHERE state = 'pending'"))
        bot.signal(signal.SIGTERM)
        code, _ = await bot.stop()
        assert code == 0
        assert bot.events("bot.stop_was_cut") == []
        assert await database.value("SELECT count(*) FROM lanes WHERE lease_until > now()") == 0
        assert await database.value("SELECT count(*) FROM leases") == 0
        await bot.start()
        await database.settled()
    said = await database.rows("SELECT text FROM session_messages WHERE speaker = 'user' ORDER BY position")
    assert [r[0] for r in said] == [f"Мысль {number}, и я устала" for number in range(20)]
    assert await database.value("SELECT count(*) FROM session_messages WHERE NOT is_answered AND speaker = 'user'") == 0
    assert len(await telegram.shown()) == len({s.text for s in await telegram.shown()})


async def _logged(bot: Replica, event: str) -> bool:
    return bool(bot.events(event))


async def test_started_by_its_console_script_it_talks_and_logs_nothing_that_a_person_wrote(
    tmp_path: Path, telegram: Telegram, database: Database, anna: Chat
) -> None:
    async with replica(tmp_path, telegram, database.url, is_cold=True) as bot:
        await anna.acquainted()
        await anna.ask("Меня зовут Эсмеральда и я устала")
        await telegram.inject({"message": {"message_id": 1, "from": {"id": 1001, "first_name": ["Эсмеральда"]}}})
        await eventually(lambda: _logged(bot, "update.failed"))
        lines = bot.log.read_text().splitlines()
    assert all(json.loads(line)["event"] for line in lines)
    assert not any("Эсмеральда" in line or TOKEN in line for line in lines)
