"""What the bot may learn about people, chats and files."""

from typing import Any

from sandbox.bot_api import files, people, public_pages
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.params import Params
from sandbox.bot_api.world import World

#: Bot API, getUserPersonalChatMessages.
MOST_POSTS = 20
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
    channel = public_pages.channel_of(world.store, person) if person is not None else None
    if channel is not None:
        chat["personal_chat"] = channel
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
    """At most one photo, in one size."""
    person = people.find(world.store, params.integer("user_id"))
    if person is None:
        raise BadRequest("invalid user_id specified")
    photo = public_pages.photo_of(world.store, person["id"])
    if photo is None:
        return {"total_count": 0, "photos": []}
    return {"total_count": 1, "photos": [] if params.integer("offset") > 0 else [[photo]]}


def get_personal_messages(world: World, params: Params) -> list[dict[str, Any]]:
    """Newest first; whoever has no channel of their own has no posts, which is no mistake."""
    person = people.find(world.store, params.integer("user_id"))
    if person is None:
        raise BadRequest("user not found")
    limit = params.integer("limit")
    if not 1 <= limit <= MOST_POSTS:
        raise BadRequest("invalid limit specified")
    return public_pages.newest_posts(world.store, person, limit)


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
