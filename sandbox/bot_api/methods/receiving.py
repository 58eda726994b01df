"""getUpdates and the settings of the webhook."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from sandbox.bot_api import updates
from sandbox.bot_api.errors import BadRequest, Conflict
from sandbox.bot_api.params import Params
from sandbox.bot_api.world import World

BY_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
BY_ANOTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
LONGEST_POLL = 50


class Polling:
    """One poller at a time: a newer one ends the older."""

    def __init__(self) -> None:
        self._turn = 0

    async def get_updates(self, world: World, params: Params) -> list[bytes]:
        """The updates as they wait, byte for byte."""
        self._turn += 1
        turn = self._turn
        world.new_updates.ring()
        _check_no_webhook(world)
        with world.store.transaction():
            _remember_allowed(world, params)
            _confirm(world, params.integer("offset"))
        limit = min(max(params.integer("limit", 100), 1), 100)
        deadline = time.monotonic() + min(max(params.integer("timeout"), 0), LONGEST_POLL)
        while True:
            batch = updates.batch(world, limit)
            left = deadline - time.monotonic()
            if batch or left <= 0 or world.stopping.is_set():
                return batch
            await world.new_updates.wait(left)
            if turn != self._turn:
                raise Conflict(BY_ANOTHER)
            _check_no_webhook(world)


def _check_no_webhook(world: World) -> None:
    if world.store.recall("webhook"):
        raise Conflict(BY_WEBHOOK)


def _remember_allowed(world: World, params: Params) -> None:
    if params.has("allowed_updates"):
        wanted = params.structure("allowed_updates")
        if not isinstance(wanted, list):
            raise BadRequest("can't parse allowed updates JSON object")
        world.store.remember("allowed_updates", wanted)


def _confirm(world: World, offset: int) -> None:
    if offset > 0:
        updates.confirm_before(world, offset)
    elif offset < 0:
        updates.confirm_all_but(world, -offset)


def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url") or ""
    if not url:
        return delete_webhook(world, params)
    secret = params.text("secret_token") or ""
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise BadRequest("bad webhook: invalid URL specified")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise BadRequest("bad webhook: secret token contains unallowed characters")
    connections = min(max(params.integer("max_connections", 40), 1), 100)
    _remember_allowed(world, params)
    world.store.remember("webhook", {"url": url, "secret": secret, "max_connections": connections})
    world.store.forget("webhook_error")
    _drop_if_asked(world, params)
    world.store.after_commit(world.new_updates.ring)
    return True


def delete_webhook(world: World, params: Params) -> bool:
    world.store.forget("webhook")
    world.store.forget("webhook_error")
    _drop_if_asked(world, params)
    world.store.after_commit(world.new_updates.ring)
    return True


def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        updates.drop_all(world)


def webhook_info(world: World, _params: Params) -> dict[str, Any]:
    webhook = world.store.recall("webhook") or {"url": ""}
    info = {"url": webhook["url"], "has_custom_certificate": False, "pending_update_count": updates.pending(world)}
    if "max_connections" in webhook:
        info["max_connections"] = webhook["max_connections"]
    allowed = world.store.recall("allowed_updates", [])
    return {**info, **({"allowed_updates": allowed} if allowed else {}), **world.store.recall("webhook_error", {})}
