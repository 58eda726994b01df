"""Consents over the composed bot: without the required two nobody's words are kept or leave."""

import itertools
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from relove_adapters.postgres import contacts
from relove_adapters.postgres.sql import as_json
from relove_core.users import consent, onboarding, settings_page
from relove_core.users.consent import CURRENT, REQUIRED, ConsentKind
from tests.bot_process import ANNA, ANSWERS, GROUP, Chat, Database, Telegram, bot_in_process
from tests.integration.bot.test_crisis import HeldCoach, heard, holding

FIRST = 320_001
RULES, DATA, NEWS, GENDER, ZONE = "1 из 3.", "2 из 3.", "3 из 3.", "Как мне к тебе обращаться?", "В каком городе"
ACQUAINTED, REFUSED = "Договорились.", "Хорошо, не буду."
WITHDRAW, ALLOW = "Отозвать: мои данные", "Разрешаю"
NEXT_YEAR = "2027-11"

#: Who has given what; the others were refused. Those who have given enough come last.
MATRIX = sorted(
    (frozenset(given) for size in range(4) for given in itertools.combinations(ConsentKind, size)),
    key=lambda given: given >= REQUIRED,
)


@pytest.fixture
def coach() -> HeldCoach:
    return HeldCoach()


@pytest.fixture
async def bot(telegram: Telegram, database: Database, coach: HeldCoach) -> AsyncIterator[None]:
    async with bot_in_process(telegram, database.url, llm=coach):
        yield


def button(person: int, data: str, *, chat: Mapping[str, Any] | None = None) -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "Человек", "language_code": "ru"}
    under = {"message_id": 1, "date": 1_700_000_000, "chat": chat or {"id": person, "type": "private"}}
    return {"callback_query": {"id": "77", "from": who, "chat_instance": "1", "message": under, "data": data}}


async def agreed(database: Database, person: int, given: frozenset[ConsentKind]) -> None:
    """Somebody who has answered every question, and some of them with no."""
    await database.rows("INSERT INTO users (id, gender, time_zone) VALUES ($1, 'female', 'Europe/Moscow')", person)
    for kind in ConsentKind:
        await database.rows(
            "INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id)"
            " VALUES ($1, $2, $3, $4, now(), 0)",
            person,
            kind.value,
            CURRENT[kind],
            kind in given,
        )


@pytest.mark.usefixtures("bot")
async def test_without_the_required_two_nothing_is_kept_and_no_model_is_asked(
    telegram: Telegram, coach: HeldCoach, database: Database
) -> None:
    people = [FIRST + n for n in range(len(MATRIX))]
    known = [{"id": person, "first_name": f"Человек {person}", "is_started": True} for person in people]
    await telegram.post("/sandbox/people", {"people": known})
    for person, given in zip(people, MATRIX, strict=True):
        await agreed(database, person, given)
        chat = Chat(telegram=telegram, person=person)
        answers = [
            await chat.ask("/natasha"),
            await chat.ask("Сиреневый чемодан"),
            await _pressed(chat, "say:1:0:0"),
            await _pressed(chat, "open"),
            await _pressed(chat, "continue"),
            await _pressed(chat, "restart"),
            await chat.ask("/my_session_summary"),
            await chat.ask("/resume"),
            await chat.ask("/end_session"),
        ]
        how = sorted(given)
        if given >= REQUIRED:
            assert coach.asked > 0, how
            continue
        question = RULES if ConsentKind.RULES not in given else DATA
        assert all(one.text.startswith(question) for one in answers), how
        assert coach.asked == 0, how

    await database.settled()
    ready = {person for person, given in zip(people, MATRIX, strict=True) if given >= REQUIRED}
    for table in ("user_sessions", "session_messages"):
        assert {row[0] for row in await database.rows(f"SELECT user_id FROM {table}")} == ready
    assert await holding(database, "чемодан") == ["session_messages", "user_sessions"], "of those who have agreed"
    assert await database.value("SELECT count(*) FROM inbox WHERE raw IS NOT NULL") == 0


async def _pressed(chat: Chat, data: str) -> Any:
    await chat.telegram.inject(button(chat.person, data))
    return await chat.next()


