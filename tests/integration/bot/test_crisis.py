"""A signal of crisis, wherever and whenever it comes: fixed words, and nothing of the coach's after them."""

from collections.abc import AsyncIterator

import pytest

from apps.bot.container import BotContainer
from relove_adapters.texts.fluent import FluentTexts
from relove_core.markup import as_plain
from relove_core.safety.contacts import Contacts
from relove_core.sessions.support import STANDING_BY
from relove_core.texts import Voice
from tests.bot_process import (
    ANNA,
    MIKHAIL,
    SASHA,
    Chat,
    Database,
    Telegram,
    bot_in_process,
    bot_running,
    composed,
    eventually,
    message_update,
    settings_for,
)
from tests.integration.bot.coaches import SlowCoach

DESPAIR = "Я не хочу жить"
DANGER = "Сегодня ночью выпью все таблетки, они уже лежат передо мной"


def words(code: str) -> frozenset[str]:
    """A fixed text as people read it, whoever they are."""
    contacts = Contacts()
    numbers = {"emergency": contacts.emergency, "line": contacts.line, "mobile": contacts.line_from_mobile}
    voices = (Voice("ru", address) for address in ("female", "male", "unknown"))
    return frozenset(as_plain(FluentTexts()(code, voice, **numbers)).strip() for voice in voices)


CRISIS, IMMINENT, DENIED = words("safety-crisis"), words("safety-imminent"), words("safety-denied")
NOT_YET, BACK = words("safety-not-yet"), words("safety-back")
LISTENING = frozenset().union(*map(words, STANDING_BY))
(DENY,), (WISH,), (TAKE,) = map(words, ("button-crisis-deny", "button-crisis-wish", "button-acknowledge"))

#: As if everything about everybody's safety had happened a day and an hour earlier.
A_DAY_LATER = " ".join(
    (
        "UPDATE safety_states SET",
        ", ".join(f"{c} = {c} - interval '25 hours'" for c in ("since", "last_signal_at", "denied_at", "wish_at")),
    )
)


class HeldCoach(SlowCoach):
    """Quick, until ``may_speak`` is cleared."""

    def __init__(self) -> None:
        super().__init__()
        self.may_speak.set()

    async def thinks(self) -> int:
        return self.thinking


@pytest.fixture
def coach() -> HeldCoach:
    return HeldCoach()


@pytest.fixture
async def bot(telegram: Telegram, database: Database, coach: HeldCoach) -> AsyncIterator[BotContainer]:
    """Mikhail is of the team."""
    settings = settings_for(telegram, database.url, admin_ids=str(MIKHAIL))
    async with composed(settings, llm=coach) as container, bot_running(container):
        yield container


@pytest.fixture
async def mikhail(telegram: Telegram, bot: BotContainer) -> Chat:
    """He has talked to the bot, so that it may write to him."""
    chat = Chat(telegram=telegram, person=MIKHAIL)
    await chat.ask("/help")
    return chat


async def unread(chat: Chat, database: Database) -> list[str]:
    """Everything that came, once nothing more is to come."""
    await database.settled()
    shown = await chat.unread()
    chat.read = shown[-1].number if shown else chat.read
    return [one.text for one in shown]


def is_standing_by(text: str) -> bool:
    return text in LISTENING


async def heard(database: Database, person: int = ANNA) -> list[str]:
    rows = await database.rows(
        "SELECT text FROM session_messages WHERE user_id = $1 AND speaker = 'user' ORDER BY position", person
    )
    return [row[0] for row in rows]


@pytest.mark.usefixtures("bot")
async def test_the_answer_that_is_being_made_never_arrives(anna: Chat, coach: HeldCoach, database: Database) -> None:
    await anna.acquainted()
    coach.may_speak.clear()
    await anna.say("Мне плохо")
    await eventually(coach.thinks)

    answer = await anna.ask(DESPAIR)
    coach.may_speak.set()

    assert answer.text in CRISIS, "while the coach still thinks"
    assert await unread(anna, database) == []
    assert await heard(database) == ["Мне плохо", DESPAIR]


@pytest.mark.usefixtures("bot")
async def test_a_pause_is_no_reason_to_stay_silent(anna: Chat, coach: HeldCoach, database: Database) -> None:
    await anna.acquainted()
    paused = await anna.ask("стоп")
    asked = coach.asked

    assert (await anna.ask(DESPAIR)).text in CRISIS
    assert is_standing_by((await anna.press(paused, "Продолжить")).text)
    assert coach.asked == asked
    assert await heard(database) == [DESPAIR]


