"""The HTTP server: its routes, its start and its stop."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sandbox.bot_api import first_pages, people
from sandbox.bot_api.calls import BotApi
from sandbox.bot_api.controls import Controls, answer
from sandbox.bot_api.errors import ApiError
from sandbox.bot_api.faults import Faults
from sandbox.bot_api.limits import Limits
from sandbox.bot_api.page import Page
from sandbox.bot_api.same_origin import only_from_here
from sandbox.bot_api.store import Store
from sandbox.bot_api.webhook import Deliveries
from sandbox.bot_api.world import World

DATABASE = "bot_api.sqlite3"
LARGEST_BODY = 52 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    host: str
    port: int
    data_dir: Path
    token: str
    bot_username: str = "relove_natasha_bot"
    admin_ids: tuple[int, ...] = ()
    has_limits: bool = True
    chat_burst: int = 3


@web.middleware
async def say_no_in_json(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except ApiError as error:
        refusal = answer(error.body())
        refusal.set_status(error.status)
        return refusal
    except (web.HTTPNotFound, web.HTTPRequestEntityTooLarge) as error:
        body = {"ok": False, "error_code": error.status, "description": error.reason}
        return web.json_response(body, status=error.status)


async def keep_nothing_old(_request: web.Request, response: web.StreamResponse) -> None:
    """A page of yesterday's version must not meet today's server."""
    response.headers.setdefault("Cache-Control", "no-cache")


def build_app(world: World) -> web.Application:
    app = web.Application(middlewares=[only_from_here, say_no_in_json], client_max_size=LARGEST_BODY)
    app.add_routes([web.route("*", "/bot{token}/{method}", BotApi(world).answer)])
    app.add_routes([*Controls(world).routes(), *Page(world).routes()])
    app.on_response_prepare.append(keep_nothing_old)
    return app


def open_world(settings: Settings) -> World:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.data_dir / DATABASE)
    people.settle(store, settings.admin_ids)
    first_pages.settle(store)
    return World(
        token=settings.token,
        bot_username=settings.bot_username,
        admin_ids=settings.admin_ids,
        store=store,
        limits=Limits(is_on=settings.has_limits, chat_burst=settings.chat_burst),
        faults=Faults(store),
    )


async def serve(settings: Settings, *, stop: asyncio.Event, started: Callable[[], None] = lambda: None) -> None:
    """Answer until ``stop`` is set. Raises OSError where the address or the folder cannot be had."""
    world = open_world(settings)
    with closing(world.store):
        runner = web.AppRunner(build_app(world), handler_cancellation=True, shutdown_timeout=0.5, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
            started()
            async with asyncio.TaskGroup() as tasks:
                deliveries = tasks.create_task(Deliveries(world).run())
                await stop.wait()
                deliveries.cancel()
        finally:
            world.stopping.set()
            world.new_updates.ring()
            world.events.close()
            await runner.cleanup()
