"""How fast old rows move to the archive beside one statement for all of them, and what a dialogue notices of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

from benchmarks.people import acquaint
from benchmarks.report import Figure
from benchmarks.seeding import seed_activity
from benchmarks.stage import Stage, stage
from benchmarks.talk import TALKING, Talk, after
from benchmarks.turns import FAST
from relove_adapters.clock import SystemClock
from relove_adapters.postgres.archive import PostgresArchive
from relove_adapters.postgres.opening import opened_engine
from relove_core.activity.archive import ArchiveRule, Moved, Page, Walk
from relove_core.activity.archive_old_activity import ArchiveOldActivity
from relove_core.ids import UserId

ROUNDS = 5
PEOPLE, EACH = 50, 4_000
"""200,000 rows a side and round: a million on each side."""
IDLE_S = 5.0
BARE = range(1_000, 1_000 + PEOPLE)
OURS = range(2_000, 2_000 + PEOPLE)

_BARE = """
    WITH gone AS (
        DELETE FROM user_activity_logs WHERE user_id = ANY($1::bigint[]) AND timestamp < now() - interval '90 days'
        RETURNING id, user_id, chat_id, activity_type, timestamp, details
    )
    INSERT INTO user_activity_logs_archive (id, user_id, chat_id, activity_type, timestamp, details)
    SELECT * FROM gone
"""
#: As an import would leave it; nothing is analysed.
_ONE_MOMENT = """
    INSERT INTO user_activity_logs (user_id, activity_type, timestamp)
    SELECT $1, 'message', now() - interval '100 days' FROM generate_series(1, $2::int)
"""
_CLEAN = "VACUUM ANALYZE user_activity_logs"
_IS_DONE = "SELECT EXISTS (SELECT FROM job_runs WHERE job = 'archive')"


@dataclass(slots=True)
class Timed:
    """The archive, and how long each of its acts took."""

    archive: PostgresArchive
    seconds: list[float] = field(default_factory=list)

    async def seek(self, *, after: UserId, before: datetime, more_than: int, most: int) -> Page:
        begun = time.perf_counter()
        page = await self.archive.seek(after=after, before=before, more_than=more_than, most=most)
        self.seconds.append(time.perf_counter() - begun)
        return page

    async def move(self, people: Sequence[UserId], *, before: datetime, most: int) -> Moved:
        begun = time.perf_counter()
        moved = await self.archive.move(people, before=before, most=most)
        self.seconds.append(time.perf_counter() - begun)
        return moved


async def measure() -> list[Figure]:
    async with stage("--no-limits") as playground:
        database = await asyncpg.connect(playground.database_url)
        rates = await _rates(playground, database)
        dialogue = await _dialogue(playground, database)
        await database.close()
    return [*rates, dialogue]


async def _rates(playground: Stage, database: Any) -> list[Figure]:
    ratios, rates = [], []
    async with opened_engine(playground.database_url, pool_size=2) as engine:
        timed = Timed(PostgresArchive(engine))
        step = ArchiveOldActivity(archive=timed, clock=SystemClock(), rule=ArchiveRule())
        for number in range(ROUNDS):
            await seed_activity(database, [*BARE, *OURS], each=EACH, oldest=200, newest=91)
            ours, bare = await _both(step, database, is_ours_first=number % 2 == 0)
            ratios.append(ours / bare)
            rates.append((ours, bare))
        await database.execute(_ONE_MOMENT, OURS.start, PEOPLE * EACH)
        await _ours(step)
        longest = max(timed.seconds)
    return [
        Figure(
            name="rows/s to the archive / one DELETE … RETURNING + INSERT of as many, interleaved",
            value=median(ratios),
            bound="≥ 0.7",
            is_met=median(ratios) >= 0.7,
            remark=f"{median(o for o, _ in rates):.0f} beside {median(b for _, b in rates):.0f}; "
            + ", ".join(f"{r:.2f}" for r in sorted(ratios)),
        ),
        Figure(
            name="the longest statement of the archive, seconds",
            value=longest,
            bound="≤ 2",
            is_met=longest <= 2,
            remark=f"of {len(timed.seconds)}, for {(ROUNDS + 1) * PEOPLE * EACH} rows, the last of one moment",
        ),
    ]


async def _both(step: ArchiveOldActivity, database: Any, *, is_ours_first: bool) -> tuple[float, float]:
    """Rows a second of both; whoever comes second finds pages as clean as the first."""
    if is_ours_first:
        ours = await _ours(step)
        await database.execute(_CLEAN)
        return ours, await _bare(database)
    bare = await _bare(database)
    await database.execute(_CLEAN)
    return await _ours(step), bare


async def _ours(step: ArchiveOldActivity) -> float:
    """Rows a second, searching included. While nobody writes there are no rests between the batches."""
    walk, begun = Walk(after=UserId(BARE.stop)), time.perf_counter()
    while not walk.is_over:
        walk = await step(walk)
    _require_all(walk.rows)
    return walk.rows / (time.perf_counter() - begun)


async def _bare(database: Any) -> float:
    begun = time.perf_counter()
    rows = int((await database.execute(_BARE, list(BARE), timeout=600)).split()[-1])
    _require_all(rows)
    return rows / (time.perf_counter() - begun)


def _require_all(rows: int) -> None:
    if rows != PEOPLE * EACH:
        raise RuntimeError(f"{rows} rows were moved")


async def _dialogue(playground: Stage, database: Any) -> Figure:
    await playground.people([*TALKING])
    await acquaint(playground, TALKING)
    await playground.bot(**FAST)
    talk = Talk(playground)
    await talk.round("/natasha")
    await database.execute("INSERT INTO job_runs (job, details) VALUES ('archive', '{}')")
    playground.start("benchmarks.archiver", playground.database_url, environment={})
    ratios, idle = [], []
    for _ in range(ROUNDS):
        await seed_activity(database, OURS, each=EACH, oldest=200, newest=91)
        quiet = await talk.p95_until(after(IDLE_S))
        await database.execute("DELETE FROM job_runs WHERE job = 'archive'")
        busy = await talk.p95_until(lambda: database.fetchval(_IS_DONE))
        ratios.append(busy / quiet)
        idle.append(quiet)
    return Figure(
        name="p95 of answers while the archive is filled / when idle",
        value=median(ratios),
        bound="≤ 1.3",
        is_met=median(ratios) <= 1.3,
        remark=f"{median(idle) * 1000:.0f} ms when idle; {', '.join(f'{r:.2f}' for r in sorted(ratios))}",
    )
