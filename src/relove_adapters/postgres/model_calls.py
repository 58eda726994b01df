"""Every attempt at a model, as it is billed and looked into."""

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.llm.metered import Call
from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import BIGINT, INT, MOMENT, TEXT, statement

#: The person's row first, then that of all, as in ``model_spending.py``.
_RECORD = statement(
    """
    WITH person AS (
        SELECT id FROM users WHERE id = :person FOR KEY SHARE
    ), mine AS (
        UPDATE model_spending SET micro_usd = micro_usd + :cost
         WHERE day = (:at AT TIME ZONE 'UTC')::date AND user_id = (SELECT id FROM person)
        RETURNING 1
    ), total AS (
        UPDATE model_spending SET micro_usd = micro_usd + :cost
         WHERE day = (:at AT TIME ZONE 'UTC')::date AND user_id IS NULL AND (SELECT count(*) FROM mine) >= 0
    )
    INSERT INTO model_calls (user_id, purpose, provider, model, prompt_version, prompt_tokens, completion_tokens,
                             audio_ms, cost_micro_usd, outcome, took_ms, called_at)
    VALUES ((SELECT id FROM person), :purpose, :provider, :model, :prompt_version, :prompt_tokens, :completion_tokens,
            :audio_ms, :cost, :outcome, :took_ms, :at)
    """,
    person=BIGINT,
    purpose=TEXT,
    provider=TEXT,
    model=TEXT,
    prompt_version=TEXT,
    prompt_tokens=INT,
    completion_tokens=INT,
    audio_ms=INT,
    cost=BIGINT,
    outcome=TEXT,
    took_ms=INT,
    at=MOMENT,
)


class PostgresCallBook:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, call: Call) -> None:
        given = {
            "person": call.person,
            "purpose": call.purpose.value,
            "provider": call.provider,
            "model": call.usage.model,
            "prompt_version": call.usage.prompt_version,
            "prompt_tokens": call.usage.prompt_tokens,
            "completion_tokens": call.usage.completion_tokens,
            "audio_ms": round(call.usage.audio.total_seconds() * 1000),
            "cost": call.cost,
            "outcome": call.outcome.value,
            "took_ms": call.took_ms,
            "at": call.at,
        }
        async with acting(self._engine) as connection:
            await connection.execute(_RECORD, given)
