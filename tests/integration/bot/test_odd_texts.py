"""Odd texts: markup, invisible signs, lengths. Nothing of it reaches a person as markup, and nothing is refused."""

from collections.abc import AsyncIterator

import pytest

from tests.bot_process import VERA, Chat, Database, Telegram, bot_in_process, message_update
from tests.integration.bot.coaches import EchoCoach

WITHOUT_TAGS = "Я & никто"
TAGS = "<b>Я</b> & <a href='x'>никто</a>"


@pytest.fixture(autouse=True)
async def echoing_bot(telegram: Telegram, database_url: str) -> AsyncIterator[None]:
    async with bot_in_process(telegram, database_url, llm=EchoCoach(quick_replies=("<i>Да</i>",))):
        yield


@pytest.fixture
def vera(telegram: Telegram) -> Chat:
    """Her name holds a tag."""
    return Chat(telegram=telegram, person=VERA)


async def test_markup_that_the_coach_repeats_is_taken_out(vera: Chat) -> None:
    await vera.acquainted()
    answer = await vera.ask(TAGS)
    assert answer.text == f"Слышу: {WITHOUT_TAGS}"
    assert "Да" in answer.buttons
    assert WITHOUT_TAGS in (await vera.ask("/end_session")).text


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("При\u200bвет\u202e!", "Привет!"),
        ("на\u0000ноль\u0007", "наноль"),
        ("\ufeffтег\U000e0041", "тег"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("строка\nи ещё", "строка\nи ещё"),
    ],
)
async def test_signs_that_nobody_sees_are_dropped(written: str, heard: str, vera: Chat, telegram: Telegram) -> None:
    await vera.acquainted()
    await telegram.inject(message_update(VERA, written, message_id=500))
    assert (await vera.next()).text == f"Слышу: {heard}"


async def test_half_of_an_emoji_is_survived(vera: Chat, telegram: Telegram) -> None:
    await vera.acquainted()
    raw = b'{"message":{"message_id":500,"from":{"id":1004,"is_bot":false,"first_name":"\\ud83d"},"date":1,'
    await telegram.inject(raw + b'"chat":{"id":1004,"type":"private"},"text":"\\ud83d yes \\udc00\\u0000"}}')
    assert "yes" in (await vera.next()).text


@pytest.mark.parametrize("length", [4096, 4097, 100_000])
async def test_a_long_text_is_heard_whole_and_answered_once(
    length: int, vera: Chat, telegram: Telegram, database: Database
) -> None:
    await vera.acquainted()
    words = "слово " * (length // 6)
    await telegram.inject(message_update(VERA, words, message_id=500))

    await vera.next()
    await database.settled()

    assert await vera.unread() == []
    parts = await database.rows("SELECT text FROM session_messages WHERE speaker = 'user' ORDER BY position")
    assert " ".join(r[0] for r in parts).split() == words.split()


async def test_no_message_of_the_bot_is_longer_than_telegram_takes(vera: Chat, telegram: Telegram) -> None:
    await vera.acquainted()
    for _ in range(8):
        await vera.ask("<&> " * 1000)
    await vera.ask("/my_session_summary")
    assert {call["outcome"] for call in await telegram.calls("sendMessage")} == {200}
    assert max(len(shown.text) for shown in await telegram.shown()) <= 4096


@pytest.mark.parametrize("text", ["\u200b", "\u202e\u202c", " ", "\u0000"])
async def test_a_text_of_which_nothing_is_seen_does_not_stop_the_chat(
    text: str, vera: Chat, telegram: Telegram, database: Database
) -> None:
    await vera.acquainted()
    await telegram.inject(message_update(VERA, text, message_id=500))
    await database.settled()
    await telegram.inject(message_update(VERA, "Дальше", message_id=501))
    await database.settled()

    assert "Дальше" in [s.text for s in await telegram.shown(VERA)][-1]
    assert await database.value("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0
