"""People who have talked to the bot, as rows; and a worker composed as in production, to rotate their portraits."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

from apps.worker.container import WorkerContainer
from apps.worker.profiles import opened_world
from apps.worker.settings import WorkerSettings
from relove_core.users.consent import CURRENT
from tests.model_api import KEY, MODEL

WORDS = (
    "Я всем помогаю, а для себя ничего не оставляю, и к вечеру злюсь на весь дом.",
    "Муж говорит, что я слишком стараюсь, а я боюсь, что без меня всё развалится.",
    "С детства привыкла быть удобной, и теперь сама не знаю, чего хочу на самом деле.",
    "Вчера впервые отказала подруге и весь день чувствовала себя виноватой и живой.",
)
"""More than the 200 characters that are enough for a portrait."""
ACTIVITY = """
INSERT INTO user_activity_logs (user_id, activity_type, details, timestamp)
SELECT p, 'message', jsonb_build_object('message_id', $2::bigint + n), now() - interval '1 hour' + n * interval '1 s'
  FROM unnest($1::bigint[]) p, generate_series(1, $3::int) n
"""
SESSIONS = """
INSERT INTO user_sessions (user_id, session_type, state, stage, length, created_at, updated_at)
SELECT p, 'provocative', 'talking', 'ORDINARY_WORLD', 0, now(), now() FROM unnest($1::bigint[]) p
ON CONFLICT (user_id) WHERE is_active DO NOTHING
"""
REMARKS = """
INSERT INTO session_messages (session_id, position, user_id, speaker, text, said_at, telegram_message_id, is_answered)
SELECT s.id, s.length + n - 1, s.user_id, 'user', w, now(), $2::bigint + n, true
  FROM user_sessions s, unnest($3::text[]) WITH ORDINALITY AS words (w, n)
 WHERE s.user_id = ANY($1::bigint[]) AND s.is_active
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Straight to the database."""

    connection: "asyncpg.Connection[Any]"

    async def value(self, sql: str, *values: object) -> Any:
        return await self.connection.fetchval(sql, *values)

    async def all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.fetch(sql, *values)]

    async def execute(self, sql: str, *values: object) -> None:
        await self.connection.execute(sql, *values)

    async def let_pass(self, time: timedelta) -> None:
        """Since the last run of every job."""
        await self.execute("UPDATE job_runs SET finished_at = finished_at - $1::interval", time)

    async def people(self, people: Iterable[int], *, words: Sequence[str] = WORDS) -> list[int]:
        """Acquainted, with consent to everything; they have talked, and their portrait is due."""
        known = list(people)
        await self.execute("INSERT INTO users (id, first_name) SELECT p, 'Ольга' FROM unnest($1::bigint[]) p", known)
        await self.execute(
            "INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id)"
            " SELECT p, k, v, true, now(), 0 FROM unnest($1::bigint[]) p, unnest($2::text[], $3::text[]) c (k, v)",
            known,
            [kind.value for kind in CURRENT],
            list(CURRENT.values()),
        )
        await self.execute(
            "INSERT INTO profile_states (user_id, due_at) SELECT p, now() FROM unnest($1::bigint[]) p", known
        )
        await self.say(known, words)
        return known

    async def say(self, people: Sequence[int], words: Sequence[str], *, after: int = 0) -> None:
        """``after``: the number of their last message."""
        await self.execute(ACTIVITY, people, after, len(words))
        await self.execute(SESSIONS, people)
        await self.execute(REMARKS, people, after, list(words))
        grown = "UPDATE user_sessions SET length = length + $2 WHERE user_id = ANY($1::bigint[]) AND is_active"
        await self.execute(grown, people, len(words))

    async def make_due(self) -> None:
        """As if a week had gone by, and a day since the last rotation."""
        await self.execute("UPDATE profile_states SET due_at = now(), asked_at = NULL, lease_until = NULL")
        await self.execute("UPDATE rotation_runs SET began_at = began_at - interval '25 hours'")


@asynccontextmanager
async def rows_of(database_url: str) -> AsyncIterator[Rows]:
    connection = await asyncpg.connect(database_url)
    try:
        yield Rows(connection=connection)
    finally:
        await connection.close()


def asking(model_url: str, **settings: str) -> dict[str, str]:
    """Settings of a worker with a model of a provider, without pauses."""
    given = {
        "llm_provider": "openai",
        "llm_api_key": KEY,
        "llm_base_url": model_url,
        "llm_model": MODEL,
        "llm_structured": "json_schema_strict",
        "llm_retry_waits_s": "",
        "rotation_pause_s": "0",
    }
    return given | settings


@asynccontextmanager
async def composed_worker(database_url: str, **settings: str) -> AsyncIterator[WorkerContainer]:
    """As ``main`` composes it; Redis is away."""
    given = {"database_url": database_url, "redis_url": "redis://127.0.0.1:1/0", "database_pool": "12", **settings}
    async with opened_world(WorkerSettings.model_validate(given)) as world:
        yield WorkerContainer(**world)


async def rotate(worker: WorkerContainer) -> None:
    """What the loop of a worker does, until there is nothing more to do: a step that found nobody ends the run."""
    refreshing = worker.refreshing()
    await worker.rotation()()
    while await refreshing() == refreshing.pause:
        pass
