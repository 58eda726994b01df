"""The panel's only translator of errors: a page for a browser, problem JSON for a program, a traceback for nobody."""

from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.routes import HTTPRoute
from litestar.types import ExceptionHandlersMap

from apps.admin import sign_in
from apps.admin.pages import Pages

log = structlog.get_logger()

PROBLEM = "application/problem+json"
#: Those with words of their own; the others share the words of 400 and 500.
SPOKEN = frozenset({400, 401, 404, 405, 500})


class Refusals:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def handlers(self) -> ExceptionHandlersMap:
        return {HTTPException: self._refuse, Exception: self._crash}

    def _refuse(self, request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
        if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return self._crash(request, error)
        if error.status_code == HTTPStatus.UNAUTHORIZED and (way_in := _way_in(request)) is not None:
            return way_in
        answer = self._say(request, error.status_code)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            answer.headers["Allow"] = ", ".join(_allowed(request))
        return answer

    def _crash(self, request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        log.error("request.failed", route=request.scope.get("path_template", "none"), exc_info=error)
        return self._say(request, getattr(error, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR))

    def _say(self, request: Request[Any, Any, Any], status: int) -> Response[Any]:
        words = f"error-{_spoken(status)}"
        if _is_for_browser(request):
            return self._pages.page(request, "error.html", status=status, code=status, words=words)
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": int(status),
            "detail": self._pages.text(request, f"{words}-text"),
        }
        return Response(problem, status_code=status, media_type=PROBLEM, headers={"Vary": "Accept-Language, Accept"})


def _spoken(status: int) -> int:
    if status in SPOKEN:
        return status
    return 500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400


def _allowed(request: Request[Any, Any, Any]) -> list[str]:
    """What may be done at this path; HTTP wants it said, and Litestar does not."""
    path = request.scope["path"].rstrip("/") or "/"
    routes = (route for route in request.app.routes if isinstance(route, HTTPRoute) and route.path == path)
    methods = {str(method) for route in routes for method in route.methods} or {"GET"}
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)


def _way_in(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """Where a browser that is not signed in is sent; a fragment cannot follow a redirect, so HTMX gets its own."""
    if request.headers.get("hx-request") == "true":
        return Response(None, status_code=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": sign_in.PATH})
    if _is_for_browser(request):
        return Redirect(sign_in.PATH, status_code=303)
    return None


def _is_for_browser(request: Request[Any, Any, Any]) -> bool:
    return "text/html" in request.headers.get("accept", "")
