"""Pages: a template, the reader's language, and links to files that change their address when they change."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Request, Response

from apps.admin.wording import Wording, language_of

STATIC = files("apps.admin").joinpath("static")


class Pages:
    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._templates = Environment(
            loader=PackageLoader("apps.admin"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["static"] = static_url

    def page(
        self, request: Request[Any, Any, Any], template: str, *, status: int = 200, **values: object
    ) -> Response[str]:
        language = language_of(request.headers.get("accept-language", ""))
        say = self._wording.of(language)
        html = self._templates.get_template(template).render(language=language, say=say, **values)
        headers = {"Content-Language": language, "Vary": "Accept-Language, Accept"}
        return Response(html, status_code=status, media_type=MediaType.HTML, headers=headers)

    def text(self, request: Request[Any, Any, Any], code: str) -> str:
        """One text in the reader's language."""
        return self._wording.of(language_of(request.headers.get("accept-language", "")))(code)


@cache
def static_url(name: str) -> str:
    return f"/static/{name}?v={sha256(STATIC.joinpath(name).read_bytes()).hexdigest()[:12]}"