@pytest.mark.usefixtures("bot")
async def test_what_is_withdrawn_counts_from_the_next_message_on(
    anna: Chat, coach: HeldCoach, database: Database
) -> None:
    question = await anna.acquainted()
    await anna.ask("Первое")
    settings = await anna.ask("/settings")
    assert (await anna.press(settings, WITHDRAW)).text.startswith(REFUSED)
    asked = coach.asked

    again = await anna.ask("Сиреневый чемодан")
    assert again.text.startswith(DATA)
    for text in ("/natasha", "/end_session", "/my_session_summary", "/my_profile", "/my_journey", "/resume"):
        assert (await anna.ask(text)).text.startswith(DATA), text
    assert (await anna.press(question, "Да")).text.startswith(DATA)
    assert coach.asked == asked
    await database.settled()
    assert await holding(database, "чемодан") == []
    assert await heard(database) == ["Первое"]

    assert (await anna.press(again, ALLOW)).text.startswith(ACQUAINTED)
    assert (await anna.ask("Второе")).text == "Слышу: Второе"
    kept = await database.rows("SELECT version, is_given FROM consents WHERE kind = 'data' ORDER BY id")
    assert [tuple(row) for row in kept] == [(CURRENT[ConsentKind.DATA], given) for given in (True, False, True)]


@pytest.mark.usefixtures("bot")
async def test_messages_about_programmes_may_be_refused(anna: Chat, database: Database) -> None:
    await anna.acquainted()
    settings = await anna.ask("/settings")
    assert "⚪️ Сообщения о программах не присылать" in settings.text
    await anna.press(settings, "Присылать о программах")
    settings = await anna.ask("/settings")
    assert "✅ Присылать сообщения о программах" in settings.text
    await anna.press(settings, "Не присылать о программах")

    assert (await anna.ask("Говорим дальше")).text == "Слышу: Говорим дальше"
    rows = await database.rows("SELECT is_given FROM consents WHERE kind = 'news' ORDER BY id")
    assert [row[0] for row in rows] == [False, True, False]


def published(monkeypatch: pytest.MonkeyPatch, versions: Mapping[ConsentKind, str]) -> None:
    """These are the versions from now on."""
    for module in (consent, onboarding, settings_page):
        monkeypatch.setattr(module, "CURRENT", versions)
    monkeypatch.setattr(contacts, "_VERSIONS", as_json(versions))


