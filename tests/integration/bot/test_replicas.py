"""Several processes of one bot: they share the work, take over from each other, and never write over each other."""

from pathlib import Path

from tests.bot_process import ANNA, ANSWERS, Chat, Database, Telegram, bot_in_process, eventually, message_update
from tests.bot_replica import replica
from tests.integration.bot.coaches import SlowCoach

HOLDER = "SELECT split_part(holder, '-', 1)::int FROM leases WHERE until > now()"


async def _polls(database: Database, pid: int) -> None:
    await eventually(lambda: database.value(HOLDER), lambda holder: holder == pid)


async def test_two_processes_share_the_work_and_one_takes_over_when_the_other_is_killed_or_leaves(
    tmp_path: Path, telegram: Telegram, database: Database, anna: Chat
) -> None:
    chats = range(500_001, 500_041)
    async with replica(tmp_path, telegram, database.url) as one, replica(tmp_path, telegram, database.url) as two:
        await _polls(database, one.pid)
        await database.acquaint(*chats)
        await telegram.inject([message_update(chat, "/natasha", message_id=1) for chat in chats])
        await database.settled()
        assert one.events("update.worked_on"), "the one that polls works too"
        assert two.events("update.worked_on"), "the one that does not poll works as well"
        assert len(one.events("update.worked_on")) + len(two.events("update.worked_on")) == len(chats)

        one.kill()
        await database.rows("UPDATE leases SET until = now()")  # as if it had run out
        await anna.acquainted()
        await _polls(database, two.pid)

        await one.start()
        await two.stop()
        assert await database.value("SELECT count(*) FROM leases") in (0, 1)
        assert await database.value("SELECT count(*) FROM leases WHERE holder LIKE $1", f"{two.pid}-%") == 0
        await _polls(database, one.pid)
        assert (await anna.ask("Я устала")).text
    assert len(await telegram.shown()) == len(chats) + len(ANSWERS) + 4


async def test_a_zombie_whose_lease_ran_out_while_it_worked_writes_nothing(
    telegram: Telegram, database: Database, anna: Chat
) -> None:
    slow, quick = SlowCoach(quick_replies=("медленно",)), SlowCoach(quick_replies=("быстро",))
    slow.may_speak.set()
    async with bot_in_process(telegram, database.url, llm=slow, lease_ms="500"):
        await anna.acquainted()
        slow.may_speak.clear()
        await anna.say("Кто ответит?")
        await eventually(lambda: _thinking(slow))
        # It stalls: for the others its lease has run out, and its next prolongation comes too late.
        stolen = "UPDATE lanes SET lease_until = now() - interval '1 s', fence = fence + 1 WHERE chat_id = $1"
        await database.rows(stolen, ANNA)
        quick.may_speak.set()
        async with bot_in_process(telegram, database.url, llm=quick, lease_ms="500"):
            slow.may_speak.set()
            await database.settled()
    assert await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'assistant'") == 2
    assert await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'user'") == 1
    assert len([s for s in await telegram.shown(ANNA) if "Кто ответит?" in s.text]) == 1
    assert await database.value(
        "SELECT count(*) FROM user_activity_logs WHERE details ->> 'command' IS NULL"
    ) == 1 + len(ANSWERS)


async def _thinking(coach: SlowCoach) -> int:
    return coach.thinking


async def test_a_process_that_was_stalled_in_mid_work_finds_it_done_by_the_other(
    tmp_path: Path, telegram: Telegram, database: Database, anna: Chat
) -> None:
    async with replica(tmp_path, telegram, database.url, lease_ms="500", merge_gap_ms="300") as one:
        await anna.acquainted()
        await anna.say("Кто ответит?")
        await eventually(lambda: database.value("SELECT count(*) FROM lanes WHERE pending > 0"))
        one.sleep()
        async with replica(tmp_path, telegram, database.url, lease_ms="500", merge_gap_ms="300"):
            await eventually(
                lambda: database.value("SELECT count(*) FROM inbox WHERE state = 'pending'"), lambda n: n == 0
            )
            one.wake()
            await anna.next()
            await database.settled()
        assert await anna.unread() == []
    assert await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'assistant'") == 2
