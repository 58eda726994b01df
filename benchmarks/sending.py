"""The pace on the wire: two processes send from one outbox, and the stub keeps the times."""

import asyncio
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

from benchmarks.report import Figure
from benchmarks.stage import BOT_ID, stage
from sandbox.servers import EmbeddedRedis

PEOPLE = range(20_000, 20_600)
TALKATIVE = range(30_000, 30_004)
REMARKS = 10
"""To each of the talkative, beside one message to everybody else."""

_PUT = """
    INSERT INTO outbox (key, bot_id, chat_id, user_id, priority, message)
    SELECT 'bench:' || n, $1, chat, chat, 20, '{"html": "Проверка темпа", "buttons": [], "menu": []}'
      FROM unnest($2::bigint[]) WITH ORDINALITY AS m (chat, n)
"""
_CHATS = "INSERT INTO outbox_chats (bot_id, chat_id) SELECT DISTINCT $1::bigint, unnest($2::bigint[])"


async def measure() -> list[Figure]:
    chats = [*(chat for chat in TALKATIVE for _ in range(REMARKS)), *PEOPLE]
    async with stage("--no-limits") as playground:
        redis = EmbeddedRedis(playground.folder / "redis", durable=False)
        url = await redis.start()
        await playground.people([*PEOPLE, *TALKATIVE])
        for _ in range(2):
            await playground.bot(RELOVE_REDIS_URL=url)
        connection = await asyncpg.connect(playground.database_url)
        async with connection.transaction():
            await connection.execute(_CHATS, BOT_ID, chats)
            await connection.execute(_PUT, BOT_ID, chats)
        await connection.close()
        await asyncio.sleep(len(chats) / 60)
        await redis.stop()
        sends = await playground.sends()
        while len(sends) < len(chats):
            await asyncio.sleep(0.5)
            sends = await playground.sends()
    return list(_figures(sends))


def _figures(sends: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    times = sorted(call["received"] for call in sends)
    fullest = max(bisect_left(times, start + 1.0) - i for i, start in enumerate(times))
    average = (len(times) - 1) / (times[-1] - times[0])
    by_chat = groupby(sorted(sends, key=lambda call: (call["chat_id"], call["received"])), lambda call: call["chat_id"])
    rests = [b["received"] - a["received"] for _, calls in by_chat for a, b in pairwise(calls)]
    remark = "two processes, Redis stopped midway"
    yield Figure(
        name="most sends in any sliding second", value=fullest, bound="≤ 30", is_met=fullest <= 30, remark=remark
    )
    yield Figure(
        name="sends/s on average", value=average, bound="≥ 28", is_met=average >= 28, remark=f"{len(times)} sends"
    )
    yield Figure(
        name="least seconds between two sends to a chat",
        value=min(rests),
        bound="≥ 1",
        is_met=min(rests) >= 1,
        remark="",
    )
