"""What the bot may learn about people, chats and files."""

from typing import Any

from sandbox.bot_api import files, people
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.params import Params
from sandbox.bot_api.world import World

GIFTS = {
    "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False,
    "gifts_from_channels": False,
}  # fmt: skip


def get_chat(world: World, params: Params) -> dict[str, Any]:
    chat_id = people.resolve(world.store, params.text("chat_id"))
    chat = people.chat(world.store, chat_id)
    person = people.find(world.store, chat_id)
    if person is not None and not person["is_started"]:
        raise BadRequest("chat not found")
    if person is not None and person["bio"]:
        chat["bio"] = person["bio"]
    return {**chat, "accent_color_id": abs(chat_id) % 7, "max_reaction_count": 11, "accepted_gift_types": GIFTS}


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    chat_id = people.resolve(world.store, params.text("chat_id"))
    person = people.find(world.store, params.integer("user_id"))
    if person is None:
        raise BadRequest("member not found")
    is_here = chat_id == person["id"] or world.store.row(
        "SELECT 1 FROM members WHERE chat_id = ? AND person_id = ?", chat_id, person["id"]
    )
    return {"status": "member" if is_here else "left", "user": people.user(person)}


def get_profile_photos(world: World, params: Params) -> dict[str, Any]:
    if people.find(world.store, params.integer("user_id")) is None:
        raise BadRequest("invalid user_id specified")
    return {"total_count": 0, "photos": []}


def get_personal_messages(world: World, params: Params) -> list[dict[str, Any]]:
    """Nobody here has a personal channel, which is what most people have in life too."""
    if people.find(world.store, params.integer("user_id")) is None:
        raise BadRequest("user not found")
    return []


def get_file(world: World, params: Params) -> dict[str, Any]:
    found = files.find(world.store, file_id=params.text("file_id") or "")
    if found is None:
        raise BadRequest("wrong file_id or the file is temporarily unavailable")
    if found.size > files.MAX_DOWNLOAD:
        raise BadRequest("file is too big")
    return {
        "file_id": found.file_id,
        "file_unique_id": found.unique_id,
        "file_size": found.size,
        "file_path": found.path,
    }
