"""What keeps a browser and the log safe, whoever asks for whatever."""

import pytest

from tests.integration.admin.processes import BROWSER, Page, RunningPanel

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/no-such-page", "/health/live", "/metrics", "/static/panel.css"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
async def test_every_answer_keeps_a_browser_safe_and_says_nothing_of_the_server(
    panel: RunningPanel, method: str, path: str
) -> None:
    answer = await panel.ask(path, method=method, headers=BROWSER)

    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "cache-control" in answer.headers
    assert "server" not in answer.headers
    assert "strict-transport-security" not in answer.headers


async def test_head_is_answered_like_get_without_a_body(panel: RunningPanel) -> None:
    got, headed = await panel.ask("/sign-in"), await panel.ask("/sign-in", method="HEAD")

    assert (headed.status, headed.text) == (200, "")
    assert headed.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/%3Cscript%3Ealert(1)%3C/script%3E", {}),
        ('/"><img src=x onerror=alert(1)>', {}),
        ("/sign-in?next=<script>alert(1)</script>", {}),
        ("/sign-in", {"Accept-Language": '"><script>alert(1)</script>;q=1,' * 50}),
        ("/no-such-page", {"Referer": "javascript:alert(1)", "X-Forwarded-Host": "evil.example"}),
    ],
)
async def test_what_a_stranger_sends_does_not_come_back(
    panel: RunningPanel, path: str, headers: dict[str, str]
) -> None:
    answer = await panel.ask(path, headers=BROWSER | headers)

    page = Page(answer.text)
    assert page.all("script") == []
    assert "alert(1)" not in answer.text
    assert "evil.example" not in answer.text


async def test_the_log_tells_the_route_and_never_what_was_typed(panel: RunningPanel) -> None:
    await panel.ask("/sign-in?code=what-a-person-typed", headers=BROWSER)
    await panel.ask("/what-a-person-typed", headers=BROWSER)

    told = panel.events("request.answered")
    assert {"/sign-in", "none"} <= {entry["route"] for entry in told}
    assert {"method", "route", "status", "took_ms"} <= set(told[-1])
    assert "what-a-person-typed" not in panel.log.read_text()
    assert {entry["route"] for entry in told}.isdisjoint({"/health/live", "/metrics"})
