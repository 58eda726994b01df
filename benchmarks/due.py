"""What it costs to find whose portrait is due, to ask for one at a contact, and to work, among a million people."""

import asyncio
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types
import psutil  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.people import acquaint
from benchmarks.report import Figure
from benchmarks.seeding import FIRST, seed_people
from benchmarks.stage import BOT_ID, Stage, stage
from relove_adapters.postgres.contacts import TOUCH
from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.refreshes import LEASE, LOOKED_AT, STALE, PostgresRefreshes
from relove_adapters.postgres.sql import as_json
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.rotation import Claim, RotationRun
from relove_core.users.consent import CURRENT
from sandbox.servers import EmbeddedRedis
from sandbox.servers.ports import free_port

FEW, MANY = 10_000, 1_000_000
BATCH = 10
CLAIMS = 60
CONTACTS = 2_000
ROTATED = 300
FRESHNESS = Freshness()
WORDS = (
    "Я всем помогаю, а мне никто не помогает, и к вечеру у меня ни на что нет сил.",
    "Муж говорит, что я слишком стараюсь, а я боюсь, что без меня всё развалится.",
    "С детства привыкла быть удобной, и теперь сама не знаю, чего хочу на самом деле.",
)
_TALK = (
    """
    INSERT INTO user_activity_logs (user_id, activity_type, details)
    SELECT p, 'message', jsonb_build_object('message_id', n) FROM unnest($1::bigint[]) p, generate_series(1, $2) n
    """,
    """
    INSERT INTO user_sessions (user_id, session_type, state, stage, length, created_at, updated_at)
    SELECT p, 'provocative', 'talking', 'ORDINARY_WORLD', $2, now(), now() FROM unnest($1::bigint[]) p
    """,
)
_SAY = """
    INSERT INTO session_messages (session_id, position, user_id, speaker, text, said_at, telegram_message_id)
    SELECT s.id, n - 1, s.user_id, 'user', w, now(), n
      FROM user_sessions s, unnest($2::text[]) WITH ORDINALITY AS words (w, n) WHERE s.user_id = ANY($1::bigint[])
"""
_LONG_DUE = (
    "INSERT INTO profile_states (user_id, due_at) SELECT p, now() - interval '9 days' FROM unnest($1::bigint[]) p"
)
_MADE = "SELECT count(*) FROM profile_versions WHERE user_id = ANY($1::bigint[]) AND is_enough"
_CAME = """
    INSERT INTO inbox (bot_id, update_id, chat_id, lane)
    SELECT $1, row_number() OVER (), user_id, 'talk' FROM (
        SELECT user_id FROM profile_states
         WHERE (coalesce(due_at, '-infinity') <= now()) = $3 AND user_id >= $2 LIMIT $4) AS people
    RETURNING update_id, chat_id
"""


async def measure() -> list[Figure]:
    async with stage("--no-limits") as playground:
        redis = EmbeddedRedis(playground.folder / "redis")
        playground.world.push_async_callback(redis.stop)
        await redis.start()
        database = await asyncpg.connect(playground.database_url, command_timeout=600)
        claims, memory, figures = [], [], []
        for people in (FEW, MANY):
            have = await database.fetchval("SELECT count(*) FROM users WHERE id >= $1", FIRST)
            await seed_people(database, people - have, tell=_tell, first=FIRST + have)
            async with opened_engine(playground.database_url, pool_size=2) as engine:
                figures += await _plan(engine) if people == MANY else []
                claims.append(await _claims(engine, database))
                for is_old in (False, True) if people == MANY else ():
                    figures.append(await _contacts(engine, database, is_old=is_old))
            memory.append(await _worker(playground, database, redis.url))
        await database.close()
    return [*_speed(*claims), *figures, _flat(*memory)]


def _tell(people: int) -> None:
    sys.stderr.write(f"{people} people\n")


def _speed(few: tuple[list[float], list[float]], many: tuple[list[float], list[float]]) -> list[Figure]:
    (before, _), (taken, given_back) = few, many
    ratio = median(taken) / median(before)
    slowest = quantiles(taken, n=20)[-1] * 1000
    bare = f"a bare UPDATE of as many rows by their key {median(given_back) * 1000:.1f}"
    return [
        Figure(
            name=f"ms to claim a batch of {BATCH} due portraits, {MANY} people, p95",
            value=slowest,
            bound="≤ 20",
            is_met=slowest <= 20,
            remark=f"{CLAIMS} claims, each settled; median {median(taken) * 1000:.1f}; {bare}",
        ),
        Figure(
            name=f"the same at {MANY} people / at {FEW}, median",
            value=ratio,
            bound="≤ 4",
            is_met=ratio <= 4,
            remark=f"median {median(before) * 1000:.1f} ms at {FEW}, all of it in memory",
        ),
    ]


def _flat(few: float, many: float) -> Figure:
    return Figure(
        name=f"memory of a worker at {MANY} people / at {FEW}",
        value=many / few,
        bound="0.8 … 1.2",
        is_met=0.8 <= many / few <= 1.2,
        remark=f"{few:.0f} and {many:.0f} MB at most while it makes {ROTATED} portraits",
    )


async def _begun(engine: AsyncEngine, database: Any) -> RotationRun:
    await database.execute("UPDATE rotation_runs SET finished_at = now() WHERE finished_at IS NULL")
    async with PostgresTransactions(engine).begin() as tx:
        run = await tx.runs.begin_scheduled(period=timedelta(0))
    if run is None:
        raise RuntimeError("a rotation is under way")
    return run


