"""Tracked links: a door for everybody, which knows nothing of the panel behind it."""

import re
from http import HTTPStatus
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import ServiceUnavailableException
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect

from apps.admin.edge import AS_HEAD
from apps.admin.guards import OPEN_TO_ALL
from apps.admin.pages import Pages
from relove_core.streams.follow_link import FollowLink
from relove_core.streams.links import LinkNotAllowed, LinkUnknown
from relove_core.transactions import StorageUnavailable

#: Who fetches a page to show what it looks like says so; CUBOT is a telephone.
_MACHINE = re.compile(
    r"(?<!cu)bot\b|crawler|spider|preview|facebookexternalhit|^whatsapp/|vkshare|embedly|snippet", re.IGNORECASE
)
_AHEAD = ("purpose", "sec-purpose", "x-purpose", "x-moz")


class GoController(Controller):
    opt = {OPEN_TO_ALL: True}  # noqa: RUF012 - Litestar's own way to say it

    @get("/go/{token:str}", summary="Follow a tracked link")
    async def go(
        self,
        request: Request[Any, Any, Any],
        token: FromPath[str],
        follow_link: NamedDependency[SkipValidation[FollowLink]],
        pages: NamedDependency[SkipValidation[Pages]],
    ) -> Response[Any]:
        try:
            url = await follow_link(token, is_counted=is_a_visit(request))
        except LinkUnknown:
            return pages.page(request, "link.html", status=HTTPStatus.NOT_FOUND, words="link-unknown")
        except LinkNotAllowed:
            return pages.page(request, "link.html", status=HTTPStatus.GONE, words="link-gone")
        except StorageUnavailable as e:
            raise ServiceUnavailableException from e
        return Redirect(url, status_code=303, headers={"Cache-Control": "no-store"})


def is_a_visit(request: Request[Any, Any, Any]) -> bool:
    """Whether a person is behind it, not a machine that looks ahead or wants to show what is there.

    Who does not say what they are counts. Links go out without a preview, but people pass them on.
    """
    looks_ahead = any("prefetch" in request.headers.get(name, "").lower() for name in _AHEAD)
    is_machine = _MACHINE.search(request.headers.get("user-agent", "")) is not None
    return not (request.scope.get(AS_HEAD) or looks_ahead or is_machine)
