"""How many people a refresh would concern: counted, and nothing is written."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.types import TypeEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import BIGINT, INT, SPAN, TEXT, as_json, statement
from relove_core.ids import UserId
from relove_core.profiles.foresight import Foreseen, Whom
from relove_core.profiles.freshness import Freshness
from relove_core.users.consent import CURRENT, REQUIRED

_REQUIRED = as_json({kind: CURRENT[kind] for kind in REQUIRED})
_SEEN = "u.last_seen_date > now() - :since"
_WHO: Mapping[Whom | None, tuple[str, Mapping[str, TypeEngine[Any]]]] = {
    Whom.ALL: (_SEEN, {"since": SPAN}),
    Whom.DUE: (f"{_SEEN} AND s.due_at <= now() AND s.asked_at IS NULL", {"since": SPAN}),
    None: ("u.id = :user_id", {"user_id": BIGINT}),
}


def _counting(who: str, **types: TypeEngine[Any]) -> TextClause:
    return statement(
        f"""
        WITH people AS (
            SELECT u.id, u.is_active FROM users u LEFT JOIN profile_states s ON s.user_id = u.id WHERE {who} LIMIT :most
        ), looked_at AS (
            SELECT is_active,
                   (SELECT count(*) FROM jsonb_each_text(CAST(:required AS jsonb)) AS text_of (kind, version)
                     WHERE (SELECT is_given AND c.version = text_of.version FROM consents c
                             WHERE c.user_id = people.id AND c.kind = text_of.kind ORDER BY c.id DESC LIMIT 1)
                   ) = (SELECT count(*) FROM jsonb_object_keys(CAST(:required AS jsonb))) AS has_consented,
                   EXISTS (SELECT FROM safety_states h WHERE h.user_id = people.id AND h.level <> 'normal') AS is_held
              FROM people
        )
        SELECT count(*) AS people,
               count(*) FILTER (WHERE NOT is_active) AS inactive,
               count(*) FILTER (WHERE is_active AND NOT has_consented) AS no_consent,
               count(*) FILTER (WHERE is_active AND has_consented AND is_held) AS held
          FROM looked_at
        """,  # noqa: S608 - the conditions are ours
        required=TEXT,
        most=INT,
        **types,
    )


_COUNTING = {whom: _counting(who, **types) for whom, (who, types) in _WHO.items()}


class PostgresForesight:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def foresee(self, whom: Whom | UserId, freshness: Freshness, *, most: int | None = None) -> Foreseen:
        given: dict[str, object] = {"required": _REQUIRED, "most": most}
        if isinstance(whom, Whom):
            counting, given["since"] = _COUNTING[whom], freshness.window
        else:
            counting, given["user_id"] = _COUNTING[None], whom
        async with acting(self._engine) as connection:
            row = (await connection.execute(counting, given)).one()
        return Foreseen(people=row.people, inactive=row.inactive, no_consent=row.no_consent, held=row.held)
