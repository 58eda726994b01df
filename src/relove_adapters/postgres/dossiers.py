"""Everything that is kept about a person, as one JSON text."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator, Iterator
from textwrap import indent

from sqlalchemy import LargeBinary, TextClause
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from relove_adapters.postgres.errors import translated
from relove_adapters.postgres.personal import RULES, Rule
from relove_adapters.postgres.sql import BIGINT, statement
from relove_adapters.postgres.tables import metadata
from relove_core.ids import UserId
from relove_core.privacy.ports import NobodyThere

PAGE = 500
"""Rows at a time: a long history never stands in memory whole."""
PERSON = "person"
EXPLANATION = {
    "что это": "Всё, что reLove хранит о вас на момент выгрузки. Файл нигде не сохраняется.",
    PERSON: "имя в Telegram, настройки, профиль",
    "consents": "ваши согласия",
    "sessions": "разговоры и что в них нашлось",
    "remarks": "каждая реплика: user — вы, assistant — Наташа",
    "stages": "этапы пути и почему",
    "safety, safety_signals, alerts": "когда бот решил, что вам может быть опасно, и звал команду",
    "links, conversion_steps, purchases": "ссылки на программы, шаги и покупки",
    "model_calls, model_spending, model_answers": "обращения к языковой модели и их сохранённые ответы",
    "messages_this_minute": "счётчик сообщений за минуту",
    "waiting_for_us, waiting_for_you": "что ещё не обработано и не отправлено",
    "activity, activity_archive": "журнал: когда и что вы делали в боте",
}
# Its own row waits to be sent in this moment.
_ONLY = {"outbox": "AND NOT message ? 'attachment'"}


def _rows(table: str, column: str, rule: Rule) -> TextClause:
    shown = (
        f"encode({c.name}, 'base64') AS {c.name}" if isinstance(c.type, LargeBinary) else f'"{c.name}"'
        for c in metadata.tables[table].columns
        if c.name not in rule.hidden
    )
    return statement(
        f"""
        SELECT CAST(to_json(found) AS text) FROM (
            SELECT {", ".join(shown)} FROM {table} WHERE {column} = :person {_ONLY.get(table, "")}
             ORDER BY {rule.order}
        ) found
        """,  # noqa: S608 - the names are ours
        person=BIGINT,
    )


#: (section, whether it is a list, its rows)
_SECTIONS = [
    (rule.section, rule.section != PERSON, _rows(table, column, rule))
    for (table, column), rule in RULES.items()
    if rule.section is not None
]


class PostgresDossiers:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, user_id: UserId) -> AsyncIterator[str]:
        with translated():
            async with self._engine.connect() as plain:
                connection = await plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                async for piece in _pieces(connection, user_id):
                    yield piece


async def _pieces(connection: AsyncConnection, user_id: UserId) -> AsyncIterator[str]:
    yield f'{{\n  "explanation": {_shown(EXPLANATION)}'
    for section, is_list, rows in _SECTIONS:
        yield f',\n  "{section}": {"[" if is_list else ""}'
        count = 0
        async for found in _found(connection, rows, user_id):
            count += 1
            yield f"{',' if count > 1 else ''}\n    {found}" if is_list else found
        if not is_list and not count:
            raise NobodyThere("there is nobody to make a copy for")
        yield ("\n  ]" if count else "]") if is_list else ""
    yield "\n}\n"


async def _found(connection: AsyncConnection, rows: TextClause, user_id: UserId) -> AsyncIterator[str]:
    async with connection.stream_scalars(
        rows, {"person": user_id}, execution_options={"max_row_buffer": PAGE}
    ) as found:
        async for row in found:
            yield _shown(dict(_readable(json.loads(row))))


def _readable(row: dict[str, object]) -> Iterator[tuple[str, object]]:
    """An update that waits, as Telegram told it; a picture stays in base64."""
    for name, value in row.items():
        yield name, _told(value) if name == "raw" and isinstance(value, str) else value


def _told(raw: str) -> object:
    text = b64decode(raw).decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


def _shown(value: object) -> str:
    return indent(json.dumps(value, ensure_ascii=False, indent=2), "    ").lstrip()