@pytest.mark.usefixtures("bot")
async def test_a_new_version_of_a_text_asks_again_in_the_middle_of_a_session(
    anna: Chat, coach: HeldCoach, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await anna.acquainted()
    old = CURRENT[ConsentKind.RULES]
    published(monkeypatch, dict(CURRENT) | {ConsentKind.RULES: NEXT_YEAR})
    asked = coach.asked

    question = await anna.ask("Сиреневый чемодан")
    assert question.text.startswith(RULES)
    assert question.buttons[ANSWERS[0]].split(":")[2] == NEXT_YEAR
    await anna.telegram.inject(button(ANNA, f"consent:rules:{old}:yes"))
    assert (await anna.next()).text.startswith(RULES), "the button of an old text decides nothing"
    assert (await anna.ask("/natasha")).text.startswith(RULES)
    assert coach.asked == asked
    assert await heard(database) == []

    assert (await anna.press(question, ANSWERS[0])).text.startswith(ACQUAINTED)
    assert (await anna.ask("Я здесь")).text == "Слышу: Я здесь"
    kept = await database.rows("SELECT version FROM consents WHERE kind = 'rules' ORDER BY id")
    assert [row[0] for row in kept] == [old, NEXT_YEAR]


@pytest.mark.usefixtures("bot")
async def test_a_new_text_about_the_news_is_asked_once_before_the_next_session(
    anna: Chat, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await anna.acquainted()
    published(monkeypatch, dict(CURRENT) | {ConsentKind.NEWS: NEXT_YEAR})

    assert (await anna.ask("Я здесь")).text == "Слышу: Я здесь", "nobody is interrupted"
    await anna.ask("/end_session")
    asked = await anna.ask("/natasha")
    assert asked.text.startswith(NEWS)
    assert (await anna.next()).text == "Слышу:"
    assert (await anna.press(asked, "Присылать")).text.startswith("Хорошо, буду присылать.")
    await anna.ask("/end_session")
    assert (await anna.ask("/natasha")).text == "Слышу:"
    kept = await database.rows("SELECT version, is_given FROM consents WHERE kind = 'news' ORDER BY id")
    assert [tuple(row) for row in kept] == [(CURRENT[ConsentKind.NEWS], False), (NEXT_YEAR, True)]


@pytest.mark.usefixtures("bot")
async def test_an_old_no_is_no_answer_to_a_new_text(
    anna: Chat, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await anna.ask("/start")
    question = await anna.next()
    published(monkeypatch, dict(CURRENT) | {ConsentKind.RULES: NEXT_YEAR})
    asked_again = await anna.press(question, "Нет")

    assert await database.value("SELECT count(*) FROM consents") == 0
    assert asked_again.text.startswith(RULES)


@pytest.mark.usefixtures("bot")
async def test_buttons_of_no_consent_decide_nothing(anna: Chat, database: Database) -> None:
    await anna.ask("/start")
    await anna.next()
    version = CURRENT[ConsentKind.RULES]
    for data in ("consent", "consent:rules", f"consent:soul:{version}:yes", f"consent:rules:{version}:maybe"):
        await anna.telegram.inject(button(ANNA, data))
        assert (await anna.next()).text.startswith("Эта кнопка мне незнакома"), data

    assert await database.value("SELECT count(*) FROM consents") == 0


@pytest.mark.usefixtures("bot")
async def test_a_consent_button_in_a_group_does_nothing(telegram: Telegram, database: Database) -> None:
    circle = {"id": GROUP, "type": "supergroup", "title": "Круг"}
    for kind, version in CURRENT.items():
        await telegram.inject(button(ANNA, f"consent:{kind}:{version}:yes", chat=circle))
    await database.settled()

    assert await database.value("SELECT count(*) FROM consents") == 0
    assert await database.value("SELECT count(*) FROM users") == 0
    assert await telegram.shown() == []


@pytest.mark.usefixtures("bot")
async def test_whoever_presses_agrees_for_themselves_alone(anna: Chat, telegram: Telegram, database: Database) -> None:
    await anna.acquainted()
    version = CURRENT[ConsentKind.DATA]
    stranger = FIRST
    known = [{"id": stranger, "first_name": "Человек", "is_started": True}]
    await telegram.post("/sandbox/people", {"people": known})
    await telegram.say(stranger, "/start")
    await telegram.inject(button(stranger, f"consent:data:{version}:no"))
    await database.settled()

    assert (await anna.ask("Я тут")).text == "Слышу: Я тут"
    assert await database.value("SELECT user_id FROM consents WHERE NOT is_given AND kind = 'data'") == stranger


@pytest.mark.usefixtures("bot")
async def test_a_city_is_told_as_text(anna: Chat, coach: HeldCoach, database: Database) -> None:
    asked = await _up_to_the_city(anna)
    assert list(asked.buttons) == [ANSWERS[-1]]

    unknown = await anna.ask("Мухосранск-12")
    assert unknown.text.startswith("Такого города не нахожу.")
    assert list(unknown.buttons) == [ANSWERS[-1]]
    assert await database.value("SELECT time_zone FROM users WHERE id = $1", ANNA) is None
    assert (await anna.ask("омск")).text.startswith(ACQUAINTED)
    assert await database.value("SELECT time_zone FROM users WHERE id = $1", ANNA) == "Asia/Omsk"
    assert coach.asked == 0
    assert (await anna.press(unknown, ANSWERS[-1])).text.startswith(ACQUAINTED), "changed by the button"
    assert await database.value("SELECT time_zone FROM users WHERE id = $1", ANNA) == "Europe/Moscow"


@pytest.mark.usefixtures("bot")
async def test_no_text_for_a_city_breaks_anything(anna: Chat, database: Database) -> None:
    await _up_to_the_city(anna)
    for city in ("?", "а" * 4000, "Омск'; DROP TABLE users; --", "🏙", "Европа/Киото", "Asia/Omsk'"):
        assert (await anna.ask(city)).text.startswith("Такого города не нахожу."), city
    await database.settled()

    assert await database.value("SELECT count(*) FROM inbox WHERE failures > 0") == 0
    assert await database.value("SELECT time_zone FROM users WHERE id = $1", ANNA) is None


@pytest.mark.usefixtures("bot")
async def test_a_session_can_begin_without_a_city(anna: Chat, database: Database) -> None:
    await _up_to_the_city(anna)
    assert (await anna.ask("/natasha")).text == "Слышу:"
    assert (await anna.ask("Омск")).text == "Слышу: Омск", "in a session it is what they say"
    assert await database.value("SELECT time_zone FROM users WHERE id = $1", ANNA) is None


async def _up_to_the_city(anna: Chat) -> Any:
    await anna.ask("/start")
    asked = await anna.next()
    for label, question in zip(ANSWERS[:-1], (DATA, NEWS, GENDER, ZONE), strict=True):
        asked = await anna.press(asked, label)
        assert asked.text.startswith(question)
    return asked
