"""The steps of the funnel, person by person."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.sql import BIGINT, MOMENT, TEXT, statement
from relove_core.ids import UserId
from relove_core.streams.conversion import FLAGS, ConversionStep

_KEEP = """
    INSERT INTO conversion_steps (user_id, step, taken_at) SELECT id, :step, :taken_at FROM users WHERE id = :user_id
    ON CONFLICT DO NOTHING
"""
_RAISE = """
    WITH taken AS ({keep} RETURNING user_id)
    UPDATE users SET {flag} = true FROM taken WHERE users.id = taken.user_id
"""


def _record(step: ConversionStep) -> TextClause:
    flag = FLAGS.get(step)
    sql = _KEEP if flag is None else _RAISE.format(keep=_KEEP, flag=flag)
    return statement(sql, user_id=BIGINT, step=TEXT, taken_at=MOMENT)


_RECORD = {step: _record(step) for step in ConversionStep}
_OF = statement("SELECT step, taken_at FROM conversion_steps WHERE user_id = :user_id", user_id=BIGINT)


class PostgresConversions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, user_id: UserId, step: ConversionStep, *, at: datetime) -> None:
        given = {"user_id": user_id, "step": step.value, "taken_at": at}
        await self._connection.execute(_RECORD[step], given)

    async def of(self, user_id: UserId) -> Mapping[ConversionStep, datetime]:
        rows = await self._connection.execute(_OF, {"user_id": user_id})
        return {ConversionStep(row.step): row.taken_at for row in rows}
