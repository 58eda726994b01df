"""Runs ``relove-local`` as a process of its own, with small stand-ins for the apps where a test asks for them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from sandbox.servers.ports import free_port

ROOT = Path(__file__).parents[3]
READY = "reLove работает"
START = """
import json, sys
from sandbox.main import main
from sandbox.plan import Commands
sys.exit(main(Commands(**json.loads(sys.argv[1]))))
"""
#: Answers like an app, notes what it was given, and behaves as its second argument says.
STAND_IN = """
import json, os, signal, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
name, manner, notes = sys.argv[1:4]
with open(f"{notes}/{name}.json", "w") as file:
    json.dump(dict(os.environ), file)
if manner == "refuses":
    print("RELOVE_BOT_MODE: нужно polling или webhook", file=sys.stderr)
    sys.exit(2)
if manner == "dies" and not os.path.exists(f"{notes}/{name}.died"):
    open(f"{notes}/{name}.died", "w").close()
    sys.exit(1)
signal.signal(signal.SIGTERM, signal.SIG_IGN if manner == "stays" else lambda *_: sys.exit(0))
if "--listen" in sys.argv:
    listen = sys.argv[sys.argv.index("--listen") + 1]
else:
    listen = os.environ["RELOVE_ADMIN_LISTEN" if name == "panel" else "RELOVE_METRICS_LISTEN"]
class Healthy(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
host, port = listen.rsplit(":", 1)
print(name, "слушает", flush=True)
HTTPServer((host, int(port)), Healthy).serve_forever()
"""


@dataclass(kw_only=True)
class LocalRun:
    """One run of the supervisor, and what it left on the screen."""

    folder: Path
    #: How the stand-ins behave where not well; None for the real apps.
    manners: dict[str, str] | None = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str]" = field(init=False)
    relatives: list[psutil.Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        listens = ("ADMIN_LISTEN", "CHAT_LISTEN", "BOT_METRICS_LISTEN", "WORKER_METRICS_LISTEN")
        ports = {f"RELOVE_{name}": f"127.0.0.1:{free_port()}" for name in listens}
        self.settings = ports | {"RELOVE_DATA_DIR": str(self.folder / "data")} | self.settings

    def start(self) -> "LocalRun":
        with (self.folder / "screen").open("w") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, json.dumps(self._commands())],
                cwd=self.folder,
                env={**_without_settings(), **self.settings, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=subprocess.STDOUT,
                text=True,
            )
        return self

    def until_ready(self) -> "LocalRun":
        assert within(60, lambda: READY in self.screen or self.process.poll() is not None)
        assert self.process.poll() is None, self.screen
        self.remember_relatives()
        return self

    def remember_relatives(self) -> None:
        self.relatives = psutil.Process(self.process.pid).children(recursive=True)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def exit_code(self, *, seconds: float = 13) -> int:
        return self.process.wait(seconds)

    def stop(self) -> int:
        self.signal(signal.SIGINT)
        return self.exit_code()

    def kill_all(self) -> None:
        """Everything at once, as when the machine loses its power."""
        for relative in [psutil.Process(self.process.pid), *self.relatives]:
            with suppress(psutil.NoSuchProcess):
                relative.kill()
        self.process.wait()

    def left_running(self, *, seconds: float = 0) -> list[psutil.Process]:
        """Those that live on after a while."""
        within(seconds, lambda: not any(map(_lives, self.relatives)))
        return [relative for relative in self.relatives if _lives(relative)]

    @property
    def screen(self) -> str:
        return (self.folder / "screen").read_text("utf-8")

    @property
    def steps(self) -> list[str]:
        return re.findall(r"✓ (.+) \(", self.screen)

    def given_to(self, name: str) -> dict[str, str]:
        """The environment that a stand-in saw."""
        found: dict[str, str] = json.loads((self.folder / f"{name}.json").read_text())
        return found

    def _commands(self) -> dict[str, list[str]]:
        if self.manners is None:
            return {}
        names = ("chat", "bot", "worker", "panel")
        stand_ins = {
            name: [sys.executable, "-c", STAND_IN, name, self.manners.get(name, "works"), str(self.folder)]
            for name in names
        }
        return stand_ins | {"migrate": [sys.executable, "-c", ""]}


@contextmanager
def local_run(run: LocalRun) -> Iterator[LocalRun]:
    """Start a run, and end it with all its relatives whatever the test did."""
    try:
        yield run.start()
    finally:
        if run.process.poll() is None:
            run.remember_relatives()
            run.kill_all()


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("RELOVE_")}
