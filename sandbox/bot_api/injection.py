"""Raw updates put in by hand: the bytes reach the bot as they came."""

import json
from typing import Any

from sandbox.bot_api import acquaintance, updates
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.params import LARGEST
from sandbox.bot_api.world import World

SPACE = " \t\r\n"


def inject(world: World, raw: bytes) -> list[int]:
    """Queue one update or a list of them past ``allowed_updates``; gives their ids."""
    pieces = _pieces(raw.decode("utf-8", "surrogateescape"))
    with world.store.transaction():
        return [_put(world, piece) for piece in pieces]


def _put(world: World, piece: str) -> int:
    parsed = json.loads(piece)
    given = parsed.get("update_id") if isinstance(parsed, dict) else None
    if isinstance(given, int) and abs(given) < LARGEST:
        update_id = given
        updates.keep_ahead_of(world, update_id)
    else:
        update_id = updates.next_id(world)
        piece = _with_id(piece, parsed, update_id)
    chat = acquaintance.meet(world.store, parsed)
    updates.put_raw(world, update_id, chat, piece.encode("utf-8", "surrogateescape"))
    return update_id


def _with_id(piece: str, parsed: Any, update_id: int) -> str:
    if not isinstance(parsed, dict) or "update_id" in parsed:
        return piece
    rest = piece[1:].lstrip(SPACE)
    return f'{{"update_id":{update_id}{"" if rest.startswith("}") else ","}{piece[1:]}'


def _pieces(text: str) -> list[str]:
    """The texts of the elements, cut out of the list without being rewritten."""
    decoder = json.JSONDecoder()
    text = text.strip(SPACE)
    try:
        whole = json.loads(text)
        if not isinstance(whole, list):
            return [text]
        pieces: list[str] = []
        place = 1
        for _ in whole:
            place += len(text[place:]) - len(text[place:].lstrip(SPACE + ","))
            _, end = decoder.raw_decode(text, place)
            pieces.append(text[place:end])
            place = end
    except ValueError as error:
        raise BadRequest(f"can't parse updates: {error}") from error
    return pieces
