"""Answers of analyses, kept for a day, each within one person."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import BIGINT, SPAN, TEXT, statement
from relove_core.ids import UserId

_GET = statement(
    """
    SELECT answer::text FROM model_answers WHERE user_id = :person AND key = :key AND made_at > now() - :age
    """,
    person=BIGINT,
    key=TEXT,
    age=SPAN,
)
_PUT = statement(
    """
    WITH person AS (
        SELECT id FROM users WHERE id = :person AND registration_date <= now() - :took FOR KEY SHARE
    ), old AS (
        DELETE FROM model_answers WHERE (user_id, key) IN (
            SELECT user_id, key FROM model_answers
             WHERE made_at <= now() - :age AND (user_id, key) <> (:person, :key) LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO model_answers (user_id, key, answer) SELECT id, :key, cast(:answer AS jsonb) FROM person
    ON CONFLICT (user_id, key) DO UPDATE SET answer = excluded.answer, made_at = now()
    """,
    person=BIGINT,
    key=TEXT,
    answer=TEXT,
    took=SPAN,
    age=SPAN,
)


class PostgresAnswers:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def get(self, person: UserId, key: str, *, age: timedelta) -> str | None:
        async with acting(self._engine) as connection:
            found = await connection.execute(_GET, {"person": person, "key": key, "age": age})
            answer: str | None = found.scalar_one_or_none()
        return answer

    async def put(self, person: UserId, key: str, answer: str, *, took: timedelta, age: timedelta) -> None:
        given = {"person": person, "key": key, "answer": answer, "took": took, "age": age}
        async with acting(self._engine) as connection:
            await connection.execute(_PUT, given)
