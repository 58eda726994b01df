"""The chat page: its files, what it reads and what its people do."""

from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.bot_api import files, messages, page_views, people, person_actions, public_pages
from sandbox.bot_api.controls import answer
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.page_events import stream_events
from sandbox.bot_api.params import Params, read_params
from sandbox.bot_api.world import World

STATIC = Path(__file__).with_name("static")
SAFE_TO_SHOW = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/webm")
POLICY = "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'"


class Page:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self.index),
            web.static("/static", STATIC),
            web.get("/sandbox/events", self.events),
            web.get("/sandbox/people", self.people),
            web.post("/sandbox/people", self.add_person),
            web.get("/sandbox/chat", self.chat),
            web.post("/sandbox/messages", self.say),
            web.post("/sandbox/uploads", self.upload),
            web.post("/sandbox/edits", self.edit),
            web.post("/sandbox/presses", self.press),
            web.post("/sandbox/blocks", self.block),
            web.post("/sandbox/reads", self.read),
            web.get("/sandbox/files/{file_id}", self.file),
        ]

    async def index(self, _request: web.Request) -> web.FileResponse:
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        return web.FileResponse(STATIC / "index.html", headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        return await stream_events(self._world, request)

    async def people(self, request: web.Request) -> web.Response:
        return answer(page_views.people_view(self._world, Params(dict(request.query)).integer("person")))

    async def add_person(self, request: web.Request) -> web.Response:
        """One person or a list; fields of a known id are changed (is_started, bio, posts, photo, ... too)."""
        params = await read_params(request)
        given = params.structure("people") or [params.values]
        with self._world.store.transaction():
            ids = [_saved(self._world, _checked(person)) for person in given]
            self._world.store.after_commit(lambda: self._world.events.tell("people"))
        return answer({"ok": True, "ids": ids})

    async def chat(self, request: web.Request) -> web.Response:
        params = Params(dict(request.query))
        before = params.integer("before") or 2**60
        return answer(page_views.chat_view(self._world, *_who_and_where(params), before))

    async def say(self, request: web.Request) -> web.Response:
        params = await read_params(request)
        return answer(person_actions.say(self._world, *_who_and_where(params), _said(params)))

    async def upload(self, request: web.Request) -> web.Response:
        params = await read_params(request)
        if "file" not in params.uploads:
            raise BadRequest("there is no file in the request")
        kind, file = params.text("kind") or "", params.uploads["file"]
        about = {name: str(value) for name, value in params.values.items()}
        return answer(person_actions.show(self._world, *_who_and_where(params), kind, file, about))

    async def edit(self, request: web.Request) -> web.Response:
        params = await read_params(request)
        message_id = params.integer("message_id")
        return answer(person_actions.edit(self._world, *_who_and_where(params), message_id, _said(params)))

    async def press(self, request: web.Request) -> web.Response:
        params = await read_params(request)
        message_id, data = params.integer("message_id"), params.text("data") or ""
        callback_id = person_actions.press(self._world, *_who_and_where(params), message_id, data)
        return answer({"callback_id": callback_id})

    async def block(self, request: web.Request) -> web.Response:
        params = await read_params(request)
        person_actions.block(self._world, params.integer("person"), is_blocking=params.flag("is_blocking"))
        return answer({"ok": True})

    async def read(self, request: web.Request) -> web.Response:
        params = await read_params(request)
        messages.mark_read(self._world.store, *_who_and_where(params), params.integer("message_id"))
        return answer({"ok": True})

    async def file(self, request: web.Request) -> web.Response:
        """A picture or a sound to show; anything else only to save, so that nothing runs in the page."""
        found = files.find(self._world.store, file_id=request.match_info["file_id"])
        stored = found and files.data_at(self._world.store, found.path)
        if not found or not stored:
            raise web.HTTPNotFound
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        if not found.mime.startswith(SAFE_TO_SHOW):
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=stored[1], content_type=found.mime, headers=headers)


def _who_and_where(params: Params) -> tuple[int, int]:
    person_id = params.integer("person")
    return person_id, params.integer("chat") or person_id


def _said(params: Params) -> str:
    """As it was typed; a browser may hand over half of an emoji, and the bot has to bear it."""
    return str(params.values.get("text") or "")


def _saved(world: World, person: dict[str, Any]) -> int:
    person_id = people.save(world.store, person)
    public_pages.save(world.store, person_id, person)
    return person_id


def _checked(person: Any) -> dict[str, Any]:
    name = person.get("first_name") if isinstance(person, dict) else None
    if not isinstance(person, dict) or ("id" not in person and not str(name or "").strip()):
        raise BadRequest("a person needs a first_name")
    if not isinstance(person.get("id", 1), int) or abs(person.get("id", 1)) >= 2**53:
        raise BadRequest("an id is a number")
    return {field: _clean(value) if isinstance(value, str) else value for field, value in person.items()}


def _clean(text: str) -> str:
    return text.strip().encode("utf-8", "replace").decode()
