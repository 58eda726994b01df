"""Programmes as people see them: shown to who asks, followed through the panel, never in a crisis."""

from collections.abc import AsyncIterator

import pytest

from tests.bot_process import ANNA, MIKHAIL, Chat, Database, Telegram, bot_in_process
from tests.integration.admin.doors import opened_doors
from tests.integration.bot.coaches import EchoCoach

MENU, INTERESTING = "🔥 Потоки", "Интересно"
TITLES = ("Путь Героя", "Прошлые Жизни", "Открытие Сердца", "Трансформация Тени", "Пробуждение")
DOOR = "http://127.0.0.1:8080"


@pytest.fixture
async def mikhail(telegram: Telegram, database: Database) -> AsyncIterator[Chat]:
    """A bot with a team of one."""
    async with bot_in_process(telegram, database.url, llm=EchoCoach(), admin_ids=str(MIKHAIL)):
        chat = Chat(telegram=telegram, person=MIKHAIL)
        await chat.ask("/start")
        await chat.next()
        yield chat


async def steps(database: Database) -> list[str]:
    rows = await database.rows("SELECT step FROM conversion_steps WHERE user_id = $1 ORDER BY taken_at", ANNA)
    return [row[0] for row in rows]


async def markers(database: Database) -> str:
    return str(await database.value("SELECT markers ->> 'interested_stream' FROM users WHERE id = $1", ANNA))


@pytest.mark.usefixtures("bot")
async def test_the_five_programmes_are_shown_to_who_asks(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    shown = await anna.ask(MENU)

    assert [title for title in TITLES if title in shown.text] == list(TITLES)
    links = [shown.buttons[title] for title in TITLES]
    assert len(set(links)) == 5
    assert all(link.startswith(f"{DOOR}/go/") for link in links)
    assert await steps(database) == ["came", "consented", "started", "saw_offer"]
    again = await anna.ask("/streams")
    assert [again.buttons[title] for title in TITLES] == links, "one link for a person and a programme"


@pytest.mark.usefixtures("bot")
async def test_who_does_not_want_messages_about_programmes_gets_them_on_asking(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    refused = "SELECT is_given FROM consents WHERE user_id = $1 AND kind = 'news' ORDER BY id DESC"
    assert await database.value(refused, ANNA) is False

    assert TITLES[0] in (await anna.ask("/streams")).text


@pytest.mark.usefixtures("bot")
async def test_without_the_needed_consents_they_are_asked_first(anna: Chat, database: Database) -> None:
    for command in ("/streams", "/platform"):
        assert TITLES[0] not in (await anna.ask(command)).text
    assert await database.value("SELECT count(*) FROM links") == 0
    assert await steps(database) == ["came"]


@pytest.mark.usefixtures("bot")
async def test_interest_is_noted_and_can_be_taken_back(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    shown = await anna.ask("/streams")
    noted = await anna.press(shown, INTERESTING)

    assert f"«{TITLES[-1]}»" in noted.text, "the last of the buttons that are called so"
    assert await markers(database) == '["awakening"]'
    gone = await anna.press(noted, "Снять отметку")
    assert "сняла" in gone.text
    assert await markers(database) == "[]"


@pytest.mark.usefixtures("bot")
async def test_what_is_off_is_not_shown_and_cannot_interest(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    shown = await anna.ask("/streams")
    await database.execute("UPDATE streams SET is_active = false")

    assert "нет в списке" in (await anna.press(shown, INTERESTING)).text
    assert await markers(database) == "None"
    none = await anna.ask("/streams")
    assert "набора в потоки нет" in none.text
    assert none.buttons == {}


@pytest.mark.usefixtures("bot")
async def test_a_programme_on_a_host_off_the_list_is_shown_without_a_way(anna: Chat, database: Database) -> None:
    await database.execute("UPDATE streams SET link = 'https://evil.example/' WHERE slug = 'hero-path'")
    await anna.acquainted()
    shown = await anna.ask("/streams")

    assert TITLES[0] in shown.text
    assert TITLES[0] not in shown.buttons
    assert TITLES[1] in shown.buttons


@pytest.mark.usefixtures("bot")
async def test_in_a_crisis_nothing_is_offered(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    shown = await anna.ask("/streams")
    await anna.ask("Я не хочу жить")

    for command in ("/streams", "/platform", MENU):
        assert "112" in (await anna.ask(command)).text, command
    assert "112" in (await anna.press(shown, INTERESTING)).text
    assert await markers(database) == "None"


@pytest.mark.usefixtures("bot")
async def test_the_way_to_the_platform_is_followed_through_the_panel(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    (link,) = (await anna.ask("/platform")).buttons.values()
    async with opened_doors(database.url) as doors:
        answer = await doors.go(link.rpartition("/")[2])

    assert answer.headers["location"].startswith("https://relove.ru/?relove_click=")
    assert await database.value("SELECT has_visited_platform FROM users WHERE id = $1", ANNA)
    assert (await steps(database))[-1] == "opened_platform"


@pytest.mark.usefixtures("bot")
async def test_a_closed_session_is_the_next_step(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    await anna.ask("Я устала")
    assert await database.value("SELECT has_started_journey FROM users WHERE id = $1", ANNA)
    assert not await database.value("SELECT has_completed_journey FROM users WHERE id = $1", ANNA)
    await anna.ask("/end_session")

    assert await steps(database) == ["came", "consented", "started", "completed"]
    assert await database.value("SELECT has_completed_journey FROM users WHERE id = $1", ANNA)


async def test_the_funnel_is_told_for_a_window(anna: Chat, mikhail: Chat, database: Database) -> None:
    await anna.ask("/start spring")
    await anna.next()
    await anna.acquainted()
    await database.execute(
        "INSERT INTO users (id, source) VALUES (5, 'autumn');"
        "INSERT INTO conversion_steps VALUES (5, 'came', now() - interval '10 days'), (5, 'started', now())"
    )

    week, usual, ever = [(await mikhail.ask(f"/stats {window}")).text for window in ("7", "", "всё")]

    assert "Воронка за 7 дней" in week
    assert "Пришли: 2 · 2 (100 %)" in week
    assert "Начали разговор: 2 · 1 (50 %)" in week
    assert "Купили: 0 · 0 (0 %)" in week
    assert "spring: 1 · 0" in week
    assert "без метки: 1 · 0" in week
    assert "autumn" not in week
    assert "Воронка за 30 дней" in usual
    assert "Начали разговор: 2 · 2 (67 %)" in usual
    assert "Воронка за всё время" in ever
    assert "autumn: 1 · 0" in ever


@pytest.mark.parametrize("window", ["0", "-7", "3651", "7.5", "неделя", "7 30", "<b>", "9" * 30])
async def test_a_window_that_is_none_is_answered_by_what_is_one(mikhail: Chat, window: str) -> None:
    answer = (await mikhail.ask(f"/stats {window}")).text

    assert "число дней от 1 до" in answer
    assert "Воронка за" not in answer


async def test_moves_between_stages_are_told(anna: Chat, mikhail: Chat) -> None:
    await anna.acquainted()
    await mikhail.ask(f"/place {ANNA} REFUSAL так")
    await mikhail.ask(f"/place {ANNA} ORDEAL так")

    told = (await mikhail.ask("/stats all")).text

    assert "Начало → Отказ от призыва: 1" in told
    assert "Отказ от призыва → Главное испытание: 1" in told
