"""The panel as one ASGI application: routes, the guard before them, and the edge around them."""

from collections.abc import Callable
from typing import Any

from litestar import Litestar
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.static_files import create_static_files_router

from apps.admin.container import AdminContainer
from apps.admin.edge import Edge
from apps.admin.go import GoController
from apps.admin.guards import OPEN_TO_ALL, require_signed_in
from apps.admin.health import HealthController
from apps.admin.home import home
from apps.admin.hooks import HooksController
from apps.admin.pages import STATIC
from apps.admin.sign_in import SignInController


def build_litestar(container: AdminContainer) -> Litestar:
    static = create_static_files_router(
        path="/static",
        directories=[str(STATIC)],
        cache_control=CacheControlHeader(public=True, max_age=31_536_000, immutable=True),
        opt={OPEN_TO_ALL: True},
    )
    return Litestar(
        route_handlers=[home, HealthController, SignInController, GoController, HooksController, static],
        guards=[require_signed_in],
        dependencies={
            "pages": _provided(container.pages),
            "readiness": _provided(container.readiness),
            "follow_link": _provided(container.follow_link),
            "take_purchase": _provided(container.take_purchase),
        },
        exception_handlers=container.refusals().handlers(),
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


def _provided(provider: Callable[[], object]) -> Provide:
    """Litestar wants a function with a signature, which a provider is not."""

    def provide() -> Any:
        return provider()

    return Provide(provide, sync_to_thread=False)


def build_app(container: AdminContainer) -> Edge:
    return Edge(build_litestar(container), is_https=container.settings().is_https)
