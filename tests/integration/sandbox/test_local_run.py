"""The supervisor starts everything, restarts what dies, and leaves nothing behind; stand-ins play the apps."""

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest

from tests.integration.sandbox.local_run import LocalRun, local_run, within

Start = Callable[..., LocalRun]


@pytest.fixture
def start(server_folder: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts runs in one folder, with servers of their own."""
    with ExitStack() as stack:
        yield partial(_entered, stack, server_folder / tmp_path.name)


@pytest.fixture
def start_on_given_servers(start: Start, database_url: str, redis_url: str) -> Start:
    """The same on the servers of the test run, which is quicker."""

    def begin(settings: dict[str, str] | None = None, manners: dict[str, str] | None = None) -> LocalRun:
        given = {"RELOVE_DATABASE_URL": database_url, "RELOVE_REDIS_URL": redis_url}
        return start(given | (settings or {}), manners)

    return begin


def _entered(
    stack: ExitStack, folder: Path, settings: dict[str, str] | None = None, manners: dict[str, str] | None = None
) -> LocalRun:
    return stack.enter_context(local_run(LocalRun(folder=folder, settings=settings or {}, manners=manners or {})))


def execute(url: str, statement: str) -> object:
    async def ask() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_a_run_says_where_everything_is_and_what_it_takes(start: Start) -> None:
    run = start().until_ready()

    assert run.steps[:4] == ["PostgreSQL", "Redis", "таблицы базы", "чат"]
    assert sorted(run.steps[4:]) == ["бот", "задачи", "панель"]
    for name in ("RELOVE_CHAT_LISTEN", "RELOVE_ADMIN_LISTEN"):
        assert f"http://{run.settings[name]}/" in run.screen
    assert run.settings["RELOVE_DATA_DIR"] in run.screen
    assert within(2, lambda: "всего" in run.screen)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_clean_stop_leaves_nothing_running(start: Start, number: signal.Signals) -> None:
    run = start().until_ready()
    run.signal(number)

    assert run.exit_code() == 0, run.screen
    assert run.left_running() == []
    assert "reLove остановлен" in run.screen


def test_a_stop_in_the_middle_of_the_first_start_leaves_nothing_running(start: Start) -> None:
    run = start()
    assert within(10, (run.folder / "data" / "postgres" / "cluster.new").exists)
    run.remember_relatives()

    assert run.stop() == 0, run.screen
    assert run.left_running() == []
    assert start().until_ready().stop() == 0


def test_a_second_ctrl_c_ends_everything_at_once(start: Start) -> None:
    run = start(manners={"bot": "stays"}).until_ready()
    run.signal(signal.SIGINT)
    time.sleep(1)
    run.signal(signal.SIGINT)

    run.exit_code(seconds=2)
    assert run.left_running(seconds=5) == []


def test_a_stubborn_app_is_ended_after_ten_seconds(start_on_given_servers: Start) -> None:
    run = start_on_given_servers(manners={"worker": "stays"}).until_ready()

    assert run.stop() == 0
    assert run.left_running() == []
    assert "задачи  │ не остановился сам" in run.screen


def test_a_killed_supervisor_takes_everything_with_it(start: Start) -> None:
    run = start().until_ready()
    run.process.kill()
    run.process.wait()

    assert run.left_running(seconds=8) == []


def test_after_everything_was_killed_the_next_run_has_all_data(start: Start) -> None:
    run = start().until_ready()
    before = run.given_to("bot")
    execute(before["RELOVE_DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
    run.kill_all()

    start().until_ready()
    after = run.given_to("bot")
    assert execute(after["RELOVE_DATABASE_URL"], "SELECT number FROM kept") == 7
    for name in ("RELOVE_DATABASE_URL", "RELOVE_REDIS_URL", "RELOVE_BOT_TOKEN", "RELOVE_SECRET_KEY"):
        assert after[name] == before[name]


def test_an_app_that_dies_is_started_again(start_on_given_servers: Start) -> None:
    run = start_on_given_servers(manners={"worker": "dies"}).until_ready()

    assert "задачи  │ завершился (код 1), новый запуск через 1 с" in run.screen
    assert run.screen.count("✓ задачи") == 1


def test_an_app_that_is_killed_later_is_started_again(start_on_given_servers: Start) -> None:
    run = start_on_given_servers().until_ready()
    (run.folder / "bot.json").unlink()
    next(relative for relative in run.relatives if "bot" in relative.cmdline()).kill()

    assert within(5, (run.folder / "bot.json").exists)
    assert "бот     │ завершился (код -9)" in run.screen


def test_an_app_that_refuses_its_settings_stops_the_run_with_its_one_line(start_on_given_servers: Start) -> None:
    run = start_on_given_servers(manners={"bot": "refuses"})

    assert run.exit_code() == 2
    assert run.screen.splitlines()[-1] == "RELOVE_BOT_MODE: нужно polling или webhook"
    assert run.screen.count("RELOVE_BOT_MODE") == 1
    assert "Traceback" not in run.screen


def test_the_apps_are_told_where_everything_is(start_on_given_servers: Start, database_url: str) -> None:
    run = start_on_given_servers({"RELOVE_LLM_PROVIDER": "scripted"}).until_ready()
    bot = run.given_to("bot")

    assert bot["RELOVE_DATABASE_URL"] == database_url
    assert bot["RELOVE_BOT_API_URL"] == f"http://{run.settings['RELOVE_CHAT_LISTEN']}"
    assert bot["RELOVE_ADMIN_IDS"] == "1001"
    assert bot["RELOVE_LLM_PROVIDER"] == "scripted"
    assert bot["RELOVE_METRICS_LISTEN"] != run.given_to("worker")["RELOVE_METRICS_LISTEN"]
    identity, _, secret = bot["RELOVE_BOT_TOKEN"].partition(":")
    assert identity.isdecimal()
    assert len(secret) == 35


def test_with_a_token_there_is_no_local_chat(start_on_given_servers: Start) -> None:
    given = {"RELOVE_BOT_TOKEN": "42:TOKEN", "RELOVE_BOT_API_URL": "http://127.0.0.1:1", "RELOVE_ADMIN_IDS": "5"}
    run = start_on_given_servers(given).until_ready()

    assert "чат" not in run.steps
    assert not (run.folder / "chat.json").exists()
    assert run.given_to("bot").items() >= given.items()
