"""How much dearer it is to reach the last of our handlers than aiogram's only one."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from statistics import median
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Message, Update

from apps.bot.bursts import Work
from apps.bot.container import ABILITIES, BotContainer
from apps.bot.routing import build_dispatcher
from benchmarks.report import Figure
from relove_core.delivery.model import Cause, Lane
from relove_core.ids import BotId, ChatId, UserId
from relove_core.users.consent import ConsentKind
from relove_core.users.model import Contact, Language

ROUNDS, CALLS = 30, 300
CAUSE = Cause(bot_id=BotId(1), chat_id=ChatId(7), lane=Lane.TALK, fence=1, update_ids=(1,))
CONTACT = Contact(
    user_id=UserId(7),
    language=Language.RUSSIAN,
    gender=None,
    stage=None,
    consents=frozenset(ConsentKind),
    answered=frozenset(ConsentKind),
    has_time_zone=True,
    is_paused=False,
    is_held=False,
    is_admin=False,
    is_new=False,
    runs=1,
    messages_this_minute=1,
    minute_ends_in=timedelta(seconds=30),
)


async def measure() -> list[Figure]:
    bot = Bot("1:AAAA")
    raw = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 0,
            "chat": {"id": 7, "type": "private"},
            "from": {"id": 7, "is_bot": False, "first_name": "А"},
            "sticker": _STICKER,
        },
    }
    update = Update.model_validate(raw, context={"bot": bot})
    work = Work(update=raw, all=(raw,), update_ids=(1,), said=())
    ours = await _rounds(bot, update, _full(), {"cause": CAUSE, "work": work})
    await bot.session.close()
    return [ours]


async def _rounds(bot: Bot, update: Update, full: Dispatcher, data: dict[str, Any]) -> Figure:
    bare = Dispatcher(disable_fsm=True)
    bare.message.register(_nothing)
    ratios, times = [], []
    for _ in range(ROUNDS):
        base = await _timed(lambda: bare.feed_update(bot, update))
        full_time = await _timed(lambda: full.feed_update(bot, update, **data))
        ratios.append(full_time / base)
        times.append(full_time)
    return Figure(
        name="dispatch to the last handler / aiogram's bare handler",
        value=median(ratios),
        bound="≤ 2.0",
        is_met=median(ratios) <= 2.0,
        remark=f"{median(times) / CALLS * 1e6:.0f} µs a call, contact middleware included",
    )


async def _timed(call: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    for _ in range(CALLS):
        await call()
    return time.perf_counter() - begun


async def _nothing(_: Message) -> None: ...


def _full() -> Dispatcher:
    """Our dispatcher as it is composed, with abilities that do nothing."""
    container = BotContainer()
    quiet = {name: _Quiet() for name in (*ABILITIES, "contacts", "keep_pace")}
    for name, ability in quiet.items():
        getattr(container, name).override(ability)
    return build_dispatcher(container, username="bench_bot")


class _Quiet:
    async def __call__(self, *_: object, **__: object) -> None: ...

    async def touch(self, *_: object) -> Contact:
        return CONTACT


_STICKER = {
    "file_id": "a",
    "file_unique_id": "a",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
