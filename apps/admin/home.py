"""The first page behind the door."""

from litestar import get
from litestar.response import Redirect

from apps.admin import sign_in


@get("/", summary="The panel's first page")
async def home() -> Redirect:
    """Until there is a panel behind the door, the way leads back to it."""
    return Redirect(sign_in.PATH)