@pytest.mark.usefixtures("bot")
async def test_whoever_is_new_is_answered_and_nothing_of_theirs_is_kept(anna: Chat, database: Database) -> None:
    assert (await anna.ask(f"{DESPAIR}. Сиреневый чемодан")).text in CRISIS
    assert is_standing_by((await anna.ask("Мне страшно, сиреневый чемодан")).text), "and asked for no consent now"
    assert is_standing_by((await anna.ask("/natasha")).text)
    assert is_standing_by((await anna.ask("/start")).text), "she is not told that nobody will comfort her"
    await database.settled()

    assert await holding(database, "чемодан") == []
    assert await database.value("SELECT count(*) FROM inbox WHERE raw IS NOT NULL") == 0
    for table in ("user_sessions", "session_messages"):
        assert await database.value(f"SELECT count(*) FROM {table}") == 0
    assert await database.value("SELECT level FROM safety_states WHERE user_id = $1", ANNA) == "crisis"


@pytest.mark.usefixtures("bot")
async def test_an_edited_message_is_heard_too(
    anna: Chat, telegram: Telegram, coach: HeldCoach, database: Database
) -> None:
    await anna.acquainted()
    coach.may_speak.clear()
    number = await anna.say("Мне хорошо")
    await eventually(coach.thinks)
    await telegram.edit(ANNA, number, DESPAIR)
    answer = await anna.next()
    coach.may_speak.set()

    assert answer.text in CRISIS
    assert await unread(anna, database) == []
    assert DESPAIR in await heard(database)


async def test_together_with_a_burst_it_is_heard_first_and_every_word_is_kept(
    anna: Chat, telegram: Telegram, coach: HeldCoach, database: Database
) -> None:
    async with bot_in_process(telegram, database.url, llm=coach, merge_gap_ms="700"):
        await anna.acquainted()
        asked = coach.asked
        for text in ("Мне плохо", "и пусто", DESPAIR, "и некому сказать"):
            await anna.say(text)
        first, *others = await unread(anna, database)

    assert first in CRISIS
    assert others
    assert all(map(is_standing_by, others))
    assert coach.asked == asked
    assert sorted(await heard(database)) == sorted(["Мне плохо", "и пусто", DESPAIR, "и некому сказать"])
    assert await database.value("SELECT count(*) FROM session_messages WHERE NOT is_answered AND speaker = 'user'") == 0


async def test_more_than_a_minute_takes_holds_no_signal_up(anna: Chat, telegram: Telegram, database: Database) -> None:
    async with bot_in_process(telegram, database.url, messages_per_minute="1"):
        await anna.say("/help")
        await anna.say("/help")
        await anna.say(DESPAIR)
        await eventually(lambda: _saw(anna, CRISIS))


async def _saw(chat: Chat, expected: frozenset[str]) -> bool:
    return any(one.text in expected for one in await chat.unread())


@pytest.mark.usefixtures("bot")
async def test_nothing_provokes_while_a_person_is_held(
    anna: Chat, telegram: Telegram, coach: HeldCoach, database: Database
) -> None:
    question = await anna.acquainted()
    conflict = await anna.ask("/natasha")
    paused = await anna.ask("стоп")
    await anna.press(paused, "Продолжить")
    asked = coach.asked
    crisis = await anna.ask(DESPAIR)

    for text in (
        "/natasha",
        "/end_session",
        "/resume",
        "/my_session_summary",
        "📊 Моя сессия",
        "/start",
        "Ладно",
        "Да",
    ):
        assert is_standing_by((await anna.ask(text)).text), text
    for text in ("/my_profile", "/my_journey"):
        assert is_standing_by((await anna.ask(text)).text), text
    for shown, label in (
        (question, "Да"),
        (conflict, "Продолжить"),
        (conflict, "Завершить и начать новую"),
        (paused, "Продолжить"),
    ):
        assert is_standing_by((await anna.press(shown, label)).text), label
    await telegram.upload(ANNA, "photo")
    assert is_standing_by((await anna.next()).text)
    assert (await anna.press(crisis, DENY)).text in DENIED
    assert is_standing_by((await anna.ask("/natasha")).text), "one denial does not switch it off"

    assert coach.asked == asked
    assert await database.value("SELECT state FROM user_sessions") == "support"
    assert await database.value("SELECT count(*) FROM stage_records") == 0


