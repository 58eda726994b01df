"""The guard stands before every route, whoever adds one, and what breaks behind it stays there."""

import json
from collections.abc import Iterator

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, get
from litestar.routes import HTTPRoute
from structlog.testing import capture_logs

from apps.admin.app import build_litestar
from apps.admin.container import AdminContainer
from apps.admin.edge import Edge
from apps.admin.guards import OPEN_TO_ALL
from apps.admin.settings import AdminSettings
from relove_adapters.postgres.engine import make_engine

URL = "postgresql://127.0.0.1:1/none"
OPEN = {"/health/live", "/health/ready", "/metrics", "/sign-in", "/static/{file_path:path}"}
OPEN |= {"/go/{token:str}", "/hooks/purchase"}
HTML = {"Accept": "text/html"}


@pytest.fixture
def panel() -> Litestar:
    settings = AdminSettings(database_url=URL, secret_key="0123456789" * 4)  # type: ignore[arg-type]  # pydantic wraps it
    container = AdminContainer(settings=settings, engine=make_engine(URL))
    container.check_dependencies()
    return build_litestar(container)


def client(app: Litestar) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(Edge(app, is_https=False)), base_url="http://panel.test")


def doors(app: Litestar) -> Iterator[tuple[str, str]]:
    """Each method of each route; what is not HTTP would have no business here yet."""
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path}: what guards a route that is not HTTP?"
        yield from ((str(method), route.path) for method in route.methods)


@get("/written-tomorrow")
async def written_tomorrow() -> str:
    return "the names of everybody"


@get("/broken", opt={OPEN_TO_ALL: True})
async def broken() -> str:
    raise ValueError("what a person said")


async def test_every_route_but_the_open_ones_refuses_a_stranger(panel: Litestar) -> None:
    panel.register(written_tomorrow)
    closed = [(method, path) for method, path in doors(panel) if path not in OPEN]

    async with client(panel) as stranger:
        answers = {(method, path): (await stranger.request(method, path)).status_code for method, path in closed}

    assert ("GET", "/written-tomorrow") in answers
    assert ("GET", "/") in answers
    assert set(answers.values()) == {401}


def test_only_these_routes_are_open_to_all(panel: Litestar) -> None:
    found = {
        route.path
        for route in panel.routes
        if isinstance(route, HTTPRoute) and any(handler.opt.get(OPEN_TO_ALL) for handler in route.route_handlers)
    }

    assert found == OPEN


def test_no_description_of_the_interface_is_handed_out(panel: Litestar) -> None:
    assert not any("schema" in path or "openapi" in path for _, path in doors(panel))


async def test_what_breaks_is_told_to_the_log_and_to_nobody_else(panel: Litestar) -> None:
    panel.register(broken)

    with capture_logs() as logs:
        async with client(panel) as stranger:
            page = await stranger.get("/broken", headers=HTML)
            problem = await stranger.get("/broken")

    assert (page.status_code, problem.status_code) == (500, 500)
    assert "Что-то сломалось у\u00a0нас" in page.text
    assert json.loads(problem.text)["title"] == "Internal Server Error"
    for answer in (page, problem):
        assert "what a person said" not in answer.text
        assert "ValueError" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert [(entry["event"], entry["route"]) for entry in logs if entry["log_level"] == "error"] == [
        ("request.failed", "/broken"),
        ("request.failed", "/broken"),
    ]
