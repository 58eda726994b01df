"""A walk over every table, whoever has made it: which columns hold people, and where somebody is named."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

#: A number that is called like this is somebody's.
PERSONAL = re.compile(
    r"(^|_)(user|users|person|people|chat|telegram_id|admin|owner|author|actor|operator|buyer|recipient|member|by)(_id)?$"
)
_COLUMNS = text(
    """
    SELECT c.table_name, c.column_name, c.data_type, EXISTS (
               SELECT FROM pg_constraint k
                WHERE k.contype = 'f' AND k.conrelid = t.oid AND k.confrelid = 'users'::regclass
                  AND a.attnum = ANY(k.conkey)) AS is_reference
      FROM information_schema.columns c
      JOIN pg_class t ON t.relname = c.table_name AND t.relnamespace = 'public'::regnamespace
                     AND t.relkind IN ('r', 'p') AND NOT t.relispartition
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = c.column_name
     WHERE c.table_schema = 'public' ORDER BY 1, 2
    """
)
NUMBERS = ("bigint", "integer", "numeric")
WORDS = ("text", "character varying", "jsonb", "json", "ARRAY")


async def personal_columns(engine: AsyncEngine) -> frozenset[tuple[str, str]]:
    """(table, column), by what they are called or refer to."""
    return frozenset((c.table_name, c.column_name) for c in await _columns(engine) if _is_personal(c))


async def traces_of(engine: AsyncEngine, person: int, *canaries: str) -> frozenset[str]:
    """The tables that name a person: by number in a personal column, by number or canary in any text or bytes.

    ``canaries``: words of Latin letters; raw updates hold others in escapes.
    """
    words = "|".join((rf"\m{person}\M", *canaries))
    found: set[str] = set()
    async with engine.connect() as connection:
        for column in await _columns(engine):
            shown = _shown(column)
            sought = f"^{person}$" if column.data_type in NUMBERS else words
            query = f'SELECT EXISTS (SELECT FROM "{column.table_name}" WHERE {shown} ~ :sought)'
            if shown and await connection.scalar(text(query), {"sought": sought}):
                found.add(column.table_name)
    return frozenset(found)


async def _columns(engine: AsyncEngine) -> Sequence[Any]:
    async with engine.connect() as connection:
        return (await connection.execute(_COLUMNS)).all()


def _is_personal(column: Any) -> bool:
    is_called_so = column.data_type in NUMBERS and PERSONAL.search(column.column_name) is not None
    return is_called_so or column.is_reference or (column.table_name, column.column_name) == ("users", "id")


def _shown(column: Any) -> str | None:
    """Its value as text; ``None`` for what can name nobody."""
    name = f'"{column.column_name}"'
    if column.data_type == "bytea":
        return f"encode({name}, 'escape')"
    can_name = _is_personal(column) if column.data_type in NUMBERS else column.data_type in WORDS
    return f"{name}::text" if can_name else None
