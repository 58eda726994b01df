"""Settings over the composed bot: every press is answered by what is set now, whichever message it was under."""

from typing import Any, TypeVar

import pytest
from pydantic import BaseModel

from relove_core.llm import Completed, Prompt
from relove_core.prompts import Fact
from relove_core.testing.scripted_transcriber import ScriptedTranscriber
from tests.bot_process import ANNA, EMILY, Chat, Database, Shown, Telegram, bot_in_process
from tests.integration.bot.coaches import EchoCoach
from tests.integration.bot.test_consents import button

T = TypeVar("T", bound=BaseModel)
PAGE, UNKNOWN = "Настройки", "Эта кнопка мне незнакома"


class NotingCoach(EchoCoach):
    """Remembers how hard it was asked to provoke, turn by turn."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        self.told.append(prompt.facts[Fact.INTENSITY])
        return await super().complete(prompt, schema)


@pytest.fixture
def coach() -> NotingCoach:
    return NotingCoach()


@pytest.fixture
async def bot(telegram: Telegram, database: Database, coach: NotingCoach) -> Any:
    async with bot_in_process(telegram, database.url, llm=coach, transcriber=ScriptedTranscriber()):
        yield


async def pressed(chat: Chat, shown: Shown, label: str, expected: str) -> Shown:
    page = await chat.press(shown, label)
    assert page.text.startswith(PAGE)
    assert expected in page.text
    return page


@pytest.mark.usefixtures("bot")
async def test_how_hard_to_ask_is_heard_by_the_coach(anna: Chat, coach: NotingCoach) -> None:
    await anna.acquainted()
    page = await anna.ask("/settings")
    assert "Спрашиваю как обычно" in page.text
    page = await pressed(anna, page, "Жёстче", "Спрашиваю жёстче")
    await anna.ask("Раз")
    await pressed(anna, page, "Мягче", "Спрашиваю мягче")
    await anna.ask("Два")

    assert [*coach.told[:1], *coach.told[-2:]] == ["usual", "harder", "softer"]


@pytest.mark.usefixtures("bot")
async def test_everything_is_changed_by_the_buttons_of_one_old_message(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    page = await anna.ask("/settings")
    await pressed(anna, page, "Мягче", "Спрашиваю мягче")
    await pressed(anna, page, "Я мужчина", "как к мужчине")
    await pressed(anna, page, "Не слушать голосовые", "только читаю")
    await pressed(anna, page, "Присылать о программах", "✅ Присылать сообщения о программах")
    zones = await anna.press(page, "Другое время")
    await pressed(anna, zones, "Омск", "Твои часы: Омск")
    await pressed(anna, page, "Мягче", "Спрашиваю мягче")

    row = (await database.rows("SELECT intensity, gender, takes_voice, time_zone FROM users WHERE id = $1", ANNA))[0]
    assert tuple(row) == ("softer", "male", False, "Asia/Omsk")


@pytest.mark.usefixtures("bot")
async def test_the_chosen_language_counts_whatever_telegram_says(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    spoken = await anna.press(await anna.ask("/settings"), "Подсказки по-английски")
    page = await anna.next()
    assert (spoken.text.split(",")[0], page.text.split("\n")[0]) == ("All right", "Settings")
    assert (await anna.ask("/karma")).text.startswith("There is no such command")

    assert (await anna.press(page, "Hints in Russian")).text.startswith("Хорошо, подсказки")
    assert await database.value("SELECT language FROM users WHERE id = $1", ANNA) == "ru"


@pytest.mark.usefixtures("bot")
async def test_an_english_person_may_choose_russian(telegram: Telegram) -> None:
    emily = Chat(telegram=telegram, person=EMILY)
    await emily.acquainted()
    await emily.press(await emily.ask("/settings"), "Hints in Russian")

    assert (await emily.next()).text.startswith(PAGE)


@pytest.mark.usefixtures("bot")
async def test_the_time_can_be_told_by_a_city_after_the_command(anna: Chat) -> None:
    await anna.acquainted()
    unknown = await anna.ask("/settings Китеж-град")
    assert unknown.text.startswith("Такого города не нахожу.")
    assert len(unknown.buttons) == 11

    assert "Твои часы: Лиссабон" in (await anna.ask("/settings Лиссабон")).text


@pytest.mark.usefixtures("bot")
async def test_buttons_that_were_never_ours_change_nothing(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    before = await database.rows("SELECT intensity, gender, takes_voice, time_zone, language FROM users")
    for data in ("set", "set:", "set:gender", "set:gender:x", "set:zone:Mars/Olympus", "set:zone:a'b", "set:voice:1"):
        await anna.telegram.inject(button(ANNA, data))
        assert (await anna.next()).text.startswith(UNKNOWN), data

    assert await database.rows("SELECT intensity, gender, takes_voice, time_zone, language FROM users") == before


@pytest.mark.usefixtures("bot")
async def test_buttons_of_the_settings_as_they_were_before_still_work(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    for data in ("gender:male", "zone:moscow"):
        await anna.telegram.inject(button(ANNA, data))
        await anna.next()

    assert await database.value("SELECT gender FROM users WHERE id = $1", ANNA) == "male"
