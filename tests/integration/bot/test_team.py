"""What only the team may do: for everybody else there is no such thing."""

import pytest

from tests.bot_process import ANNA, MIKHAIL, SASHA, Chat, Database, Telegram, bot_in_process
from tests.integration.bot.test_crisis import DESPAIR, TAKE, bot, coach, mikhail, unread

__all__ = ["bot", "coach", "mikhail"]

NO_COMMAND, NO_BUTTON = "Такой команды нет.", "Эта кнопка мне незнакома"


@pytest.fixture
def sasha(telegram: Telegram) -> Chat:
    return Chat(telegram=telegram, person=SASHA)


async def press(chat: Chat, data: str) -> str:
    """Any data, under any message: what a made-up client can do."""
    who = {"id": chat.person, "is_bot": False, "first_name": "Человек", "language_code": "ru"}
    under = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": chat.person, "type": "private"}}
    query = {"id": "77", "from": who, "chat_instance": "1", "message": under, "data": data}
    await chat.telegram.inject({"callback_query": query})
    return (await chat.next()).text


@pytest.mark.usefixtures("bot")
async def test_commands_of_the_team_are_unknown_to_everybody_else(sasha: Chat) -> None:
    ordinary = await sasha.ask("/karma")
    assert ordinary.text.startswith(NO_COMMAND)
    for command in ("/release 1001", "/release", "/stats", "/alerts", "/place 1001 ORDEAL так"):
        assert (await sasha.ask(command)).text == ordinary.text, command


async def test_the_button_of_an_alert_does_nothing_in_anybody_elses_hands(
    anna: Chat, sasha: Chat, mikhail: Chat, database: Database
) -> None:
    await anna.say(DESPAIR)
    alert = await mikhail.next()
    await sasha.ask("/help")
    taken = await press(sasha, alert.buttons[TAKE])

    assert taken.startswith(NO_BUTTON)
    assert taken == await press(sasha, "карма"), "as any button that there is not"
    assert await database.value("SELECT count(*) FROM alerts WHERE acknowledged_at IS NULL") == 1
    assert (await mikhail.press(alert, TAKE)).text.startswith("Принято.")
    row = (await database.rows("SELECT acknowledged_by FROM alerts"))[0]
    assert row[0] == MIKHAIL


async def test_the_person_themselves_cannot_open_their_way_back(anna: Chat, mikhail: Chat, database: Database) -> None:
    await anna.acquainted()
    await anna.ask(DESPAIR)
    alert = await mikhail.next()

    assert (await anna.ask(f"/release {ANNA}")).text.startswith(NO_COMMAND)
    assert (await press(anna, alert.buttons[TAKE])).startswith(NO_BUTTON)
    assert await database.value("SELECT released_at FROM safety_states WHERE user_id = $1", ANNA) is None


async def test_the_team_sees_figures_and_nobodys_words(anna: Chat, mikhail: Chat) -> None:
    await anna.acquainted()
    await anna.ask(DESPAIR)
    await mikhail.next()
    figures = (await mikhail.ask("/stats")).text

    assert "В поддержке: 1, открытых тревог: 1" in figures
    assert "жить" not in figures


async def test_a_release_of_nobody_releases_nobody(anna: Chat, mikhail: Chat, database: Database) -> None:
    await anna.ask(DESPAIR)
    await mikhail.next()
    for number in ("", "анна", "0", "-1", "9" * 30, "1.5", "1001 1002", str(SASHA), str(MIKHAIL)):
        answer = (await mikhail.ask(f"/release {number}")).text
        assert answer.startswith(("Нужен номер участника", "Участник")), number
        assert "путь назад открыт" not in answer, number

    assert await database.value("SELECT count(*) FROM safety_states WHERE released_at IS NOT NULL") == 0


async def test_a_button_of_no_alert_takes_none(anna: Chat, mikhail: Chat, database: Database) -> None:
    await anna.say(DESPAIR)
    await mikhail.next()
    for data in ("ack", "ack:", "ack:x", "ack:0", "ack:99", f"ack:{2**63}", "ack:-1"):
        assert (await press(mikhail, data)).startswith(("Эту тревогу", NO_BUTTON)), data

    assert await database.value("SELECT count(*) FROM alerts WHERE acknowledged_at IS NULL") == 1
    assert await unread(mikhail, database) == []


async def test_without_anybody_of_the_team_the_person_is_answered_and_the_alert_waits(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url):
        await anna.ask(DESPAIR)
        await database.settled()
    assert await database.value("SELECT count(*) FROM alerts WHERE acknowledged_at IS NULL") == 1

    chat = Chat(telegram=telegram, person=MIKHAIL)
    async with bot_in_process(telegram, database.url, admin_ids=str(MIKHAIL)):
        await chat.ask("/help")
        await database.rows("UPDATE alerts SET next_at = now()")
        assert str(ANNA) in (await chat.next()).text
