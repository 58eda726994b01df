"""The yardstick of links: a bare Litestar redirect over one equal statement, by bare asyncpg."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types
import uvicorn
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from benchmarks.bare import Compiled
from relove_adapters.postgres import streams

FOLLOW = Compiled(streams._FOLLOW)


@get("/go/{token:str}")
async def go(state: State, token: FromPath[str]) -> Redirect:
    given: dict[str, Any] = {"token": token, "hosts": ["relove.ru"], "is_counted": True}
    async with state.pool.acquire() as connection:
        row = await connection.fetchrow(FOLLOW.sql, *FOLLOW.arguments(given))
    return Redirect(row["url"], status_code=303)


@get("/health/ready")
async def ready() -> str:
    return "ok"


@asynccontextmanager
async def pooled(app: Litestar) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["RELOVE_DATABASE_URL"], min_size=10, max_size=10) as pool:
        app.state.pool = pool
        yield


if __name__ == "__main__":
    bare = Litestar([go, ready], lifespan=[pooled], openapi_config=None, logging_config=None)
    uvicorn.run(bare, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False, ws="none")
