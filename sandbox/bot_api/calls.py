"""One call of the Bot API from door to answer: token, fault, limits, method, log."""

import asyncio
import secrets
import time
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from sandbox.bot_api import log, people
from sandbox.bot_api.broken_answers import bad_gateway, cut
from sandbox.bot_api.errors import ApiError, NotFound, TooManyRequests, Unauthorized
from sandbox.bot_api.faults import Fault
from sandbox.bot_api.json_text import dump_bytes
from sandbox.bot_api.methods.receiving import Polling
from sandbox.bot_api.methods.table import LIMITED, METHODS, SPELLING
from sandbox.bot_api.params import Params, read_params
from sandbox.bot_api.world import World

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def response(self) -> web.Response:
        return web.Response(status=self.status, body=self.body, content_type=JSON)


class BotApi:
    def __init__(self, world: World) -> None:
        self._world = world
        self._polling = Polling()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        received = time.time()
        given = request.match_info["method"]
        method = SPELLING.get(given.lower(), given)
        try:
            params = await read_params(request)
        except ApiError as error:
            return _refusal(error).response()
        call = self._call(received, method, params)
        if not secrets.compare_digest(request.match_info["token"].encode(), self._world.token.encode()):
            return self._refuse(call, Unauthorized()).response()
        fault = self._world.faults.pick(method, call.chat_id)
        if fault is None:
            return (await self._handle(call, params)).response()
        return await self._disturb(request, fault, replace(call, fault=fault.kind), params)

    def _call(self, received: float, method: str, params: Params) -> log.Call:
        files = {name: f"<{upload.name}, {len(upload.data)} bytes>" for name, upload in params.uploads.items()}
        shown = {**params.values, **files}
        chat_id = _chat_id(self._world, params)
        return log.Call(received=received, method=method, chat_id=chat_id, params=shown, outcome="")

    async def _disturb(self, request: web.Request, fault: Fault, call: log.Call, params: Params) -> web.StreamResponse:
        """The answer with a fault in it; what comes before handling leaves no trace but the log."""
        refusal = fault.refusal()
        if refusal is not None:
            return self._refuse(call, refusal).response()
        if fault.kind == "html_502":
            self._write(replace(call, outcome=502))
            return bad_gateway()
        if fault.kind == "reset":
            self._write(replace(call, outcome="reset"))
            return cut(request)
        answer = await self._handle(call, params)
        if fault.kind == "accept_then_reset":
            return cut(request)
        await self._pause(fault.seconds if fault.kind == "slow" else None)
        return answer.response() if fault.kind == "slow" else cut(request)

    async def _pause(self, seconds: float | None) -> None:
        """Until the time is over or the sandbox stops; a caller who leaves ends it too."""
        try:
            async with asyncio.timeout(seconds):
                await self._world.stopping.wait()
        except TimeoutError:
            return

    async def _handle(self, call: log.Call, params: Params) -> Answer:
        if call.method == "getUpdates":
            return await self._poll(call, params)
        try:
            with self._world.store.transaction():
                result = self._run(call, params)
                message = result if isinstance(result, dict) else {}
                self._write(
                    replace(
                        call,
                        outcome=200,
                        message_id=message.get("message_id"),
                        shown=message.get("text", message.get("caption")),
                    )
                )
        except ApiError as error:
            return self._refuse(call, error)
        return Answer(200, dump_bytes({"ok": True, "result": result}))

    def _run(self, call: log.Call, params: Params) -> Any:
        if call.method not in METHODS:
            raise NotFound
        limited = call.chat_id if call.method in LIMITED else None
        if limited is not None:
            wait = self._world.limits.wait_for(limited, call.received)
            if wait:
                raise TooManyRequests(wait)
        result = METHODS[call.method](self._world, params)
        if limited is not None:
            self._world.limits.count(limited, call.received)
        return result

    async def _poll(self, call: log.Call, params: Params) -> Answer:
        try:
            batch = await self._polling.get_updates(self._world, params)
        except ApiError as error:
            return self._refuse(call, error)
        self._write(replace(call, outcome=200))
        return Answer(200, b'{"ok":true,"result":[' + b",".join(batch) + b"]}")

    def _refuse(self, call: log.Call, error: ApiError) -> Answer:
        self._write(replace(call, outcome=error.status, description=error.description))
        return _refusal(error)

    def _write(self, call: log.Call) -> None:
        log.append(self._world.store, call)


def _refusal(error: ApiError) -> Answer:
    return Answer(error.status, dump_bytes(error.body()))


def _chat_id(world: World, params: Params) -> int | None:
    try:
        return people.resolve(world.store, params.text("chat_id"))
    except ApiError:
        return params.integer("chat_id") or params.integer("user_id") or None
