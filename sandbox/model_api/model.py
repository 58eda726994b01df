"""The model: one call from door to answer, with the fault that it is to have."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiohttp import web

from relove_adapters.llm.scripted.coach import ScriptedCoach
from sandbox.bot_api.broken_answers import cut
from sandbox.model_api.completions import completion, content_of, transcript
from sandbox.model_api.faults import Fault, Faults
from sandbox.model_api.inventing import invented
from sandbox.model_api.log import Call, Log
from sandbox.model_api.question import shape_of
from sandbox.model_api.refusals import NO_MODEL, error_in_body, refusal, refusal_for

MODELS = ("local-coach", "local-ear")
HEARD = "Я всем помогаю, а мне никто."


@cache
def one_coach() -> ScriptedCoach:
    """It keeps nothing between two questions, and takes a fifth of a second to read its texts."""
    return ScriptedCoach()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """``key``: the only one that is let in; None lets everybody in. ``models``: the only names that are known."""

    key: str | None = None
    models: tuple[str, ...] = ()
    faults: Faults = field(default_factory=Faults)
    log: Log = field(default_factory=Log)
    coach: ScriptedCoach = field(default_factory=one_coach)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        call = self._logged(request, "chat", body)
        return await self._answered(request, call, body.get("model", ""))

    async def hear(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        file = form.get("file")
        told = {name: value for name, value in form.items() if isinstance(value, str)}
        if isinstance(file, web.FileField):
            with file.file as content:
                told |= {"file_name": file.filename, "bytes": str(len(content.read()))}
        call = self._logged(request, "audio", told)
        return await self._answered(request, call, told.get("model", ""))

    async def listed(self, request: web.Request) -> web.StreamResponse:
        return await self._answered(request, self._logged(request, "models", {}), "")

    async def one(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        return await self._answered(request, self._logged(request, "model", {"model": name}), name)

    def _logged(self, request: web.Request, path: str, body: dict[str, Any]) -> Call:
        headers = {name: value for name, value in request.headers.items() if name.lower() != "authorization"}
        return self.log.open(path, headers, body)

    async def _answered(self, request: web.Request, call: Call, model: str) -> web.StreamResponse:
        try:
            return await self._refused(request, call, model) or await self._sound(request, call)
        finally:
            call.took_s = time.time() - call.received

    async def _refused(self, request: web.Request, call: Call, model: str) -> web.StreamResponse | None:
        """What comes instead of an answer, where something does."""
        if self.key is not None and request.headers.get("Authorization") != f"Bearer {self.key}":
            return refusal(401, "Incorrect API key provided", code="invalid_api_key")
        if model and self.models and model not in self.models:
            return refusal(404, NO_MODEL.format(model), code="model_not_found")
        fault = self.faults.pick(call.path)
        if fault is None:
            return None
        call.fault = fault.kind
        return await self._broken(request, fault, model) or await self._sound(request, call, fault)

    async def _broken(self, request: web.Request, fault: Fault, model: str) -> web.StreamResponse | None:
        match fault.kind:
            case "reset":
                return cut(request)
            case "never":
                await self.stopping.wait()
                return cut(request)
            case "slow":
                await asyncio.sleep(fault.seconds)
                return None
            case "not_json":
                return web.Response(text='{"id": "chatcmpl-1", "choices": [{"mess', content_type="application/json")
            case "empty_body":
                return web.Response(text="", content_type="application/json")
            case "error_in_body":
                return web.json_response(error_in_body())
        return refusal_for(fault, model)

    async def _sound(self, request: web.Request, call: Call, fault: Fault | None = None) -> web.StreamResponse:
        body = json.dumps(await self._body(call, fault), ensure_ascii=False).encode()
        if fault is not None and fault.kind == "cut":
            return await _half(request, body)
        if fault is not None and fault.kind == "drip":
            return await _drop_by_drop(request, body, fault.seconds)
        return web.Response(body=body, content_type="application/json")

    async def _body(self, call: Call, fault: Fault | None) -> dict[str, Any]:
        names = self.models or MODELS
        match call.path:
            case "models":
                return {"object": "list", "data": [_described(name) for name in names]}
            case "model":
                return _described(call.body["model"])
            case "audio":
                call.sent = transcript(HEARD, fault)["text"]
                return {"text": call.sent}
        shape = shape_of(call.body)
        call.schema = shape.name
        call.sent = content_of(await invented(self.coach, call.body, shape), shape, fault)
        return completion(call.body, call.sent, fault, number=call.number)


def _described(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "sandbox"}


async def _half(request: web.Request, body: bytes) -> web.StreamResponse:
    """Promise the whole body, send half of it, and hang up."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    cut(request)
    return response


async def _drop_by_drop(request: web.Request, body: bytes, seconds: float) -> web.StreamResponse:
    """So slowly as a whole, and yet with something new all the time."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await response.prepare(request)
    for at in range(len(body)):
        await response.write(body[at : at + 1])
        await asyncio.sleep(seconds / len(body))
    return response
