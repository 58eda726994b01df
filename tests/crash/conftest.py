"""How much is done: a short form in every run, the full one by ``RELOVE_CRASH=full`` (``nox -s crash``)."""

import os
import random
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.bot_process import Database, Telegram, bot_api_process
from tests.crash.kills import GATE, Kill
from tests.crash.verdict import AUDIT, Verdict

IS_FULL = os.environ.get("RELOVE_CRASH") == "full"
#: Leases that end soon after a kill, and yet long enough for a machine that is busy with something else.
TIMING: dict[str, Any] = {"lease_ms": "2000", "merge_gap_ms": "150", "send_timeout_s": "3"}


@dataclass(frozen=True, slots=True)
class Scale:
    is_full: bool
    chats: int
    updates: int
    kills: int


@dataclass(slots=True)
class Report:
    """What is printed at the end; shown by ``pytest -s`` or where a test fails."""

    title: str
    kills: list[Kill] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def killed(self, kill: Kill) -> None:
        self.kills.append(kill)
        print(f"  kill {len(self.kills)}: {kill.line()}", flush=True)  # noqa: T201 - for whoever watches

    def judged(self, verdict: Verdict) -> None:
        self.lines.append(verdict.line())

    def print(self) -> None:
        rows = [f"\n== {self.title}", *self.lines]
        for phase in sorted({k.phase for k in self.kills}):
            hits = [k for k in self.kills if k.phase is phase]
            rows.append(f"  {phase:<18} {len(hits):>3} kills, {sum(len(k.hit) for k in hits):>4} updates hit")
        print("\n".join(rows), flush=True)  # noqa: T201 - the result


@pytest.fixture
def scale() -> Scale:
    return Scale(True, chats=50, updates=500, kills=10) if IS_FULL else Scale(False, chats=12, updates=72, kills=6)


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("RELOVE_CRASH_SEED") or secrets.randbelow(2**32))
    print(f"\nRELOVE_CRASH_SEED={seed}")  # noqa: T201 - to do it again
    return random.Random(seed)


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Iterator[Report]:
    made = Report(title=request.node.name)
    yield made
    made.print()


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    async with bot_api_process(tmp_path) as telegram:
        yield telegram


@pytest.fixture
async def database(database_url: str, telegram: Telegram) -> AsyncIterator[Database]:
    async with Database(url=database_url, telegram=telegram).connected() as made:
        await made.execute(AUDIT)
        await made.execute(GATE)
        yield made
