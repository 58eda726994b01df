"""Voice messages through the composed bot: fetched from Telegram, heard, answered in order, and kept nowhere."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from relove_core.llm import Completed, Prompt
from relove_core.testing.scripted_transcriber import ScriptedTranscriber, WhileListening
from tests.bot_process import (
    ANNA,
    MIKHAIL,
    Chat,
    Database,
    Telegram,
    bot_in_process,
    bot_running,
    composed,
    eventually,
    settings_for,
)
from tests.integration.bot.coaches import EchoCoach, T
from tests.integration.bot.test_consents import button
from tests.integration.bot.test_crisis import CRISIS, DESPAIR

SOUND = b"OggS\x00" + bytes(range(256)) * 300
FAILED, UNSUPPORTED, EMPTY = "Сейчас не могу разобрать голос.", "Голос я пока не разбираю", "В записи не слышу"
TOO_LONG, OFF, PAUSED = "Это длиннее, чем я слушаю за раз: не больше 5 минут.", "Голосовые у тебя выключены", "Пауза."


@pytest.fixture
def ear() -> ScriptedTranscriber:
    return ScriptedTranscriber()


@pytest.fixture
async def bot(telegram: Telegram, database: Database, ear: ScriptedTranscriber) -> AsyncIterator[None]:
    async with bot_in_process(
        telegram, database.url, llm=EchoCoach(), transcriber=ear, admin_ids=str(MIKHAIL), merge_gap_ms="300"
    ):
        yield


async def spoken(chat: Chat, sound: bytes = SOUND, *, seconds: int = 3, mime: str = "audio/ogg") -> str:
    await chat.telegram.speak(chat.person, sound, seconds=seconds, mime=mime)
    return (await chat.next()).text


@pytest.mark.usefixtures("bot")
async def test_a_voice_message_is_fetched_heard_echoed_and_answered(
    anna: Chat, ear: ScriptedTranscriber, database: Database
) -> None:
    await anna.acquainted()
    ear.script = ["Я устала <всем> помогать."]

    assert await spoken(anna) == "Услышала: «Я устала <всем> помогать.»\n\nСлышу: Я устала <всем> помогать."
    (voice,) = ear.heard
    assert (voice.content, voice.file_name, voice.lasts, voice.person) == (
        SOUND,
        "voice.ogg",
        timedelta(seconds=3),
        ANNA,
    )
    await database.settled()
    row = (await database.rows("SELECT text, update_id FROM session_messages WHERE speaker = 'user'"))[0]
    assert row[0] == "Я устала <всем> помогать."
    assert row[1] is not None
    logged = await database.rows("SELECT activity_type, details FROM user_activity_logs ORDER BY id DESC")
    assert (logged[0][0], '"media": "voice"' in logged[0][1]) == ("media", True)


@pytest.mark.usefixtures("bot")
async def test_the_sound_is_kept_nowhere(anna: Chat, ear: ScriptedTranscriber, database: Database) -> None:
    await anna.acquainted()
    ear.script = ["Я здесь"]
    await spoken(anna)
    await database.settled()

    tables = [row[0] for row in await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    for table in tables:
        found = await database.value(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE $1', "%4f676753%")
        assert found == 0, table


@pytest.mark.usefixtures("bot")
async def test_what_is_written_right_after_it_is_answered_after_it_and_once(
    anna: Chat, ear: ScriptedTranscriber, database: Database
) -> None:
    await anna.acquainted()
    may_end = asyncio.Event()
    ear.script = [WhileListening(may_end.wait, "Раз")]
    await anna.telegram.speak(ANNA, SOUND)
    await anna.say("Два")
    await anna.say("Три")
    await eventually(lambda: database.value("SELECT count(*) FROM inbox WHERE state = 'pending'"), lambda n: n == 3)
    may_end.set()

    assert (await anna.next()).text == "Услышала: «Раз»\n\nСлышу: Раз"
    assert (await anna.next()).text == "Слышу: Два|Три"
    await database.settled()
    assert await anna.unread() == []


@pytest.mark.usefixtures("bot")
async def test_while_somebody_listens_the_person_sees_typing(anna: Chat, ear: ScriptedTranscriber) -> None:
    async def typing() -> list[dict[str, object]]:
        return await anna.telegram.calls("sendChatAction", after=before)

    await anna.acquainted()
    before = (await anna.telegram.get("/sandbox/state"))["last_call"]
    ear.script = [WhileListening(lambda: eventually(typing), "Раз")]

    assert (await spoken(anna)).startswith("Услышала:")


@pytest.mark.usefixtures("bot")
async def test_a_stop_that_is_spoken_stops(anna: Chat, ear: ScriptedTranscriber) -> None:
    await anna.acquainted()
    ear.script = ["Стоп."]

    assert (await spoken(anna)).startswith(PAUSED)


@pytest.mark.usefixtures("bot")
async def test_a_stop_that_is_written_meanwhile_counts(
    anna: Chat, ear: ScriptedTranscriber, database: Database
) -> None:
    async def stop() -> None:
        assert (await anna.ask("стоп")).text.startswith(PAUSED)

    await anna.acquainted()
    ear.script = [WhileListening(stop, "Я устала")]
    await anna.telegram.speak(ANNA, SOUND)
    await eventually(lambda: database.value("SELECT count(*) FROM session_messages WHERE speaker = 'user'"))
    await database.settled()

    assert await anna.unread() == []


@pytest.mark.usefixtures("bot")
async def test_a_danger_that_is_spoken_is_answered_by_fixed_words_and_the_team_is_told(
    anna: Chat, telegram: Telegram, ear: ScriptedTranscriber
) -> None:
    mikhail = Chat(telegram=telegram, person=MIKHAIL)
    await mikhail.ask("/help")
    await anna.acquainted()
    ear.script = [DESPAIR]

    assert await spoken(anna) in CRISIS
    alert = (await mikhail.next()).text
    assert str(ANNA) in alert
    assert "жить" not in alert


@pytest.mark.usefixtures("bot")
async def test_the_voice_of_somebody_in_crisis_goes_nowhere_and_is_answered(
    anna: Chat, ear: ScriptedTranscriber
) -> None:
    await anna.acquainted()
    await anna.ask(DESPAIR)
    answer = await spoken(anna)

    assert answer.startswith("Голосовое я сейчас не слушаю")
    assert "112" in answer
    assert ear.heard == []
    assert await anna.telegram.calls("getFile") == []


@pytest.mark.usefixtures("bot")
async def test_without_consent_no_voice_is_fetched(anna: Chat, ear: ScriptedTranscriber) -> None:
    await anna.ask("/start")
    await anna.next()

    assert (await spoken(anna)).startswith("1 из 3.")
    assert ear.heard == []
    assert await anna.telegram.calls("getFile") == []


@pytest.mark.usefixtures("bot")
async def test_voice_can_be_switched_off_and_on_again(anna: Chat, ear: ScriptedTranscriber) -> None:
    await anna.acquainted()
    await anna.press(await anna.ask("/settings"), "Не слушать голосовые")
    await anna.telegram.speak(ANNA, SOUND)
    refused = await anna.next()
    assert refused.text.startswith(OFF)
    assert ear.heard == []
    ear.script = ["Я здесь"]

    assert "Голосовые слушаю" in (await anna.press(refused, "Слушать голосовые")).text
    assert (await spoken(anna)).endswith("Слышу: Я здесь")


@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_heard_is_told_and_the_talk_goes_on(
    anna: Chat, ear: ScriptedTranscriber, database: Database
) -> None:
    await anna.acquainted()
    ear.script = [" "]
    assert (await spoken(anna, seconds=301)).startswith(TOO_LONG)
    assert ear.heard == []
    assert (await spoken(anna)).startswith(EMPTY)
    assert (await spoken(anna)).startswith(FAILED), "the script is over"
    forgotten = {"file_id": "gone", "file_unique_id": "u", "duration": 3}
    update = button(ANNA, "x")["callback_query"]
    chat = {"id": ANNA, "type": "private"}
    lost = {"message_id": 99, "from": update["from"], "chat": chat, "date": 1_700_000_000, "voice": forgotten}
    await anna.telegram.inject({"message": lost})
    assert (await anna.next()).text.startswith(FAILED)

    assert (await anna.ask("Тогда словами")).text == "Слышу: Тогда словами"
    assert await database.value("SELECT count(*) FROM inbox WHERE failures > 0") == 0


@pytest.mark.usefixtures("bot")
async def test_a_telegram_that_fails_for_a_moment_costs_nothing(anna: Chat, ear: ScriptedTranscriber) -> None:
    await anna.acquainted()
    ear.script = ["Я здесь"]
    await anna.telegram.faults({"kind": "reset", "method": "getFile", "times": 1})

    assert (await spoken(anna)).endswith("Слышу: Я здесь")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("kind", ["photo", "document", "sticker"])
async def test_what_is_neither_text_nor_voice_is_answered_by_what_there_is(anna: Chat, kind: str) -> None:
    await anna.telegram.upload(ANNA, kind)

    assert (await anna.next()).text.startswith("Это я пока не разбираю. Могу: текст, голос и кнопки.")


async def test_without_a_transcriber_it_is_said_honestly(anna: Chat, telegram: Telegram, database: Database) -> None:
    async with bot_in_process(telegram, database.url, llm=EchoCoach()):
        await anna.acquainted()
        assert (await spoken(anna)).startswith(UNSUPPORTED)
        assert "их некому распознать" in (await anna.ask("/settings")).text
        await telegram.upload(ANNA, "sticker")
        assert (await anna.next()).text.startswith("Это я пока не разбираю. Могу: текст и кнопки.")
    assert await telegram.calls("getFile") == []


async def test_a_replica_that_dies_between_words_and_answer_is_followed_by_one_that_asks_nobody_again(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    ear = ScriptedTranscriber("Я устала")
    settings = settings_for(telegram, database.url, lease_ms="600")
    coach = DyingCoach()
    async with composed(settings, llm=coach, transcriber=ear) as container, bot_running(container):
        await anna.acquainted()
        coach.is_failing = True
        await telegram.speak(ANNA, SOUND)

        assert (await anna.next()).text == "Услышала: «Я устала»\n\nСлышу: Я устала"
    assert len(ear.heard) == 1
    assert coach.deaths == 1
    assert await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'user'") == 1


class DyingCoach(EchoCoach):
    """Fails once in a way that nobody expects, when it is told to."""

    is_failing: bool = False
    deaths: int = 0

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        if self.is_failing:
            self.is_failing = False
            self.deaths += 1
            raise RuntimeError("as if the process had died here")
        return await super().complete(prompt, schema)
