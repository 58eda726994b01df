"""The HTTP server: its routes, its start and its stop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from sandbox.bot_api.same_origin import only_from_here
from sandbox.model_api.controls import Controls
from sandbox.model_api.model import Model

LARGEST_BODY = 52 * 1024 * 1024
#: OpenAI's SDK is given the first with its address, Groq's adds the second itself.
PREFIXES = ("/v1", "/openai/v1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    host: str = "127.0.0.1"
    port: int
    key: str | None = None
    models: tuple[str, ...] = ()


def build_app(model: Model) -> web.Application:
    app = web.Application(middlewares=[only_from_here], client_max_size=LARGEST_BODY)
    for prefix in PREFIXES:
        app.add_routes(
            [
                web.post(f"{prefix}/chat/completions", model.chat),
                web.post(f"{prefix}/audio/transcriptions", model.hear),
                web.get(f"{prefix}/models", model.listed),
                web.get(f"{prefix}/models/{{name:.+}}", model.one),
            ]
        )
    app.add_routes(Controls(model).routes())
    return app


async def serve(settings: Settings, *, stop: asyncio.Event, started: Callable[[], None] = lambda: None) -> None:
    """Answer until ``stop`` is set. Raises OSError where the address cannot be had."""
    model = Model(key=settings.key, models=settings.models)
    runner = web.AppRunner(build_app(model), handler_cancellation=True, shutdown_timeout=0.5, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        started()
        await stop.wait()
    finally:
        model.stopping.set()
        await runner.cleanup()
