"""The sandbox's own controls over HTTP: what is to go wrong next, and what was asked so far."""

from typing import Any

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from sandbox.model_api.faults import Fault
from sandbox.model_api.model import Model

RULES: TypeAdapter[list[Fault]] = TypeAdapter(list[Fault])


class Controls:
    def __init__(self, model: Model) -> None:
        self._model = model

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/health/live", self.live),
            web.get("/model/faults", self.faults),
            web.post("/model/faults", self.set_faults),
            web.get("/model/log", self.log),
            web.delete("/model/log", self.forget),
        ]

    async def live(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def faults(self, _request: web.Request) -> web.Response:
        return web.json_response({"faults": self._model.faults.list()})

    async def set_faults(self, request: web.Request) -> web.Response:
        """Takes one rule or a list of them, in place of those in force; ``[]`` ends them all."""
        given: Any = await request.json()
        try:
            self._model.faults.set(RULES.validate_python(given if isinstance(given, list) else [given]))
        except ValidationError as error:
            return web.json_response({"error": error.errors(include_url=False)}, status=400)
        return await self.faults(request)

    async def log(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        calls = self._model.log.read(after=after, path=request.query.get("path"))
        return web.json_response({"calls": calls, "last": self._model.log.last})

    async def forget(self, _request: web.Request) -> web.Response:
        self._model.log.calls.clear()
        return web.json_response({"last": self._model.log.last})
