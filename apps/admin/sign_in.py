"""The way in."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from apps.admin.guards import OPEN_TO_ALL
from apps.admin.pages import Pages

PATH = "/sign-in"


class SignInController(Controller):
    opt = {OPEN_TO_ALL: True}  # noqa: RUF012 - Litestar's own way to say it

    @get(PATH, summary="How to get in")
    async def sign_in(
        self, request: Request[Any, Any, Any], pages: NamedDependency[SkipValidation[Pages]]
    ) -> Response[str]:
        return pages.page(request, "sign_in.html")
