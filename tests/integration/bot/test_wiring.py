"""Every handler and every middleware of the composed bot is reached by a real update; a new one needs a case here."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.bot import routing
from apps.bot.middlewares import ContactMiddleware
from apps.bot.privacy import StrangerMiddleware
from apps.bot.routes import Table
from relove_adapters.telegram.updates import KINDS
from relove_core.users.consent import CURRENT
from tests.bot_process import ANNA, GROUP, MIKHAIL, USERNAME, Database, Telegram, bot_in_process, message_update

PERSON = {"id": ANNA, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
PRIVATE = {"id": ANNA, "type": "private"}
CIRCLE = {"id": GROUP, "type": "supergroup", "title": "Круг"}
BOT = {"id": 123456, "is_bot": True, "first_name": "Наташа", "username": USERNAME}
BASE = {"message_id": 70, "from": PERSON, "date": 1_700_000_000}


def text(said: str) -> dict[str, Any]:
    return message_update(ANNA, said, message_id=70)


def button(data: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    under = {"message_id": 60, "date": 1_700_000_000, "chat": chat, "from": BOT}
    return {
        "callback_query": {"id": "77", "from": PERSON, "chat_instance": "1", "message": under, "data": data},
    }


def edit(chat: dict[str, Any]) -> dict[str, Any]:
    return {"edited_message": {**BASE, "chat": chat, "edit_date": 1_700_000_001, "text": "иначе"}}


def member(chat: dict[str, Any]) -> dict[str, Any]:
    old, new = {"user": BOT, "status": "member"}, {"user": BOT, "status": "kicked", "until_date": 0}
    change = {"chat": chat, "from": PERSON, "date": 1, "old_chat_member": old, "new_chat_member": new}
    return {"my_chat_member": change}


def in_group(said: str) -> dict[str, Any]:
    return {"message": {**BASE, "chat": CIRCLE, "text": said}}


VOICE = {"file_id": "f", "file_unique_id": "u", "duration": 3, "mime_type": "audio/ogg", "file_size": 9}
ORIGIN = {"type": "hidden_user", "sender_user_name": "Кто-то", "date": 1_700_000_000}

#: Table and name of each handler, in this order, so that each finds the conversation it needs.
CASES: dict[tuple[str, str], dict[str, Any] | list[dict[str, Any]]] = {
    ("MESSAGES", "start"): text("/start"),
    ("OTHERS", "acquaint"): text("/natasha"),
    ("BUTTONS", "consent"): [button(f"consent:{kind}:{version}:yes") for kind, version in CURRENT.items()],
    ("BUTTONS", "gender"): button("gender:female"),
    ("OTHERS", "unknown_button"): button("gender:x"),
    ("BUTTONS", "zone"): button("zone:moscow"),
    ("MESSAGES", "settings"): text("/settings"),
    ("BUTTONS", "set"): button("set:intensity:usual"),
    ("BUTTONS", "zones"): button("zones"),
    ("MESSAGES", "help"): text("/help"),
    ("BUTTONS", "open"): button("open"),
    ("MESSAGES", "natasha"): text("/natasha"),
    ("MESSAGES", "diagnostic"): text("/diagnostic"),
    ("MESSAGES", "journey"): text("/start_journey"),
    ("MESSAGES", "analyze_readiness"): text("/analyze_readiness"),
    ("BUTTONS", "continue"): button("continue"),
    ("MESSAGES", "speech"): text("Я устала"),
    ("BUTTONS", "say"): button("say:1:2:0"),
    ("MESSAGES", "my_session_summary"): text("/my_session_summary"),
    ("MESSAGES", "my_journey"): text("/my_journey"),
    ("MESSAGES", "my_profile"): text("/my_profile"),
    ("MESSAGES", "streams"): text("/streams"),
    ("BUTTONS", "interest"): button("interest:hero-path:yes"),
    ("MESSAGES", "platform"): text("/platform"),
    ("MESSAGES", "privacy"): text("/privacy"),
    ("MESSAGES", "export_my_data"): text("/export_my_data"),
    ("MESSAGES", "forget_me"): text("/forget_me"),
    ("BUTTONS", "forget"): button("forget:1700000000"),
    ("BUTTONS", "keep"): button("keep"),
    ("MESSAGES", "pause"): text("стоп"),
    ("BUTTONS", "resume"): button("resume"),
    ("MESSAGES", "resume"): text("/resume"),
    ("OTHERS", "edited"): edit(PRIVATE),
    ("BUTTONS", "restart"): button("restart"),
    ("MESSAGES", "end_session"): text("/end_session"),
    ("MESSAGES", "forwarded"): {"message": {**BASE, "chat": PRIVATE, "text": "чужое", "forward_origin": ORIGIN}},
    ("MESSAGES", "unknown"): text("/karma"),
    ("MESSAGES", "unreadable"): {"message": {**BASE, "chat": PRIVATE, "dice": {"emoji": "🎲", "value": 3}}},
    ("MESSAGES", "voice"): {"message": {**BASE, "chat": PRIVATE, "voice": VOICE}},
    ("BUTTONS", "unknown_button"): button("not ours"),
    ("MESSAGES", "stats"): text("/stats"),
    ("MESSAGES", "place"): text(f"/place {ANNA} ORDEAL по разговору"),
    ("MESSAGES", "refresh_profiles"): text("/refresh_profiles"),
    ("BUTTONS", "refresh_all"): button("refresh_all:1700000000"),
    ("BUTTONS", "refresh_none"): button("refresh_none"),
    ("MESSAGES", "profile_versions"): text(f"/profile_versions {ANNA}"),
    ("MESSAGES", "profile_compare"): text(f"/profile_compare {ANNA} 1 2"),
    ("MESSAGES", "profile_rollback"): text(f"/profile_rollback {ANNA} 1 так вернее"),
    ("MESSAGES", "alerts"): text("/alerts"),
    ("BUTTONS", "mute"): button("mute:llm_down"),
    ("BUTTONS", "unmute"): button("unmute:llm_down"),
    ("MESSAGES", "crisis"): text("Я не хочу жить"),
    ("OTHERS", "stand_by"): text("Привет"),
    ("BUTTONS", "ack"): button("ack:1"),
    ("MESSAGES", "release"): text(f"/release {ANNA}"),
    ("BUTTONS", "crisis_deny"): button("crisis_deny"),
    ("BUTTONS", "crisis_wish"): button("crisis_wish"),
    ("OTHERS", "not_for_you"): message_update(MIKHAIL, "/stats", message_id=71),
    ("OTHERS", "member"): member(PRIVATE),
    ("OTHERS", "in_group"): in_group(f"/start@{USERNAME}"),
}
#: What belongs to no private chat, of every kind, ends with the same handler.
ELSEWHERE = [in_group("Привет"), edit(CIRCLE), button("open", CIRCLE), member(CIRCLE)]
ALL = [
    *((name, one) for name, given in CASES.items() for one in (given if isinstance(given, list) else [given])),
    *((("OTHERS", "elsewhere"), update) for update in ELSEWHERE),
]


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """From now on, the handlers in the order in which they are reached."""
    seen: list[tuple[str, str]] = []

    def noting(name: tuple[str, str], real: Callable[..., Any]) -> Callable[..., Any]:
        async def call(*args: Any, **kwargs: Any) -> Any:
            seen.append(name)
            return await real(*args, **kwargs)

        return call

    for table in tables():
        for name, handler in getattr(routing, table)._handlers.items():
            monkeypatch.setattr(handler, "callback", noting((table, name), handler.callback))
    return seen


def tables() -> list[str]:
    return [name for name, value in vars(routing).items() if isinstance(value, Table)]


def test_every_handler_has_a_case_and_every_case_a_handler() -> None:
    handlers = {(table, name) for table in tables() for name in getattr(routing, table).names()}
    assert handlers == {name for name, _ in ALL}


async def test_every_handler_is_reached_by_its_update(
    telegram: Telegram, database: Database, reached: list[tuple[str, str]]
) -> None:
    async with bot_in_process(telegram, database.url, admin_ids=str(ANNA)):
        for name, update in ALL:
            reached.clear()
            await telegram.inject(update)
            await database.settled()
            assert reached[-1:] == [name], "whoever may not have it ends with what is right instead"
    assert await database.value("SELECT count(*) FROM inbox WHERE state <> 'done' OR failures > 0") == 0


async def test_every_kind_of_update_that_is_asked_for_has_an_entry(telegram: Telegram, database: Database) -> None:
    async with bot_in_process(telegram, database.url) as process:
        entries = {name: len(o.handlers) for name, o in process._dispatcher.observers.items() if o.handlers}
    entries.pop("update")
    assert entries == dict.fromkeys(KINDS, 1)
    assert process._dispatcher.sub_routers == []


async def test_the_contact_middleware_fires_for_every_update_of_a_private_chat_and_no_other(
    telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url) as process:
        ours = [m for m in process._dispatcher.update.outer_middleware if type(m).__module__.startswith("apps.")]
        names = [StrangerMiddleware.__name__, ContactMiddleware.__name__]  # of strangers: test_erase.py
        assert [type(m).__name__ for m in ours] == names, "a new middleware needs a test that it fires"
        private = [name for name, _ in ALL if name not in (("OTHERS", "in_group"), ("OTHERS", "elsewhere"))]
        for _, update in ALL:
            await telegram.inject(update)
            await database.settled()
    assert await database.value("SELECT count(*) FROM user_activity_logs WHERE user_id = $1", ANNA) == len(private) - 1
    assert await database.value("SELECT count(*) FROM user_activity_logs") == len(private)