async def _claims(engine: AsyncEngine, database: Any) -> tuple[list[float], list[float]]:
    """Seconds of each, and of giving back what was claimed, which is due a week later, as after a refresh."""
    run = await _begun(engine, database)
    refreshes = PostgresRefreshes(engine=engine, freshness=FRESHNESS)
    taken, given_back = [], []
    for _ in range(CLAIMS):
        begun = time.perf_counter()
        claims = await refreshes.claim_stale(run, most=BATCH)
        claimed = time.perf_counter()
        await _settle(database, claims)
        taken.append(claimed - begun)
        given_back.append(time.perf_counter() - claimed)
    return taken, given_back


async def _settle(database: Any, claims: Sequence[Claim]) -> None:
    if len(claims) < BATCH:
        raise RuntimeError("fewer are due than the benchmark claims")
    await database.execute(
        "UPDATE profile_states SET due_at = now() + interval '7 days', lease_until = NULL, run_id = NULL"
        " WHERE user_id = ANY($1::bigint[])",
        [claim.user_id for claim in claims],
    )


async def _plan(engine: AsyncEngine) -> list[Figure]:
    """What PostgreSQL says about the very statement."""
    given = {"window": FRESHNESS.window, "run": None, "lease": LEASE, "most": BATCH, "looked_at": BATCH * LOOKED_AT}
    explain = STALE.bindparams()
    explain.text = f"EXPLAIN (ANALYZE, BUFFERS) {STALE.text}"
    async with engine.connect() as connection:
        began_at = await connection.scalar(text("SELECT now()"))
        lines = (await connection.execute(explain, {**given, "began_at": began_at})).scalars().all()
        await connection.rollback()
    plan = "\n".join(lines)
    sys.stdout.write(f"The due query at {MANY} people:\n{plan}\n\n")
    is_by_index = "profile_states_due_idx" in plan and "Seq Scan" not in plan
    remark = "profile_states_due_idx, and no table is read from end to end"
    return [
        Figure(name="the due query goes by index", value=is_by_index, bound="= 1", is_met=is_by_index, remark=remark)
    ]


def _without() -> TextClause:
    """The contact as it would be if no portrait grew old."""
    head, found, rest = TOUCH.text.partition("), acquired AS (")
    _, then, tail = rest.partition("), known AS (")
    if not (found and then):
        raise RuntimeError("the statement of a contact has other parts now")
    without = TOUCH.bindparams()
    without.text = head + then + tail
    return without


async def _contacts(engine: AsyncEngine, database: Any, *, is_old: bool) -> Figure:
    """Of people whose row is written by it, one kind after the other; an old portrait is asked for, a fresh one not."""
    await database.execute("TRUNCATE inbox")
    came = await database.fetch(_CAME, BOT_ID, FIRST, is_old, CONTACTS)
    kinds: dict[TextClause, list[float]] = {TOUCH: [], _without(): []}
    async with acting(engine) as connection:
        for number, (update, person) in enumerate(came):
            touch, seconds = list(kinds.items())[number % 2]
            given = _seen(person, update) | ({"period": FRESHNESS.period} if touch is TOUCH else {})
            begun = time.perf_counter()
            (await connection.execute(touch, given)).one()
            seconds.append(time.perf_counter() - begun)
    ours, bare = (median(seconds[100:]) for seconds in kinds.values())
    bound = 1.5 if is_old else 1.2
    return Figure(
        name=f"a contact with {'an old' if is_old else 'a fresh'} portrait / one that knows of none, median",
        value=ours / bare,
        bound=f"≤ {bound}",
        is_met=ours / bare <= bound,
        remark=f"{CONTACTS} contacts that write the person, interleaved; {bare * 1000:.2f} ms without",
    )


def _seen(person: int, update: int) -> dict[str, Any]:
    activity = {"update_id": update, "chat_id": person, "activity_type": "message", "details": {"message_id": update}}
    return {
        "bot_id": BOT_ID,
        "update_ids": [update],
        "user_id": person,
        "username": f"person_{person}",
        "first_name": "Б",
        "last_name": None,
        "language_code": "ru",
        "once_in": timedelta(minutes=1),
        "activities": as_json([activity]),
        "versions": as_json(CURRENT),
        "owners": [],
        "may_be_new": True,
    }


async def _worker(playground: Stage, database: Any, redis_url: str) -> float:
    """MB that a worker holds at most while it makes portraits of people who have talked."""
    have = await database.fetchval("SELECT count(*) FROM users WHERE id < $1", FIRST)
    people = list(range(1 + have, 1 + have + ROTATED))
    await acquaint(playground, people)
    for talk in _TALK:
        await database.execute(talk, people, len(WORDS))
    await database.execute(_SAY, people, list(WORDS))
    await database.execute(_LONG_DUE, people)
    await database.execute("UPDATE rotation_runs SET finished_at = now(), began_at = now() - interval '2 days'")
    process = playground.start(
        "apps.worker.main",
        environment={
            "RELOVE_DATABASE_URL": playground.database_url,
            "RELOVE_REDIS_URL": redis_url,
            "RELOVE_METRICS_LISTEN": f"127.0.0.1:{free_port()}",
            "RELOVE_LOG_LEVEL": "WARNING",
            "RELOVE_ROTATION_PAUSE_S": "0",
        },
    )
    highest = 0.0
    deadline = time.monotonic() + 300
    while await database.fetchval(_MADE, people) < ROTATED:
        if time.monotonic() > deadline or process.poll() is not None:
            raise RuntimeError("the worker does not make the portraits")
        highest = max(highest, psutil.Process(process.pid).memory_info().rss / 1e6)
        await asyncio.sleep(0.1)
    process.terminate()
    await asyncio.to_thread(process.wait)
    return highest
