"""The sandbox's own controls over HTTP: for tests, and for people who want to see inside."""

from typing import Any

from aiohttp import web

from sandbox.bot_api import files, injection, log, people, updates
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.json_text import dump
from sandbox.bot_api.params import read_body
from sandbox.bot_api.world import World

MANY = 1_000_000


def answer(body: Any) -> web.Response:
    return web.Response(text=dump(body), content_type="application/json")


class Controls:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/health/live", self.live),
            web.get("/sandbox/log", self.log),
            web.post("/sandbox/updates", self.inject),
            web.get("/sandbox/faults", self.faults),
            web.post("/sandbox/faults", self.set_faults),
            web.get("/sandbox/state", self.state),
            web.get("/file/bot{token}/{path:.+}", self.file),
        ]

    async def live(self, _request: web.Request) -> web.Response:
        return answer({"status": "ok"})

    async def log(self, request: web.Request) -> web.Response:
        query = request.query
        try:
            after, limit = int(query.get("after", 0)), int(query.get("limit", MANY))
            chat_id = int(query["chat_id"]) if "chat_id" in query else None
        except ValueError:
            raise BadRequest("after, limit and chat_id are numbers") from None
        calls = log.read(self._world.store, after=after, method=query.get("method"), chat_id=chat_id, limit=limit)
        return answer({"calls": calls, "last": calls[-1]["number"] if calls else after})

    async def inject(self, request: web.Request) -> web.Response:
        return answer({"ok": True, "update_ids": injection.inject(self._world, await request.read())})

    async def faults(self, _request: web.Request) -> web.Response:
        return answer({"faults": self._world.faults.list()})

    async def set_faults(self, request: web.Request) -> web.Response:
        rules = await read_body(request)
        self._world.faults.set(rules if isinstance(rules, list) else [rules])
        return await self.faults(request)

    async def state(self, _request: web.Request) -> web.Response:
        store = self._world.store
        rows = store.rows("SELECT id, first_name, username, is_started, is_blocking, is_deactivated FROM people")
        return answer(
            {
                "bot": self._world.bot(),
                "admin_ids": self._world.admin_ids,
                "pending_updates": updates.pending(self._world),
                "allowed_updates": store.recall("allowed_updates", []),
                "webhook": store.recall("webhook"),
                "webhook_error": store.recall("webhook_error"),
                "faults": self._world.faults.list(),
                "limits": self._world.limits.is_on,
                "last_call": store.number("SELECT max(number) FROM calls"),
                "messages": store.number("SELECT count(*) FROM messages"),
                "people": [dict(row) for row in rows],
                "group_id": people.GROUP_ID,
            }
        )

    async def file(self, request: web.Request) -> web.Response:
        found = files.data_at(self._world.store, request.match_info["path"])
        if request.match_info["token"] != self._world.token or found is None:
            raise web.HTTPNotFound
        return web.Response(body=found[1], content_type="application/octet-stream")
