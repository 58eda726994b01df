"""Telegram's calls: the secret first, then the update kept, then 200."""

import hmac
import json
from typing import Any

import structlog
from aiogram import Bot
from aiohttp import web

from apps.bot.intake import Intake
from apps.bot.settings import BotSettings
from relove_adapters.telegram.updates import KINDS

log = structlog.get_logger()

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024


def webhook_app(*, intake: Intake, secret: str, path: str) -> web.Application:
    """Answers 401 without the secret, 413 and 400 for what is no update, 503 while nothing can be kept."""
    expected = secret.encode()

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.getall(HEADER, [])
        if len(given) != 1 or not hmac.compare_digest(given[0].encode("utf-8", "surrogateescape"), expected):
            return web.json_response({"error": "secret"}, status=401)
        raw = await request.read()
        update = _parsed(raw)
        if update is None:
            return web.json_response({"error": "update: a JSON object with a whole number update_id"}, status=400)
        try:
            await intake.take([(update, raw)])
        except Exception:
            log.exception("webhook.not_kept")
            return web.json_response({"error": "try again"}, status=503)
        return web.json_response({})

    app = web.Application(client_max_size=MOST_BYTES)
    app.router.add_post(path, receive)
    return app


def _parsed(raw: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and type(update.get("update_id")) is int else None


async def tell_webhook(bot: Bot, settings: BotSettings) -> None:
    """Where Telegram is to call, or that we ask ourselves."""
    if settings.bot_mode == "polling" or settings.webhook_url is None or settings.webhook_secret is None:
        await bot.delete_webhook()
        return
    await bot.set_webhook(
        settings.webhook_url,
        secret_token=settings.webhook_secret.get_secret_value(),
        allowed_updates=list(KINDS),
    )
