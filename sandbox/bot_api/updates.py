"""Updates that wait for the bot: made here or injected raw, kept until they are confirmed."""

from typing import Any

from sandbox.bot_api.json_text import dump_bytes
from sandbox.bot_api.world import World

#: Telegram leaves these out unless they are asked for by name.
ASKED_BY_NAME = {"chat_member", "message_reaction", "message_reaction_count"}
FIRST_ID = 100_000_001


def next_id(world: World) -> int:
    update_id: int = world.store.recall("next_update_id", FIRST_ID)
    world.store.remember("next_update_id", update_id + 1)
    return update_id


def keep_ahead_of(world: World, update_id: int) -> None:
    """Ids made here stay above an injected one, as Telegram's only grow."""
    if world.store.recall("next_update_id", FIRST_ID) <= update_id:
        world.store.remember("next_update_id", update_id + 1)


def put(world: World, kind: str, chat_id: int, content: dict[str, Any]) -> None:
    """Queue an update, unless the bot said that it does not want such ones."""
    wanted = world.store.recall("allowed_updates", [])
    if kind in wanted or (not wanted and kind not in ASKED_BY_NAME):
        update_id = next_id(world)
        put_raw(world, update_id, chat_id, dump_bytes({"update_id": update_id, kind: content}))


def put_raw(world: World, update_id: int, chat_id: int, body: bytes) -> None:
    world.store.run("INSERT INTO updates (update_id, chat_id, body) VALUES (?, ?, ?)", update_id, chat_id, body)
    world.store.after_commit(world.new_updates.ring)


def confirm_before(world: World, update_id: int) -> None:
    world.store.run("DELETE FROM updates WHERE update_id < ?", update_id)


def confirm_all_but(world: World, count: int) -> None:
    """A negative offset: only the last ones are kept."""
    world.store.run(
        "DELETE FROM updates WHERE position NOT IN (SELECT position FROM updates ORDER BY update_id DESC LIMIT ?)",
        count,
    )


def drop_all(world: World) -> None:
    world.store.run("DELETE FROM updates")


def batch(world: World, limit: int) -> list[bytes]:
    rows = world.store.rows("SELECT body FROM updates ORDER BY update_id, position LIMIT ?", limit)
    return [row["body"] for row in rows]


def pending(world: World) -> int:
    return world.store.number("SELECT count(*) FROM updates")
