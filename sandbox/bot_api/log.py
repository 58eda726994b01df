"""The log of calls: what the bot asked for, and what it was told."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.bot_api.json_text import dump
from sandbox.bot_api.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One finished call. Numbers grow in the order of commits, so a reader never misses a row."""

    received: float
    method: str
    chat_id: int | None
    params: dict[str, Any]
    outcome: int | str
    description: str | None = None
    fault: str | None = None
    message_id: int | None = None
    shown: str | None = None


def append(store: Store, call: Call) -> None:
    store.run(
        "INSERT INTO calls (received, method, chat_id, params, outcome, description, fault, message_id, shown)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        call.received,
        call.method,
        call.chat_id,
        dump(call.params),
        str(call.outcome),
        call.description,
        call.fault,
        call.message_id,
        call.shown,
    )


def read(store: Store, *, after: int, method: str | None, chat_id: int | None, limit: int) -> list[dict[str, Any]]:
    rows = store.rows(
        "SELECT * FROM calls WHERE number > ?1 AND (?2 IS NULL OR method = ?2 COLLATE NOCASE)"
        " AND (?3 IS NULL OR chat_id = ?3) ORDER BY number LIMIT ?4",
        after,
        method,
        chat_id,
        limit,
    )
    return [_shape(dict(row)) for row in rows]


def _shape(row: dict[str, Any]) -> dict[str, Any]:
    params = json.loads(row["params"])
    outcome = row["outcome"]
    return row | {
        "params": params,
        "text": params.get("text", params.get("caption")),
        "outcome": int(outcome) if outcome.isdigit() else outcome,
    }
