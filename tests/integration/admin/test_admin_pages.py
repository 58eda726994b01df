"""What people and programs see of the panel while nobody can be signed in."""

import json

import pytest

from tests.integration.admin.processes import BROWSER, Page, RunningPanel

ENGLISH = BROWSER | {"Accept-Language": "en-GB,en;q=0.9,ru;q=0.2"}


async def test_a_browser_that_is_not_signed_in_is_led_to_the_door(panel: RunningPanel) -> None:
    answer = await panel.ask("/", headers=BROWSER)

    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")


async def test_a_fragment_is_led_there_as_htmx_wants_it(panel: RunningPanel) -> None:
    answer = await panel.ask("/", headers=BROWSER | {"HX-Request": "true"})

    assert (answer.status, answer.headers["hx-redirect"]) == (401, "/sign-in")


async def test_a_program_that_is_not_signed_in_is_told_so(panel: RunningPanel) -> None:
    answer = await panel.ask("/")

    assert answer.status == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.text)["title"] == "Unauthorized"


async def test_the_door_says_in_russian_that_it_is_closed_and_what_can_be_done(panel: RunningPanel) -> None:
    answer = await panel.ask("/sign-in", headers=BROWSER)
    page = Page(answer.text)

    assert (answer.status, answer.headers["content-language"]) == (200, "ru")
    assert page.words["h1"] == ["Вход в панель"]
    assert "Вход появится вместе с панелью" in page.words["h2"]
    assert "RELOVE_ADMIN_IDS=" in page.words["code"]
    assert {"/health/ready", "/metrics"} <= set(page.addresses)
    assert page.all("form") == []


async def test_the_door_speaks_english_to_those_who_ask_for_it(panel: RunningPanel) -> None:
    answer = await panel.ask("/sign-in", headers=ENGLISH)
    page = Page(answer.text)

    assert (answer.headers["content-language"], page.all("html")[0]["lang"]) == ("en", "en")
    assert page.words["h1"] == ["Sign in to the panel"]


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page"])
async def test_a_page_loads_nothing_from_elsewhere_and_brings_no_code(panel: RunningPanel, path: str) -> None:
    page = Page((await panel.ask(path, headers=BROWSER)).text)

    assert all(address.startswith("/") and not address.startswith("//") for address in page.addresses)
    assert page.all("script") == page.all("style") == []
    assert all("style" not in given and not any(n.startswith("on") for n in given) for _, given in page.tags)
    assert len(page.all("h1")) == 1
    assert all("alt" in image for image in page.all("img"))


async def test_every_address_of_the_door_is_there(panel: RunningPanel) -> None:
    page = Page((await panel.ask("/sign-in", headers=BROWSER)).text)

    statuses = {address: (await panel.ask(address)).status for address in page.addresses}
    assert set(statuses.values()) == {200}


async def test_a_file_may_be_kept_because_its_address_changes_with_it(panel: RunningPanel) -> None:
    page = Page((await panel.ask("/sign-in", headers=BROWSER)).text)
    (sheet,) = [link["href"] for link in page.all("link") if link["rel"] == "stylesheet"]
    assert sheet is not None

    answer = await panel.ask(sheet)

    assert "?v=" in sheet
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "url(" not in answer.text
    assert "@import" not in answer.text


async def test_live_ready_and_metrics_are_for_machines(panel: RunningPanel) -> None:
    live, ready, metrics = [await panel.ask(path) for path in ("/health/live", "/health/ready", "/metrics")]

    assert (live.status, json.loads(live.text)) == (200, {"status": "ok"})
    assert (ready.status, json.loads(ready.text)) == (200, {"database": "ok", "schema": "ok"})
    assert metrics.status == 200
    assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "# TYPE relove_inbox_pending gauge" in metrics.text


@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/no-such-page", 404, "Такой страницы нет"),
        ("GET", "/static/no-such-file.css", 404, "Такой страницы нет"),
        ("GET", "/static/..%2fsettings.py", 404, "Такой страницы нет"),
        ("POST", "/sign-in", 405, "Так сюда обратиться нельзя"),
        ("DELETE", "/health/live", 405, "Так сюда обратиться нельзя"),
    ],
)
async def test_a_refusal_is_a_russian_page_for_people_and_a_problem_for_programs(
    panel: RunningPanel, method: str, path: str, status: int, heading: str
) -> None:
    page = await panel.ask(path, method=method, headers=BROWSER)
    problem = await panel.ask(path, method=method)

    assert (page.status, problem.status) == (status, status)
    assert Page(page.text).words["h1"] == [heading]
    assert problem.headers["content-type"] == "application/problem+json"
    assert json.loads(problem.text)["status"] == status


async def test_what_is_allowed_is_said_where_a_method_is_not(panel: RunningPanel) -> None:
    answer = await panel.ask("/sign-in", method="POST")

    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
