"""A panel as its operator runs it, and pages as a browser reads them."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import aiohttp

SCRIPT = Path(sys.executable).with_name("relove-admin")
KEY = "only-for-tests-" * 3
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"}
NOWHERE = "postgresql://somebody:a-password@127.0.0.1:1/none"


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
    return port


def environment(**settings: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RELOVE_")}
    return clean | {f"RELOVE_{name.upper()}": value for name, value in settings.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningPanel:
    process: "subprocess.Popen[bytes]"
    listen: str
    log: Path

    async def ask(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"http://{self.listen}{path}", headers=headers, allow_redirects=False) as answer,
        ):
            found = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(status=answer.status, headers=found, text=await answer.text())

    async def answers(self, *, within_s: float = 30) -> None:
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            try:
                await self.ask("/health/live")
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)
            else:
                return
        raise AssertionError(f"the panel does not answer; log:\n{self.log.read_text()}")

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """The exit code after the signal, and how long it took in seconds."""
        started = time.monotonic()
        self.process.send_signal(number)
        code = await asyncio.to_thread(self.process.wait, 20)
        return code, time.monotonic() - started

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [line for line in lines if line["event"] == name]


@asynccontextmanager
async def running_panel(folder: Path, **settings: str) -> AsyncIterator[RunningPanel]:
    listen = f"127.0.0.1:{free_port()}"
    log = folder / f"admin-{listen.rpartition(':')[2]}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: ASYNC220 - it is watched, not waited for
            [SCRIPT],
            env=environment(admin_listen=listen, secret_key=KEY, **settings),
            cwd=folder,
            stdout=out,
            stderr=out,
        )
    panel = RunningPanel(process=process, listen=listen, log=log)
    try:
        await panel.answers()
        yield panel
    finally:
        process.kill()
        process.wait()


def refused(folder: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    """A panel that should not start."""
    return subprocess.run(
        [SCRIPT], env=environment(**settings), cwd=folder, capture_output=True, text=True, timeout=30, check=False
    )


class Page(HTMLParser):
    """A page as a browser takes it apart; a tag that is not closed in its order is an error."""

    VOID = frozenset({"meta", "link", "img", "wbr", "br", "hr", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.words.setdefault(self._open[-1], []).append(data.replace("\u00a0", " "))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def addresses(self) -> list[str]:
        """Everything the page loads or leads to."""
        return [value for _, given in self.tags for name in ("href", "src", "action") if (value := given.get(name))]
