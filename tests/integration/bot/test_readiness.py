"""Readiness and the offer as people see them: by their own words, and never where nothing may be offered."""

from collections.abc import AsyncIterator

import pytest

from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process

SAID = (
    "Всем помогаю, мне легче помогать, чем просить за себя",
    "С людьми рядом чувства будто за стеклом, я прячу их за шуткой",
    "Хочется близости, но она меня пугает",
)


@pytest.fixture
async def scripted(telegram: Telegram, database_url: str) -> AsyncIterator[None]:
    async with bot_in_process(telegram, database_url):
        yield


@pytest.mark.usefixtures("scripted")
async def test_the_best_programmes_are_shown_with_the_persons_own_words(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    await anna.ask("/natasha")
    for said in SAID:
        await anna.ask(said)

    shown = await anna.ask("/analyze_readiness")

    assert "Открытие Сердца — " in shown.text
    assert any(said in shown.text for said in SAID)
    assert 1 <= shown.text.count(" %") <= 3
    assert "Открытие Сердца" in shown.buttons
    assert await database.value("SELECT count(*) FROM conversion_steps WHERE step = 'saw_offer'") == 1
    thanked = await anna.press(shown, "Интересно")
    assert "Это только отметка" in thanked.text


@pytest.mark.usefixtures("scripted")
async def test_without_words_of_theirs_nobody_is_measured(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)

    shown = await anna.ask("/analyze_readiness")

    assert shown.text.startswith("Поговорим сначала")
    asked = await anna.press(shown, "Начать разговор")
    assert asked.text.endswith("?")


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize("wants_news", [True, False])
async def test_a_conversation_that_speaks_for_a_programme_ends_with_one_offer(
    anna: Chat, database: Database, wants_news: bool
) -> None:
    await database.acquaint(ANNA)
    if not wants_news:
        await database.execute("UPDATE consents SET is_given = false WHERE kind = 'news'")
    await anna.ask("/natasha")
    for said in SAID:
        await anna.ask(said)

    await anna.ask("/end_session")
    await database.settled()

    offers = [shown for shown in await anna.unread() if "Это предложение, а не совет" in shown.text]
    assert len(offers) == int(wants_news)
    assert await database.value("SELECT count(*) FROM conversion_steps WHERE step = 'saw_offer'") == int(wants_news)
