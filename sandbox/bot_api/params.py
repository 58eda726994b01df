"""The parameters of one call, however they were sent: query, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.bot_api.errors import BadRequest

#: What the store can hold.
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Params:
    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            return json.dumps(value)
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise BadRequest("strings must be encoded in UTF-8")
        return value

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return max(-LARGEST, min(int(self.values.get(name, default)), LARGEST))
        except (TypeError, ValueError, OverflowError):
            return default

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def structure(self, name: str, *, called: str = "") -> Any:
        """A JSON-serialized parameter: as text in a form, as itself in a JSON body."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise BadRequest(f"can't parse {called or name} JSON object") from None


async def read_params(request: web.Request) -> Params:
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _read_object(request)
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            elif isinstance(value, str):
                values[name] = value
            else:
                uploads[name] = Upload(name, "application/octet-stream", bytes(value))
    return Params(values, uploads)


async def read_body(request: web.Request) -> Any:
    try:
        return json.loads(await request.read() or b"{}")
    except ValueError:
        raise BadRequest("can't parse JSON object") from None


async def _read_object(request: web.Request) -> dict[str, Any]:
    body = await read_body(request)
    if not isinstance(body, dict):
        raise BadRequest("can't parse JSON object")
    return body
