"""``/health/live``, ``/health/ready`` and ``/metrics``, and what readiness asks of the database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from http import HTTPStatus

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters import metrics
from relove_adapters.listening import CannotListen, listening
from relove_adapters.postgres.health import newest_revision, schema_is_old, schema_revision
from relove_adapters.postgres.opening import TROUBLE

__all__ = ["FINE", "CannotListen", "Readiness", "database_checks", "health_app", "ready_status", "serving"]

#: Each check by name; ``ok``, or in a word what is wrong: never an address or the text of an exception.
Readiness = Callable[[], Awaitable[Mapping[str, str]]]

FINE = "ok"
#: What readiness tells and does without: the scripted coach goes on, and the Bot API tells of people.
BEARABLE = frozenset({"llm", "llm_fallback", "telethon"})
NOT_CHECKED = "not checked"
PATIENCE_S = 3.0


def health_app(*, readiness: Readiness) -> web.Application:
    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"status": FINE})

    async def ready(_request: web.Request) -> web.Response:
        checks = await readiness()
        return web.json_response(dict(checks), status=ready_status(checks))

    async def exposition(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={"Content-Type": metrics.CONTENT_TYPE})

    app = web.Application()
    app.add_routes(
        [web.get("/health/live", live), web.get("/health/ready", ready), web.get("/metrics", exposition)],
    )
    app.on_response_prepare.append(_without_banner)
    return app


def ready_status(checks: Mapping[str, str]) -> HTTPStatus:
    is_ready = all(value == FINE for name, value in checks.items() if name not in BEARABLE)
    return HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE


@asynccontextmanager
async def serving(app: web.Application, listen: str) -> AsyncIterator[None]:
    """Serve ``app`` on ``host:port`` until the block ends.

    Raises:
        CannotListen: before the block begins.
    """
    bound = listening(listen)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    try:
        await runner.setup()
        await web.SockSite(runner, bound).start()
        yield
    finally:
        await runner.cleanup()
        bound.close()


async def database_checks(engine: AsyncEngine) -> dict[str, str]:
    """Whether PostgreSQL answers in time, and whether its schema is one this code can work with."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            is_old = await _is_old(engine)
    except TimeoutError:
        return {"database": "slow: no answer in time", "schema": NOT_CHECKED}
    except TROUBLE:
        return {"database": "unreachable", "schema": NOT_CHECKED}
    return {"database": FINE, "schema": "old: run migrations" if is_old else FINE}


async def _is_old(engine: AsyncEngine) -> bool:
    """The usual answer costs one query; the migrations are read from the disk only where the two differ."""
    return await schema_revision(engine) != _newest() and await schema_is_old(engine)


@cache
def _newest() -> str | None:
    return newest_revision()


async def _without_banner(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.pop("Server", None)
