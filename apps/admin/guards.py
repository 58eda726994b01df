"""Who may pass. The guard stands before every route; a route that is open to all has to say so."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

OPEN_TO_ALL = "open_to_all"


def require_signed_in(_connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse everybody who is not signed in; nobody can be before the bot hands out links."""
    if not handler.opt.get(OPEN_TO_ALL, False):
        raise NotAuthorizedException
