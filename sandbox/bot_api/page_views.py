"""What the chat page is shown: the people, the chats, one conversation."""

import json
import sqlite3
from typing import Any

from sandbox.bot_api import messages, people
from sandbox.bot_api.world import World

PAGE_OF_MESSAGES = 100


def people_view(world: World, person_id: int) -> dict[str, Any]:
    """The list on the left; the counters of groups are those of the given person."""
    listed = world.store.rows("SELECT * FROM people WHERE is_listed ORDER BY id")
    groups = world.store.rows("SELECT * FROM chats WHERE type != 'private' AND id IN (SELECT chat_id FROM members)")
    return {
        "bot": {
            **world.bot(),
            "description": _in_language_of(world, person_id, "description"),
            "short_description": _in_language_of(world, person_id, "short_description"),
        },
        "people": [_person(world, person) for person in listed],
        "groups": [_group(world, group, person_id) for group in groups],
    }


def _in_language_of(world: World, person_id: int, what: str) -> str:
    person = people.find(world.store, person_id)
    language = (person["language_code"] or "") if person is not None else ""
    return str(world.store.recall(f"{what}:{language}", "") or world.store.recall(f"{what}:", ""))


def _person(world: World, person: sqlite3.Row) -> dict[str, Any]:
    flags = {name: bool(person[name]) for name in ("is_started", "is_blocking")}
    return {**people.user(person), **flags, "is_admin": person["id"] in world.admin_ids} | _summary(
        world, person["id"], person["id"]
    )


def _group(world: World, group: sqlite3.Row, person_id: int) -> dict[str, Any]:
    members = world.store.rows("SELECT person_id FROM members WHERE chat_id = ?", group["id"])
    member_ids = [row["person_id"] for row in members]
    own = {"id": group["id"], "title": group["title"], "members": member_ids}
    return own | _summary(world, group["id"], person_id if person_id in member_ids else member_ids[0])


def _summary(world: World, chat_id: int, person_id: int) -> dict[str, Any]:
    last = messages.latest(world, chat_id, before=2**60, limit=1)
    return {"last": last[0] if last else None, "unread": messages.unread(world.store, person_id, chat_id)}


def chat_view(world: World, person_id: int, chat_id: int, before: int) -> dict[str, Any]:
    """One conversation as this person sees it, newest page first."""
    chat = people.chat(world.store, chat_id)
    row = world.store.row("SELECT keyboard FROM chats WHERE id = ?", chat_id)
    shown = messages.latest(world, chat_id, before=before, limit=PAGE_OF_MESSAGES)
    return {
        "chat": chat,
        "messages": shown,
        "has_more": len(shown) == PAGE_OF_MESSAGES,
        "keyboard": json.loads(row["keyboard"]) if row is not None and row["keyboard"] else None,
        "commands": commands_for(world, person_id, chat_id),
    }


def commands_for(world: World, person_id: int, chat_id: int) -> list[dict[str, str]]:
    """The narrowest scope that has commands, in the person's language before any language."""
    person = people.find(world.store, person_id)
    language = (person["language_code"] or "") if person is not None else ""
    if chat_id == person_id:
        scopes = [f"chat:{chat_id}", "all_private_chats", "default"]
    else:
        scopes = [f"chat:{chat_id}", "all_group_chats", "default"]
    for scope in scopes:
        for code in (language, ""):
            commands: list[dict[str, str]] = world.store.recall(f"commands:{scope}:{code}", [])
            if commands:
                return commands
    return []