@pytest.mark.usefixtures("bot")
async def test_the_alert_carries_no_word_and_comes_again_until_somebody_takes_it(
    anna: Chat, mikhail: Chat, database: Database, bot: BotContainer
) -> None:
    repeat = bot.repeat_alerts()
    await anna.acquainted()
    await anna.say(f"{DESPAIR}. Сиреневый чемодан")

    alert = await mikhail.next()
    assert alert.text.startswith("🚨 Кризис")
    assert str(ANNA) in alert.text
    assert not any(word in alert.text for word in ("не хочу", "жить", "чемодан", "Анна", "Белова", "anna"))

    await database.rows("UPDATE alerts SET next_at = now()")
    await repeat()
    again = await mikhail.next()
    assert "напоминание 1" in again.text
    assert again.buttons == alert.buttons
    assert (await mikhail.press(again, TAKE)).text.startswith("Принято.")
    assert (await mikhail.press(alert, TAKE)).text.startswith("Эту тревогу уже кто-то взял.")
    other = Chat(telegram=mikhail.telegram, person=SASHA)
    await other.say(DESPAIR)
    assert str(SASHA) in (await mikhail.next()).text, "somebody else's alert is another one"
    await database.rows("UPDATE alerts SET next_at = now()")
    await repeat()
    assert str(SASHA) in (await mikhail.next()).text

    assert await unread(mikhail, database) == []
    assert await database.value("SELECT told FROM alerts WHERE user_id = $1", ANNA) == 1


@pytest.mark.usefixtures("mikhail")
async def test_after_a_day_with_the_wish_and_somebody_who_looked_the_conversation_is_back(
    anna: Chat, mikhail: Chat, coach: HeldCoach, database: Database
) -> None:
    await anna.acquainted()
    crisis = await anna.ask(DESPAIR)
    assert list(crisis.buttons) == [DENY]
    await database.execute(A_DAY_LATER)
    offered = await anna.ask("Сегодня легче")
    assert list(offered.buttons) == [DENY, WISH], "nobody has to deny what was so, to get back"
    assert (await anna.press(offered, WISH)).text in NOT_YET, "nobody has looked yet"

    await mikhail.press(await mikhail.next(), TAKE)
    assert (await anna.press(offered, WISH)).text in BACK
    asked = coach.asked
    assert (await anna.ask("Начнём с начала")).text == "Слышу: Начнём с начала"
    assert coach.asked == asked + 1


@pytest.mark.usefixtures("mikhail")
async def test_a_day_is_a_day(anna: Chat, mikhail: Chat, database: Database) -> None:
    await anna.acquainted()
    crisis = await anna.ask(DESPAIR)
    await mikhail.press(await mikhail.next(), TAKE)
    denied = await anna.press(crisis, DENY)

    assert (await anna.press(denied, WISH)).text in NOT_YET
    assert is_standing_by((await anna.ask("/natasha")).text)
    await database.execute(A_DAY_LATER)
    assert is_standing_by((await anna.ask("/natasha")).text), "the day alone brings nobody back"
    assert (await anna.press(denied, WISH)).text in BACK


@pytest.mark.usefixtures("mikhail")
async def test_from_immediate_danger_the_way_back_needs_a_release(
    anna: Chat, mikhail: Chat, database: Database
) -> None:
    await anna.acquainted()
    danger = await anna.ask(DANGER)
    assert danger.text in IMMINENT
    await mikhail.press(await mikhail.next(), TAKE)
    denied = await anna.press(danger, DENY)
    await database.execute(A_DAY_LATER)
    assert (await anna.press(denied, WISH)).text in NOT_YET

    released = await mikhail.ask(f"/release {ANNA}")
    assert "путь назад открыт" in released.text
    assert (await anna.press(denied, WISH)).text in BACK
    assert (await anna.ask("Я здесь")).text == "Слышу: Я здесь"
    assert (await anna.press(danger, DENY)).text.startswith("Эта кнопка от прошлого вопроса"), (
        "there is nothing to deny"
    )


async def holding(database: Database, word: str) -> list[str]:
    """The tables with this word in any of their columns."""
    tables = await database.rows(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
    )
    found = [
        name
        for (name,) in tables
        if await database.value(f"SELECT count(*) FROM {name} t WHERE t::text LIKE $1", f"%{word}%")
    ]
    assert len(tables) > 10
    return found


@pytest.mark.usefixtures("bot")
async def test_a_caption_is_heard_like_a_text(anna: Chat, telegram: Telegram, database: Database) -> None:
    await anna.acquainted()
    under_a_picture = message_update(ANNA, "", message_id=900)
    under_a_picture["message"] |= {"caption": DESPAIR, "dice": {"emoji": "🎲", "value": 3}}
    del under_a_picture["message"]["text"]
    await telegram.inject(under_a_picture)

    assert "112" in (await anna.next()).text
    assert await database.value("SELECT level FROM safety_states WHERE user_id = $1", ANNA) == "crisis"
