"""Too much from one person waits for the next minute: one notice, and nothing is lost."""

from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process, eventually, message_update
from tests.integration.bot.coaches import EchoCoach

LIMIT = "20"
WAITING = "SELECT postponed_until > now() + interval '2 s' FROM lanes WHERE chat_id = $1 AND lane = 'talk'"
#: The limit begins anew with a minute of the clock; a test must not straddle two of them.
SECONDS_LEFT = "SELECT extract(epoch FROM date_trunc('minute', now()) + interval '1 minute' - now())::float"


async def _fresh_minute(database: Database) -> None:
    await eventually(lambda: database.value(SECONDS_LEFT), lambda left: left > 8)


async def test_twenty_five_messages_in_a_minute_get_one_notice_and_all_their_answers_later(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url, llm=EchoCoach(), messages_per_minute=LIMIT):
        await database.acquaint(ANNA)
        await telegram.inject(message_update(ANNA, "/natasha", message_id=1))
        await anna.next()
        await _fresh_minute(database)
        for number in range(25):
            await telegram.inject(message_update(ANNA, f"м{number}", message_id=10 + number))
            await eventually(lambda: telegram.get("/sandbox/state"), lambda state: state["pending_updates"] == 0)
        await eventually(lambda: database.value(WAITING, ANNA))
        before = await anna.unread()
        notices = [s for s in before if s.text.startswith("Стой. Слишком много сообщений подряд")]
        assert len(notices) == 1
        heard = [word for s in before if s not in notices for word in s.text.removeprefix("Слышу: ").split("|")]
        assert len(heard) < 25

        await database.rows("UPDATE lanes SET postponed_until = now()")
        await database.settled()
        after = [s.text.removeprefix("Слышу: ").split("|") for s in await anna.unread()][len(before) :]

    assert len(after) == 1, "what waited is answered together"
    assert heard + after[0] == [f"м{number}" for number in range(25)]
    assert await database.value("SELECT count(*) FROM user_activity_logs") == 26


async def test_a_stop_word_is_never_throttled(anna: Chat, telegram: Telegram, database: Database) -> None:
    async with bot_in_process(telegram, database.url, llm=EchoCoach(), messages_per_minute="2"):
        await database.acquaint(ANNA)
        await telegram.inject(message_update(ANNA, "/natasha", message_id=1))
        await anna.next()
        await _fresh_minute(database)
        for number in range(4):
            await anna.say(f"м{number}")
        await eventually(lambda: database.value(WAITING, ANNA))
        await anna.say("стоп")
        await eventually(anna.unread, lambda seen: any(s.text.startswith("Пауза") for s in seen))
