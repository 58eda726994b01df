"""The yardstick: the statements of a turn as the bot sends them, by bare asyncpg, and the same call by aiogram."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from sqlalchemy import TextClause
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from relove_adapters.postgres import contacts, deliveries, inbox, outbox, sessions
from relove_adapters.postgres.outbox import send_budget
from relove_core.delivery.model import Priority
from relove_core.ids import BotId

AT_ONCE = 8
TEXT = "Я снова всем помогаю, и мне страшно"
ANSWER = "Ты говоришь «снова», и спорить уже не с чем. Что тебе даёт эта безнадёжность?"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Compiled:
    """A statement of the adapters as asyncpg sees it: ``$1``, ``$2``, … and the order of the parameters."""

    def __init__(self, statement: TextClause) -> None:
        compiled = statement.compile(dialect=dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no types
        self.sql = str(compiled)
        self._order = compiled.positiontup or []

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        return [given[name] for name in self._order]


TAKE_IN, CLAIM, FINISH = Compiled(inbox._TAKE_IN), Compiled(inbox._CLAIM), Compiled(deliveries._FINISH)
TOUCH, HEAR, SAVE = Compiled(contacts.TOUCH), Compiled(sessions._HEAR), Compiled(sessions._SAVE)
TAKE_OUT, SETTLE, OPEN = Compiled(outbox._CLAIM), Compiled(outbox._SETTLE), Compiled(sessions._OPEN)


class BareTurns:
    """A bot id of its own, so that no bot takes its work away."""

    bot_id = 777

    def __init__(self, *, pool: Any, bot: Bot) -> None:
        self._pool = pool
        self._bot = bot
        self._update = 10_000_000

    async def prepare(self, chats: Iterable[int]) -> None:
        """People with an active session each."""
        async with self._pool.acquire() as connection:
            await connection.execute("INSERT INTO budgets (name) VALUES ($1)", send_budget(BotId(self.bot_id)))
            for chat in chats:
                await connection.execute("INSERT INTO users (id) VALUES ($1)", chat)
                given = {**_session(0), "session_type": "provocative", "created_at": NOW}
                await connection.execute(OPEN.sql, *OPEN.arguments({**given, "user_id": chat, "remarks": "[]"}))

    async def round(self, chats: Iterable[int]) -> None:
        """One text of every chat, taken in as a batch, and its answer sent."""
        chats = list(chats)
        first, self._update = self._update, self._update + len(chats)
        raw = TEXT.encode() * 8
        async with self._pool.acquire() as connection:
            given = {
                "bot_id": self.bot_id,
                "update_ids": list(range(first, first + len(chats))),
                "chat_ids": chats,
                "lanes": ["talk"] * len(chats),
                "raws": [raw] * len(chats),
                "joined": [True] * len(chats),
                "gap": timedelta(0),
                "patience": timedelta(0),
            }
            await connection.execute(TAKE_IN.sql, *TAKE_IN.arguments(given))
        free = asyncio.Semaphore(AT_ONCE)

        async def turn() -> None:
            async with free:
                await self._turn()

        await asyncio.gather(*(turn() for _ in chats))

    async def _turn(self) -> None:
        held = await self._fetch(
            CLAIM, {"bot_id": self.bot_id, "lane": "talk", "lease": timedelta(seconds=10), "most": 50}
        )
        chat, fence, update = held["chat_id"], held["fence"], held["update_id"]
        await self._fetch(TOUCH, _touch(self.bot_id, chat, update))
        async with self._pool.acquire() as connection, connection.transaction():
            heard = await connection.fetchrow(HEAR.sql, *HEAR.arguments(_heard(chat, update)))
        async with self._pool.acquire() as connection, connection.transaction():
            place = heard["length"] + 1
            saved = {**_session(place + 1), "id": heard["id"], "user_id": chat, "version": heard["version"]}
            saved |= {"answered_before": place, "remarks": _remark("assistant", ANSWER, place)}
            await connection.fetchval(SAVE.sql, *SAVE.arguments(saved))
            await connection.fetchval(FINISH.sql, *FINISH.arguments(_finish(self.bot_id, chat, fence, update)))
        await self._send()

    async def _send(self) -> None:
        budget = send_budget(BotId(self.bot_id))
        given = {"bot_id": self.bot_id, "gap": timedelta(0), "budget": budget, "lease": timedelta(seconds=30)}
        given |= {"dialogue": int(Priority.DIALOGUE)}
        # A row that another claim takes in this moment leaves this one with nothing: look again, as the bot does.
        while (taken := await self._fetch(TAKE_OUT, given)) is None:  # noqa: ASYNC110 - other turns are what is waited for
            await asyncio.sleep(0)
        sent = await self._bot.send_message(
            taken["chat_id"],
            ANSWER,
            parse_mode="HTML",
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=KEYBOARD,
        )
        await self._fetch(SETTLE, {**_settled(self.bot_id, taken, budget), "message_id": sent.message_id})

    async def _fetch(self, statement: Compiled, given: Mapping[str, Any]) -> Any:
        async with self._pool.acquire() as connection:
            return await connection.fetchrow(statement.sql, *statement.arguments(given))


KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Покой", callback_data=f"say:1:1:{n}")] for n in range(3)]
)


def _session(length: int) -> dict[str, Any]:
    return {
        "state": "talking",
        "stage": "ORDINARY_WORLD",
        "length": length,
        "identified_patterns": '["страх"]',
        "core_issue": None,
        "question_count": 1,
        "metaphysical_profile": None,
        "core_trauma": None,
        "session_data": "{}",
        "placeholders": "{}",
        "summary": None,
        "updated_at": NOW,
        "completed_at": None,
        "analysed_length": 0,
        "is_analysis_due": False,
        "analysis_due_at": None,
    }


def _remark(speaker: str, text: str, place: int, update: int | None = None) -> str:
    said = {"place": place, "speaker": speaker, "text": text, "said_at": NOW.isoformat(), "update_id": update}
    more = {"part": 0, "telegram_message_id": update, "quick_replies": ["Покой"] * 3}
    return json.dumps([{**said, **more, "is_answered": False, "is_fixed": False}])


def _heard(chat: int, update: int) -> dict[str, Any]:
    return {"user_id": chat, "remarks": _remark("user", TEXT, 0, update), "at": NOW, "recent": sessions.RECENT}


def _touch(bot_id: int, chat: int, update: int) -> dict[str, Any]:
    activity = {"update_id": update, "chat_id": chat, "activity_type": "message", "details": {}}
    names = {"username": None, "first_name": "Б", "last_name": None, "language_code": None}
    spans = {"once_in": timedelta(minutes=1), "period": timedelta(days=1)}
    keys = {"bot_id": bot_id, "update_ids": [update], "user_id": chat, "may_be_new": True, **spans}
    return {**keys, **names, "activities": json.dumps([activity]), "versions": "{}", "owners": []}


def _finish(bot_id: int, chat: int, fence: int, update: int) -> dict[str, Any]:
    message = {"html": ANSWER, "buttons": [[["Покой", "say:1:1:0"]]] * 3, "menu": []}
    row = {"key": f"{bot_id}:{update}:0", "place": 0, "chat_id": chat, "user_id": chat, "priority": 20}
    lane = {"bot_id": bot_id, "chat_id": chat, "lane": "talk", "fence": fence, "set_aside": False}
    return {**lane, "update_ids": [update], "answers": json.dumps([{**row, "message": message}])}


def _settled(bot_id: int, taken: Any, budget: str) -> dict[str, Any]:
    chat = {"bot_id": bot_id, "chat_id": taken["chat_id"], "user_id": taken["user_id"], "fence": taken["fence"]}
    pauses = {"rest": timedelta(0), "chat_rest": timedelta(0), "pause": timedelta(0), "budget": budget}
    end = {"state": "sent", "uncounted": 0, "unknowns": 0, "plain": False, "is_final": True, "id": taken["id"]}
    return {**chat, **pauses, **end}
