"""A voice message from the chat to a provider and back: the whole way, every wrapper in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.model_api.model import HEARD
from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process, local_bot_api
from tests.integration.llm.standing import SHORT, at
from tests.model_api import EAR, ModelApi

SOUND = b"OggS\x00 a sound"
FAILED, EMPTY = "Сейчас не могу разобрать голос.", "В записи не слышу"


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    async with local_bot_api(tmp_path / "bot_api") as telegram:
        yield telegram


@pytest.fixture
async def database(database_url: str, telegram: Telegram) -> AsyncIterator[Database]:
    async with Database(url=database_url, telegram=telegram).connected() as database:
        await database.acquaint(ANNA)
        await telegram.post("/sandbox/people", {"id": ANNA, "is_started": True})
        yield database


@pytest.fixture
def anna(telegram: Telegram) -> Chat:
    return Chat(telegram=telegram, person=ANNA)


async def test_what_a_person_says_is_heard_by_a_provider_and_answered(
    telegram: Telegram, database: Database, anna: Chat, model_api: ModelApi
) -> None:
    async with bot_in_process(telegram, database.url, **SHORT, **at(model_api), transcription_model=EAR):
        await anna.ask("/natasha")
        await telegram.speak(ANNA, SOUND, seconds=20)
        answer = (await anna.next()).text
        await database.settled()

    assert answer.startswith(f"Услышала: «{HEARD}»\n\n")
    rows = await database.rows("SELECT purpose, model, outcome, audio_ms FROM model_calls WHERE user_id = $1", ANNA)
    assert ("transcription", EAR, "ok", 20_000) in [tuple(row) for row in rows]
    said = await database.rows("SELECT text FROM session_messages WHERE speaker = 'user'")
    assert [row["text"] for row in said] == [HEARD]


async def test_while_the_provider_is_deaf_the_person_is_told_and_text_works(
    telegram: Telegram, database: Database, anna: Chat, model_api: ModelApi
) -> None:
    await model_api.faults({"kind": "500", "path": "audio"})
    async with bot_in_process(telegram, database.url, **SHORT, **at(model_api), transcription_model=EAR):
        await anna.ask("/natasha")
        await telegram.speak(ANNA, SOUND)
        assert (await anna.next()).text.startswith(FAILED)

        assert (await anna.ask("Тогда словами")).text
        await model_api.faults()
        await telegram.speak(ANNA, SOUND)
        assert HEARD in (await anna.next()).text
        await database.settled()

    assert await database.value("SELECT count(*) FROM inbox WHERE failures > 0") == 0


async def test_beyond_the_cap_voice_is_not_heard_and_the_person_is_told(
    telegram: Telegram, database: Database, anna: Chat, model_api: ModelApi
) -> None:
    settings = {**SHORT, **at(model_api), "llm_calls_per_day": "0"}
    async with bot_in_process(telegram, database.url, **settings, transcription_model=EAR):
        await anna.ask("/natasha")
        await telegram.speak(ANNA, SOUND)

        assert (await anna.next()).text.startswith(FAILED)


async def test_a_sound_without_words_is_heard_once_and_told(
    telegram: Telegram, database: Database, anna: Chat, model_api: ModelApi
) -> None:
    await model_api.faults({"kind": "say", "text": " ", "path": "audio"})
    async with bot_in_process(telegram, database.url, **SHORT, **at(model_api), transcription_model=EAR):
        await anna.ask("/natasha")
        await telegram.speak(ANNA, SOUND)

        assert (await anna.next()).text.startswith(EMPTY)
    assert len(await model_api.calls("audio")) == 1
