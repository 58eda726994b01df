"""What every answer has, whoever gives it: the headers that keep a browser safe, and one line in the log."""

import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

import structlog

log = structlog.get_logger()

Header = tuple[bytes, bytes]
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
SAFE = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
ONLY_TLS = (b"strict-transport-security", b"max-age=31536000")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
AS_HEAD = "relove.as_head"
"""In the scope of a request that came as HEAD and is a GET to everything within."""
#: Asked every few seconds by machines: told only where somebody wants to know everything.
QUIET = ("/health/", "/metrics")


class Edge:
    def __init__(self, app: Any, *, is_https: bool) -> None:
        self._app = app
        self._headers = (*SAFE, ONLY_TLS) if is_https else SAFE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, statuses = time.perf_counter(), [0]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses[0] = message["status"]
                message["headers"] = [*_stored_nowhere(message["headers"]), *self._headers]
            await send(message)

        # The server leaves out the body of an answer to HEAD, so that it is a GET to everything within.
        seen: Scope = {**scope, "method": "GET", AS_HEAD: True} if scope["method"] == "HEAD" else scope
        try:
            await self._app(seen, receive, answer)
        finally:
            _tell(scope["method"], seen.get("path_template") or "none", statuses[0], started)


def _stored_nowhere(headers: Iterable[Header]) -> list[Header]:
    """What does not say how long it may be kept is kept by nobody."""
    given = list(headers)
    is_said = any(name.lower() == b"cache-control" for name, _ in given)
    return given if is_said else [*given, (b"cache-control", b"no-store")]


def _tell(method: str, route: str, status: int, started: float) -> None:
    """The route, never the path: what a person typed or was sent may be in there."""
    level = log.debug if route.startswith(QUIET) else log.info
    known = method if method in METHODS else "other"
    took_ms = round((time.perf_counter() - started) * 1000)
    level("request.answered", method=known, route=route, status=status, took_ms=took_ms)
