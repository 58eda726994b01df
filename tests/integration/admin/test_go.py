"""A link from the bot, followed: counted once a visit, and never to where ours may not lead."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from tests.integration.admin.doors import ANNA, BORIS, PLATFORM, SHADOW, Doors, doors_of, opened_doors
from tests.integration.admin.processes import NOWHERE, Page

MACHINES = (
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
)
PEOPLE = (
    "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36",
    "Mozilla/5.0 (iPhone) WhatsApp/2.23",
    "",
    "кот",
)


@pytest.fixture
async def doors(database_url: str) -> AsyncIterator[Doors]:
    async with opened_doors(database_url) as doors:
        yield doors


async def clicks(doors: Doors) -> int:
    return int((await doors.rows("SELECT coalesce(sum(clicks), 0) AS n FROM links"))[0].n)


async def test_a_link_leads_to_the_platform_with_the_token_and_marks_the_visit(doors: Doors) -> None:
    token = await doors.token()

    answer = await doors.go(token)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"https://relove.ru/start?from=bot&relove_click={token}#top"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert (await doors.person()).has_visited_platform
    assert await doors.steps() == {"opened_platform"}
    assert not (await doors.person(BORIS)).has_visited_platform


async def test_a_link_to_a_programme_counts_for_it_and_is_a_visit_too(doors: Doors) -> None:
    token = await doors.token(SHADOW)
    await doors.go(token)
    first = (await doors.rows("SELECT * FROM links"))[0]
    await doors.go(token)

    (link,) = await doors.rows("SELECT * FROM links")
    assert (link.stream, link.clicks, link.user_id) == ("shadow-work", 2, ANNA)
    assert link.first_clicked_at == first.first_clicked_at < link.last_clicked_at
    assert await doors.steps() == {"opened_platform"}


async def test_many_clicks_at_once_are_all_counted(doors: Doors) -> None:
    token = await doors.token()

    answers = await asyncio.gather(*(doors.go(token) for _ in range(40)))

    assert {answer.status_code for answer in answers} == {303}
    assert await clicks(doors) == 40
    assert await doors.steps() == {"opened_platform"}


@pytest.mark.parametrize("machine", MACHINES)
async def test_who_only_looks_what_is_there_is_led_on_and_not_counted(doors: Doors, machine: str) -> None:
    token = await doors.token()

    answer = await doors.go(token, user_agent=machine)

    assert (answer.status_code, await clicks(doors)) == (303, 0)
    assert not (await doors.person()).has_visited_platform


async def test_a_head_or_a_look_ahead_is_not_counted(doors: Doors) -> None:
    token = await doors.token()
    headed = await doors.go(token, method="HEAD")
    await doors.go(token, purpose="prefetch")
    await doors.go(token, sec_purpose="prefetch;prerender")

    assert headed.status_code == 303
    assert (await clicks(doors), await doors.steps()) == (0, set())


@pytest.mark.parametrize("agent", PEOPLE)
async def test_whoever_may_be_a_person_is_counted(doors: Doors, agent: str) -> None:
    token = await doors.token()
    answer = await doors.client.get(f"/go/{token}", headers={b"User-Agent": agent.encode()})

    assert (answer.status_code, await clicks(doors)) == (303, 1)


@pytest.mark.parametrize(
    "token",
    [
        "x" * 22,
        "x",
        "x" * 23,
        "%00" * 22,
        "%D0%B0" * 22,
        "'; DROP TABLE links; --",
        "%F0%9F%92%94" * 22,
    ],
)
async def test_what_is_no_link_of_ours_is_told_in_plain_russian(doors: Doors, token: str) -> None:
    await doors.token()
    before = await doors.kept()

    answer = await doors.go(token)

    page = Page(answer.text)
    assert (answer.status_code, page.words["h1"]) == (404, ["Ссылка не работает"])
    assert "/sign-in" not in answer.text
    assert page.all("script") == []
    assert await doors.kept() == before


async def test_a_person_who_was_forgotten_leaves_no_link(doors: Doors) -> None:
    token = await doors.token()
    await doors.rows("DELETE FROM users WHERE id = 1001")

    assert (await doors.go(token)).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://relove.ru@evil.example/",
        "https://relove.ru.evil.example/",
        "https://evil.example/relove.ru/",
        "javascript://relove.ru/%0aalert(1)",
        "//relove.ru/",
        "https://relove.ru\\@evil.example/",
        "https://relove.ru/\r\nSet-Cookie: a=b",
    ],
)
async def test_a_link_off_the_list_is_not_followed_and_counts_nothing(doors: Doors, url: str) -> None:
    token = await doors.token(SHADOW)
    await doors.rows("UPDATE streams SET link = :url WHERE slug = 'shadow-work'", url=url)
    before = await doors.kept() if url.startswith("https://evil") else None

    answer = await doors.go(token)

    assert answer.status_code == 410
    assert "location" not in answer.headers
    assert Page(answer.text).words["h1"] == ["Страница переехала"]
    if before is not None:
        assert await doors.kept() == before


async def test_another_list_lets_other_links_through(database_url: str) -> None:
    async with opened_doors(database_url, link_hosts=("pay.example:8443",)) as doors:
        allowed = await doors.token(replace(PLATFORM, url="https://pay.example:8443/a"))
        refused = await doors.token(replace(PLATFORM, url="https://pay.example/a"), user_id=BORIS)

        answers = [await doors.go(allowed), await doors.go(refused)]

    assert [answer.status_code for answer in answers] == [303, 410]


async def test_without_a_database_a_visitor_is_asked_to_come_again() -> None:
    async with doors_of(NOWHERE) as doors:
        answer = await doors.go("x" * 22)

    assert (answer.status_code, Page(answer.text).words["h1"]) == (503, ["Что-то сломалось у нас"])


async def test_the_log_never_learns_the_token(doors: Doors) -> None:
    token = await doors.token()
    with capture_logs() as logs:
        await doors.go(token)
        await doors.go("x" * 22)

    assert {entry["route"] for entry in logs} == {"/go/{token}"}
    assert token not in str(logs)
    assert "x" * 22 not in str(logs)
