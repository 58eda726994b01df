"""Complete turns a second of one bot process, beside the same statements and the same calls without the house.

Where the rest goes, by a profile of the bot's own time: SQLAlchemy and asyncpg some 45 %, aiogram and aiohttp 20 %
(«печатает…» included, which the yardstick does not send), the scripted coach 10 %, our own code 10 %, the event loop
and the parsing of updates the remainder.
"""

import asyncio
import time
from statistics import median

import asyncpg  # type: ignore[import-untyped]  # ships no types
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from benchmarks.bare import BareTurns
from benchmarks.people import acquaint, update_of
from benchmarks.report import Figure
from benchmarks.stage import TOKEN, Stage, stage

CHATS, ROUNDS = 200, 6
OURS = range(10_000, 10_000 + CHATS)
BARE = range(50_000, 50_000 + CHATS)
FAST = {
    "RELOVE_MERGE_GAP_MS": "0",
    "RELOVE_CHAT_PAUSE_MS": "0",
    "RELOVE_SENDS_PER_SECOND": "10000",
    "RELOVE_MESSAGES_PER_MINUTE": "100000",
    "RELOVE_SENDS_AT_ONCE": "8",
    "RELOVE_TALKS_AT_ONCE": "8",
}


async def measure() -> list[Figure]:
    async with stage("--no-limits") as playground:
        await playground.people([*OURS, *BARE])
        await acquaint(playground, OURS)
        await playground.bot(**FAST)
        numbers = Numbers()
        await _round(playground, numbers, "/natasha")
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(playground.api_url)))
        pool = await asyncpg.create_pool(playground.database_url, min_size=10, max_size=10)
        bare = BareTurns(pool=pool, bot=bot)
        await bare.prepare(BARE)
        await bare.round(BARE)
        ours, plain = [], []
        for turn in range(ROUNDS):
            ours.append(CHATS / await _round(playground, numbers, f"Я снова всем помогаю, и мне страшно {turn}"))
            begun = time.perf_counter()
            await bare.round(BARE)
            plain.append(CHATS / (time.perf_counter() - begun))
        await pool.close()
        await bot.session.close()
    ratio = median(o / p for o, p in zip(ours, plain, strict=True))
    return [
        Figure(
            name="complete turns/s of one bot / the same statements and calls, bare",
            value=ratio,
            bound="≥ 0.25",
            is_met=ratio >= 0.25,
            remark=f"{median(ours):.0f} turns/s beside {median(plain):.0f}",
        )
    ]


class Numbers:
    def __init__(self) -> None:
        self.update = 0

    def next(self) -> int:
        self.update += 1
        return self.update


async def _round(playground: Stage, numbers: Numbers, text: str) -> float:
    """One text of every chat, until every chat has its answer; seconds."""
    before = await playground.sends()
    after = before[-1]["number"] if before else 0
    updates = [update_of(numbers.next(), chat, text) for chat in OURS]
    begun = time.perf_counter()
    await playground.post("/sandbox/updates", updates)
    while len(await playground.sends(after=after)) < CHATS:  # noqa: ASYNC110 - another process does what is waited for
        await asyncio.sleep(0.02)
    return time.perf_counter() - begun
