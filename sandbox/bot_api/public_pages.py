"""What people show to everybody: posts of a channel of their own, and a profile photo."""

import base64
import binascii
import json
import sqlite3
import time
from typing import Any

from sandbox.bot_api import files
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.formatted_text import MAX_TEXT
from sandbox.bot_api.json_text import dump
from sandbox.bot_api.params import Upload
from sandbox.bot_api.store import Store
from sandbox.bot_api.text_entities import found_in

#: Channels have ids below this, one for each person; the group of the sandbox is above.
CHANNELS_BELOW = -1_005_000_000_000
MOST_CHANNELS = 900_000_000_000
#: Where a post comes from that is not the person's own.
ELSEWHERE = {"id": -1_004_000_000_001, "type": "channel", "title": "Чужой канал", "username": "chuzhoy_kanal"}
#: A grey dot: the picture of a post is there only for its caption.
DOT = base64.b64decode("R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")


def save(store: Store, person_id: int, given: dict[str, Any]) -> None:
    """``posts``: texts, or objects of text, caption and is_forwarded, oldest first; ``photo``: base64. Null: none."""
    if "posts" in given:
        store.run("DELETE FROM posts WHERE person_id = ?", person_id)
        for number, post in enumerate(_listed(given["posts"]), start=1):
            content = _content(store, {"text": post} if isinstance(post, str) else post)
            store.run("INSERT INTO posts VALUES (?, ?, ?, ?)", person_id, number, time.time(), dump(content))
    if "photo" in given:
        store.run("DELETE FROM profile_photos WHERE person_id = ?", person_id)
        if given["photo"] is not None:
            photo = files.keep(store, Upload("", "image/jpeg", _decoded(given["photo"])), "photo")
            store.run("INSERT INTO profile_photos VALUES (?, ?)", person_id, photo.file_id)


def channel_of(store: Store, person: sqlite3.Row) -> dict[str, Any] | None:
    """The channel of the person as a Telegram ``Chat``; there is one as soon as there is a post in it."""
    if store.row("SELECT 1 FROM posts WHERE person_id = ?", person["id"]) is None:
        return None
    own = {"id": CHANNELS_BELOW - person["id"] % MOST_CHANNELS, "type": "channel", "title": person["first_name"]}
    return {**own, "username": f"{person['username']}_channel"} if person["username"] else own


def newest_posts(store: Store, person: sqlite3.Row, limit: int) -> list[dict[str, Any]]:
    """As Telegram ``Message``, newest first."""
    rows = store.rows("SELECT * FROM posts WHERE person_id = ? ORDER BY number DESC LIMIT ?", person["id"], limit)
    channel = channel_of(store, person)
    common = {"chat": channel, "sender_chat": channel}
    return [
        {"message_id": row["number"], "date": int(row["sent"]), **common, **json.loads(row["body"])} for row in rows
    ]


def photo_of(store: Store, person_id: int) -> dict[str, Any] | None:
    """In the one size that is kept, as a Telegram ``PhotoSize``; the sandbox does not look into the picture."""
    row = store.row("SELECT file_id FROM profile_photos WHERE person_id = ?", person_id)
    kept = None if row is None else files.find(store, file_id=row["file_id"])
    return None if kept is None else {**files.as_photo(kept)["photo"][0], "width": 640, "height": 640}


def _listed(posts: Any) -> list[Any]:
    if posts is None:
        return []
    if not isinstance(posts, list) or not all(isinstance(post, str | dict) for post in posts):
        raise BadRequest("posts are a list of texts or objects")
    return posts


def _content(store: Store, post: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if post.get("is_forwarded"):
        origin = {"type": "channel", "chat": ELSEWHERE, "message_id": 1, "date": int(time.time())}
        content["forward_origin"] = origin
    if post.get("caption"):
        return (
            content | files.as_photo(files.keep(store, Upload("", "image/gif", DOT), "photo")) | _named(post, "caption")
        )
    return content | _named(post, "text")


def _named(post: dict[str, Any], name: str) -> dict[str, Any]:
    text = str(post.get(name) or "").encode("utf-8", "replace").decode()
    entities = found_in(text) if len(text) <= MAX_TEXT else []
    kind = "entities" if name == "text" else "caption_entities"
    return {name: text} | ({kind: entities} if entities else {})


def _decoded(photo: Any) -> bytes:
    try:
        decoded = base64.b64decode(photo, validate=True)
    except (TypeError, ValueError, binascii.Error):
        decoded = b""
    if not decoded:
        raise BadRequest("a photo is base64 of something")
    return decoded
