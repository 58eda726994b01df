"""The whole product on one machine, with nothing given: a person writes, the bot answers, a restart forgets nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.integration.sandbox.local_run import ROOT, LocalRun, local_run, within

ANNA = 1001


@pytest.fixture(scope="module")
def folder(server_folder: Path) -> Path:
    return server_folder / "whole"


@pytest.fixture
def run(folder: Path) -> Iterator[LocalRun]:
    """The real apps; the tests below share one data folder, in order."""
    whole = LocalRun(folder=folder, manners=None)
    with local_run(whole) as started:
        yield started.until_ready()


def read(run: LocalRun, path: str, body: dict[str, Any] | None = None, *, at: str = "RELOVE_CHAT_LISTEN") -> str:
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Content-Type": "application/json"} if data else {}
    with urlopen(Request(f"http://{run.settings[at]}{path}", data, headers), timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def beside(run: LocalRun, *command: str) -> str:
    """What a command of the product says that is given on the data of this run."""
    environment = {**os.environ, **run.settings, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    given = [sys.executable, "-m", "sandbox.beside", *command]
    done = subprocess.run(
        given, cwd=run.folder, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def sent_to_anna(run: LocalRun) -> list[str]:
    calls = json.loads(read(run, f"/sandbox/log?method=sendMessage&chat_id={ANNA}"))["calls"]
    return [json.dumps(call, ensure_ascii=False) for call in calls]


def test_a_person_writes_and_the_bot_answers(run: LocalRun) -> None:
    assert "<html" in read(run, "/")
    assert '"' in read(run, "/health/ready", at="RELOVE_ADMIN_LISTEN")

    read(run, "/sandbox/messages", {"person": ANNA, "text": "/start"})
    assert within(20, lambda: bool(sent_to_anna(run)))
    assert "Готово" in beside(run, "relove-profiles", "refresh", "--user-id", str(ANNA))

    run.signal(signal.SIGINT)
    assert run.exit_code() == 0, run.screen
    assert run.left_running() == []


def test_after_a_restart_the_talk_is_there_and_goes_on(run: LocalRun) -> None:
    before = len(sent_to_anna(run))
    assert before > 0

    read(run, "/sandbox/messages", {"person": ANNA, "text": "/start"})
    assert within(20, lambda: len(sent_to_anna(run)) > before)

    run.kill_all()
    time.sleep(0.2)
    assert run.left_running(seconds=5) == []


def test_after_kill_minus_nine_of_everything_the_talk_is_there(run: LocalRun) -> None:
    assert len(sent_to_anna(run)) > 1
    assert run.stop() == 0, run.screen
