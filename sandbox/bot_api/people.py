"""The people to play and the chats they are in."""

import sqlite3
from typing import Any

from sandbox.bot_api.errors import BadRequest, Forbidden
from sandbox.bot_api.store import Store

GROUP_ID = -1001000000001
FIRST_PEOPLE: tuple[dict[str, Any], ...] = (
    {"id": 1001, "first_name": "Анна", "last_name": "Белова", "username": "anna_belova", "language_code": "ru",
     "bio": "Веду блог о переменах. Учусь говорить «нет»."},
    {"id": 1002, "first_name": "Михаил", "username": "mikhail_dev", "language_code": "ru",
     "bio": "Строю дома и отношения."},
    {"id": 1003, "first_name": "Саша", "language_code": "ru"},
    {"id": 1004, "first_name": "Вера <b>&", "username": "vera_html", "language_code": "ru"},
    {"id": 1005, "first_name": "Emily", "last_name": "Stone", "username": "emily_stone", "language_code": "en",
     "bio": "Learning Russian, one conversation at a time."},
)  # fmt: skip
FIELDS = ("first_name", "last_name", "username", "language_code", "bio", "is_started", "is_blocking", "is_deactivated")


def settle(store: Store, admin_ids: tuple[int, ...]) -> None:
    """The first people and their group, once; and somebody to play every admin."""
    with store.transaction():
        if not store.recall("settled"):
            for person in FIRST_PEOPLE:
                save(store, person)
            store.run("INSERT INTO chats (id, type, title) VALUES (?, 'supergroup', 'Круг поддержки')", GROUP_ID)
            for person in FIRST_PEOPLE[:2]:
                store.run("INSERT INTO members VALUES (?, ?)", GROUP_ID, person["id"])
            store.remember("settled", True)
        for admin_id in admin_ids:
            if find(store, admin_id) is None:
                save(store, {"id": admin_id, "first_name": "Администратор", "language_code": "ru"})


def save(store: Store, person: dict[str, Any]) -> int:
    """Add a person or change the named fields of one; without an id the next free one is given."""
    person_id = int(person.get("id") or max(1000, store.number("SELECT max(id) FROM people WHERE id < 100000")) + 1)
    given = {name: person[name] for name in FIELDS if name in person}
    store.run("INSERT INTO people (id, first_name) VALUES (?, 'Без имени') ON CONFLICT DO NOTHING", person_id)
    store.run("INSERT INTO chats (id, type) VALUES (?, 'private') ON CONFLICT DO NOTHING", person_id)
    for name, value in given.items():
        store.run(f"UPDATE people SET {name} = ? WHERE id = ?", value, person_id)  # noqa: S608 - a name out of FIELDS
    return person_id


def find(store: Store, person_id: int) -> sqlite3.Row | None:
    return store.row("SELECT * FROM people WHERE id = ?", person_id)


def user(person: sqlite3.Row) -> dict[str, Any]:
    """The person as a Telegram ``User``."""
    names = ("first_name", "last_name", "username", "language_code")
    known = {name: person[name] for name in names if person[name]}
    return {"id": person["id"], "is_bot": False, **known}


def chat(store: Store, chat_id: int) -> dict[str, Any]:
    """The chat as a Telegram ``Chat``. Raises "chat not found"."""
    found = store.row("SELECT * FROM chats WHERE id = ?", chat_id)
    if found is None:
        raise BadRequest("chat not found")
    person = find(store, chat_id)
    if person is None:
        return {"id": chat_id, "type": found["type"], "title": found["title"] or "Группа"}
    names = {name: person[name] for name in ("first_name", "last_name", "username") if person[name]}
    return {"id": chat_id, **names, "type": "private"}


def resolve(store: Store, given: str | None) -> int:
    """The chat a call means: an id or a @username. Raises "chat not found"."""
    if not given:
        raise BadRequest("chat_id is empty")
    if given.startswith("@"):
        return store.number("SELECT id FROM chats WHERE username = ?", given[1:]) or _no_chat()
    try:
        chat_id = int(given)
    except ValueError:
        return _no_chat()
    is_known = abs(chat_id) < 2**53 and store.row("SELECT 1 FROM chats WHERE id = ?", chat_id)
    return chat_id if is_known else _no_chat()


def _no_chat() -> int:
    raise BadRequest("chat not found")


def check_reachable(store: Store, chat_id: int) -> None:
    """Whether the bot may write there. Raises Telegram's three kinds of "no"."""
    person = find(store, chat_id)
    if person is None:
        return
    if person["is_deactivated"]:
        raise Forbidden("user is deactivated")
    if person["is_blocking"]:
        raise Forbidden("bot was blocked by the user")
    if not person["is_started"]:
        raise Forbidden("bot can't initiate conversation with a user")
