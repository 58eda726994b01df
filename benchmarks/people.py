"""People of a benchmark: acquainted already, and what they write."""

import time
from collections.abc import Sequence
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

from benchmarks.stage import Stage
from relove_core.users.consent import CURRENT


async def acquaint(playground: Stage, people: Sequence[int]) -> None:
    """As if everybody had answered every question already."""
    connection = await asyncpg.connect(playground.database_url)
    await connection.execute("INSERT INTO users (id) SELECT unnest($1::bigint[])", list(people))
    await connection.execute(
        "INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id)"
        " SELECT p, k, v, true, now(), 0 FROM unnest($1::bigint[]) p, unnest($2::text[], $3::text[]) c (k, v)",
        list(people),
        [kind.value for kind in CURRENT],
        list(CURRENT.values()),
    )
    await connection.close()


def update_of(number: int, person: int, text: str) -> dict[str, Any]:
    """A text of a person in their private chat, as Telegram hands it over."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": person, "type": "private", "first_name": "Б"},
            "from": {"id": person, "is_bot": False, "first_name": "Б"},
            "text": text,
        },
    }
