"""Somebody asks to be forgotten, in the chat."""

from collections.abc import AsyncIterator

import pytest

from apps.bot.container import BotContainer
from tests.bot_process import (
    ANNA,
    BOT_ID,
    MIKHAIL,
    Chat,
    Database,
    Telegram,
    bot_running,
    composed,
    eventually,
    message_update,
    settings_for,
)
from tests.integration.bot.test_crisis import CRISIS, DESPAIR, HeldCoach
from tests.integration.postgres.walk import traces_of

CANARY = "CANARY"
ERASE, KEEP = "Стереть всё навсегда", "Оставить как есть"
FORGOTTEN = "Всё стёрто"


@pytest.fixture
def coach() -> HeldCoach:
    return HeldCoach()


@pytest.fixture
async def bot(telegram: Telegram, database: Database, coach: HeldCoach) -> AsyncIterator[BotContainer]:
    settings = settings_for(telegram, database.url, admin_ids=str(MIKHAIL))
    async with composed(settings, llm=coach) as container, bot_running(container):
        yield container


async def is_gone(bot: BotContainer, database: Database, person: int = ANNA) -> None:
    """Wait until nothing names them; the rest before the last look is cut short."""

    async def traces() -> frozenset[str]:
        await database.execute("UPDATE erasures SET due_at = now() WHERE finished_at IS NULL AND due_at > now()")
        return await traces_of(bot.engine(), person, CANARY)

    assert await eventually(traces, lambda found: not found) == frozenset()


async def forgets(chat: Chat) -> None:
    asked = await chat.ask("/forget_me")
    assert list(asked.buttons) == [ERASE, KEEP]
    assert (await chat.press(asked, ERASE)).text.startswith(FORGOTTEN)


async def test_who_confirms_is_gone_from_every_table(bot: BotContainer, database: Database, anna: Chat) -> None:
    await anna.acquainted()
    await anna.ask(CANARY)
    await forgets(anna)

    await is_gone(bot, database)
    assert await database.value("SELECT count(*) FROM erasures WHERE finished_at IS NOT NULL") == 1


async def test_who_keeps_everything_goes_on(bot: BotContainer, database: Database, anna: Chat) -> None:
    await anna.acquainted()
    asked = await anna.ask("/forget_me")
    kept = await anna.press(asked, KEEP)

    assert kept.text.startswith("Хорошо, всё остаётся")
    assert (await anna.ask(CANARY)).text == f"Слышу: {CANARY}"


async def test_who_writes_again_begins_from_nothing(bot: BotContainer, database: Database, anna: Chat) -> None:
    await anna.acquainted()
    await forgets(anna)
    hello = await anna.ask("/start")
    asked = await anna.next()

    assert hello.text.startswith("Привет. Я Наташа.")
    assert asked.text.startswith("1 из 3")
    assert await database.value("SELECT count(*) FROM consents WHERE user_id = $1", ANNA) == 0


async def test_a_second_press_and_an_old_button_make_nobody_known(
    bot: BotContainer, telegram: Telegram, database: Database, anna: Chat
) -> None:
    question = await anna.acquainted()
    asked = await anna.ask("/forget_me")
    await telegram.press(ANNA, asked, ERASE)
    await telegram.press(ANNA, asked, ERASE)
    await telegram.press(ANNA, question, next(iter(question.buttons)))
    answers = [(await anna.next()).text[:12] for _ in range(3)]

    assert answers[0].startswith(FORGOTTEN)
    assert {text[:10] for text in answers[1:]} == {"Эта кнопка"}
    await is_gone(bot, database)


async def test_a_block_after_it_makes_nobody_known(
    bot: BotContainer, telegram: Telegram, database: Database, anna: Chat
) -> None:
    await anna.acquainted()
    await forgets(anna)
    await telegram.block(ANNA, is_blocking=True)
    await database.settled()

    await is_gone(bot, database)


async def test_an_edit_of_old_words_makes_nobody_known(
    bot: BotContainer, telegram: Telegram, database: Database, anna: Chat
) -> None:
    await anna.acquainted()
    number = await anna.say(CANARY)
    await anna.next()
    await forgets(anna)
    await telegram.edit(ANNA, number, f"{CANARY} ещё")
    await database.settled()

    await is_gone(bot, database)


async def test_who_is_in_danger_is_answered_even_as_a_stranger_who_edits_old_words(
    bot: BotContainer, telegram: Telegram, database: Database, anna: Chat
) -> None:
    await anna.acquainted()
    number = await anna.say(CANARY)
    await anna.next()
    await forgets(anna)
    await telegram.edit(ANNA, number, DESPAIR)

    assert (await anna.next()).text in CRISIS


async def test_an_update_that_comes_again_is_dropped(
    bot: BotContainer, telegram: Telegram, database: Database, anna: Chat
) -> None:
    await anna.acquainted()
    old = message_update(ANNA, CANARY, message_id=900, update_id=900_000)
    await telegram.inject([old])
    await anna.next()
    await forgets(anna)
    await telegram.inject([old])
    await database.settled()

    assert await anna.unread() == []
    await is_gone(bot, database)


async def test_in_the_middle_of_an_answer_the_wish_waits_its_turn(
    bot: BotContainer, telegram: Telegram, database: Database, anna: Chat, coach: HeldCoach
) -> None:
    await anna.acquainted()
    asked = await anna.ask("/forget_me")
    coach.may_speak.clear()
    await anna.say(CANARY)
    await eventually(coach.thinks)
    await telegram.press(ANNA, asked, ERASE)
    coach.may_speak.set()

    answers = [(await anna.next()).text for _ in range(2)]
    assert answers[0] == f"Слышу: {CANARY}"
    assert answers[1].startswith(FORGOTTEN)
    await is_gone(bot, database)


async def test_who_is_in_danger_reads_where_help_answers_and_is_forgotten_all_the_same(
    bot: BotContainer, telegram: Telegram, database: Database, anna: Chat
) -> None:
    mikhail = Chat(telegram=telegram, person=MIKHAIL)
    await mikhail.ask("/start")
    await mikhail.next()
    await anna.acquainted()
    assert (await anna.ask(DESPAIR)).text in CRISIS
    alert = await mikhail.next()
    help_first = await anna.ask("/forget_me")
    asked = await anna.next()
    again = await anna.press(asked, ERASE)
    receipt = await anna.next()

    assert "8-800-2000-122" in help_first.text
    assert again.text == help_first.text
    assert receipt.text.startswith(FORGOTTEN)
    await is_gone(bot, database)
    assert (await mikhail.press(alert, "Беру на себя")).text.startswith("Эту тревогу уже")


async def test_a_button_of_long_ago_asks_again(bot: BotContainer, telegram: Telegram, anna: Chat) -> None:
    await anna.acquainted()
    asked = await anna.ask("/forget_me")
    query = {
        "callback_query": {
            "id": "1",
            "from": {"id": ANNA, "is_bot": False, "first_name": "Анна"},
            "chat_instance": "1",
            "data": "forget:1700000000",
            "message": {
                "message_id": asked.message_id,
                "date": 1_700_000_000,
                "chat": {"id": ANNA, "type": "private"},
                "from": {"id": BOT_ID, "is_bot": True, "first_name": "Наташа"},
            },
        }
    }
    await telegram.inject([query])

    assert list((await anna.next()).buttons) == [ERASE, KEEP]
