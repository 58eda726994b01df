"""The models of an app as it opens them, pointed at the local one: what the wrappers do together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.clock import SystemClock
from relove_adapters.llm.opening import Models, opened_models
from relove_adapters.llm.settings import ModelSettings
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.prompts.files import FilePrompts
from relove_core.ids import UserId
from relove_core.llm import Purpose
from relove_core.testing.builders import ANNA, BORIS
from tests.model_api import EAR, KEY, MODEL, ModelApi

#: For models that stay silent: patience of another scale, the order of everything stays.
HASTY: dict[str, Any] = {"llm_attempt_s": "0.5", "llm_total_s": "3"}
SHORT: dict[str, Any] = {
    "llm_retry_waits_s": "0.02,0.04",
    "llm_per_second": "1000",
    "llm_prices": f'{{"{MODEL}": [{{"from": "2026-01-01", "input": 1, "output": 2}}], '
    f'"{EAR}": [{{"from": "2026-01-01", "audio_minute": 0.006}}]}}',
}


def at(api: ModelApi, *, prefix: str = "llm_", provider: str = "openai") -> dict[str, Any]:
    url = api.url if provider == "openai" else api.url.removesuffix("/v1")
    return {
        f"{prefix}provider": provider,
        f"{prefix}api_key": KEY,
        f"{prefix}base_url": url,
        f"{prefix}model": MODEL,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    models: Models
    engine: AsyncEngine

    async def rows(self, sql: str) -> list[Any]:
        async with self.engine.connect() as connection:
            return list((await connection.execute(text(sql))).all())

    async def value(self, sql: str) -> Any:
        return (await self.rows(sql))[0][0]

    async def execute(self, sql: str) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text(sql))

    async def outcomes(self, purpose: Purpose = Purpose.COACH_TURN) -> list[str]:
        rows = await self.rows(f"SELECT outcome FROM model_calls WHERE purpose = '{purpose}' ORDER BY id")
        return [row.outcome for row in rows]


@asynccontextmanager
async def standing(database_url: str, *people: UserId, **settings: str) -> AsyncIterator[Standing]:
    """``people`` are known; Anna and Boris are where nobody is named."""
    given = ModelSettings.model_validate({"database_url": database_url, **SHORT, **settings})
    async with (
        opened_engine(database_url, pool_size=10) as engine,
        opened_models(given, engine=engine, prompts=FilePrompts.packaged(), clock=SystemClock()) as models,
    ):
        stood = Standing(models=models, engine=engine)
        for person in people or (ANNA, BORIS):
            await stood.execute(f"INSERT INTO users (id) VALUES ({person}) ON CONFLICT DO NOTHING")
        yield stood
