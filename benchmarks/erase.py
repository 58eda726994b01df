"""How long it takes to forget somebody with a long log, and what everybody else notices of it."""

import time
from functools import partial
from statistics import median
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

from benchmarks.people import acquaint
from benchmarks.report import Figure
from benchmarks.stage import BOT_ID, stage
from benchmarks.talk import TALKING, Talk, after
from benchmarks.turns import FAST
from relove_core.privacy.asking import FORGET

ROWS = 100_000
REPEATS = 5
IDLE_S = 5.0
FORGOTTEN = range(61_000, 61_000 + REPEATS)

_LOG = """
    INSERT INTO user_activity_logs (user_id, chat_id, activity_type, details, timestamp)
    SELECT $1, $1, 'message', '{"message_id": 1}', now() - n * interval '1 ms' FROM generate_series(1, $2) n
"""


async def measure() -> list[Figure]:
    async with stage("--no-limits") as playground:
        await playground.people([*TALKING, *FORGOTTEN])
        await acquaint(playground, [*TALKING, *FORGOTTEN])
        database = await asyncpg.connect(playground.database_url)
        await playground.bot(**FAST)
        talk = Talk(playground)
        await talk.round("/natasha")
        spans, ratios, idle = [], [], []
        for person in FORGOTTEN:
            await database.execute(_LOG, person, ROWS)
            await database.execute("ANALYZE user_activity_logs")
            quiet = await talk.p95_until(after(IDLE_S))
            begun = time.monotonic()
            await playground.post("/sandbox/updates", [_confirmation(talk.numbers.next(), person)])
            busy = await talk.p95_until(partial(_is_gone, database, person))
            spans.append(time.monotonic() - begun)
            ratios.append(busy / quiet)
            idle.append(quiet)
        await database.close()
    return [
        Figure(
            name=f"seconds to erase a person with {ROWS} rows of log",
            value=max(spans),
            bound="≤ 60",
            is_met=max(spans) <= 60,
            remark=f"the longest of {REPEATS}, in short transactions",
        ),
        Figure(
            name="p95 of other people's answers during it / when idle",
            value=median(ratios),
            bound="≤ 1.3",
            is_met=median(ratios) <= 1.3,
            remark=f"{median(idle) * 1000:.0f} ms when idle; {', '.join(f'{r:.2f}' for r in sorted(ratios))}",
        ),
    ]


async def _is_gone(database: Any, person: int) -> bool:
    left = (
        "SELECT EXISTS (SELECT FROM user_activity_logs WHERE user_id = $1) OR EXISTS (SELECT FROM users WHERE id = $1)"
    )
    return not await database.fetchval(left, person)


def _confirmation(number: int, person: int) -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "Б"}
    bot = {"id": BOT_ID, "is_bot": True, "first_name": "Наташа"}
    chat = {"id": person, "type": "private", "first_name": "Б"}
    message = {"message_id": 1, "date": int(time.time()), "chat": chat, "from": bot}
    query = {"id": str(number), "from": who, "chat_instance": "1", "message": message}
    return {"update_id": number, "callback_query": {**query, "data": f"{FORGET}:{int(time.time())}"}}
