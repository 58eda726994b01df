"""How updates reach the bot by polling: kept until confirmed, to one poller, byte for byte."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.types import BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import FormData

from tests.integration.sandbox.bot_api_stand import ANNA, MIKHAIL, Stand, running

GROUP = -1001000000001


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    async with running(tmp_path) as stand:
        yield stand


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(stand: Stand) -> None:
    await stand.say("/start src_7")
    await stand.say("Привет")

    first, second = await stand.bot.get_updates()
    again = await stand.bot.get_updates(limit=1)
    rest = await stand.bot.get_updates(offset=first.update_id + 1)
    last = await stand.bot.get_updates(offset=-1)
    nothing = await stand.bot.get_updates(offset=second.update_id + 1)

    assert first.message is not None
    assert (first.message.text, [entity.type for entity in first.message.entities or []]) == (
        "/start src_7",
        ["bot_command"],
    )
    assert second.update_id == first.update_id + 1
    assert (again, rest, last, nothing) == ([first], [second], [second], [])


async def test_a_long_poll_ends_as_soon_as_somebody_writes(stand: Stand) -> None:
    started = time.monotonic()
    poll = asyncio.create_task(stand.bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)

    await stand.say("Привет")

    assert len(await poll) == 1
    assert time.monotonic() - started < 5


async def test_a_second_poller_ends_the_first_with_a_conflict(stand: Stand) -> None:
    first = asyncio.create_task(stand.bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(stand.bot.get_updates(timeout=20))

    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first

    await stand.say("Привет")
    assert len(await second) == 1


async def test_polling_is_refused_while_a_webhook_is_set(stand: Stand) -> None:
    await stand.bot.set_webhook("http://127.0.0.1:9/hook")

    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await stand.bot.get_updates()

    await stand.bot.delete_webhook()
    assert await stand.bot.get_updates() == []


async def test_only_the_wanted_kinds_are_kept_and_the_wish_is_remembered(stand: Stand) -> None:
    await stand.bot.get_updates(allowed_updates=["callback_query"])
    await stand.say("/start")
    unwanted = await stand.bot.get_updates()
    await stand.bot.get_updates(allowed_updates=[])
    await stand.say("Привет")

    assert unwanted == []
    assert len(await stand.bot.get_updates()) == 1


async def test_injected_bytes_reach_the_bot_unchanged(stand: Stand) -> None:
    surrogate = (
        rb'{"update_id":7, "message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"\ud800\u0000"}}'
    )
    nameless = rb'{"spaceship": {"speed": 1e400}}'

    answer = await stand.post("/sandbox/updates", b"[" + surrogate + b" , " + nameless + b"]")

    known, given = answer["update_ids"]
    assert known == 7
    body = await stand.raw("getUpdates")
    assert body == b'{"ok":true,"result":[' + surrogate + b"," + b'{"update_id":%d,' % given + nameless[1:] + b"]}"


async def test_one_update_may_be_injected_twice(stand: Stand) -> None:
    await stand.post("/sandbox/updates", [{"update_id": 9, "message": {}}, {"update_id": 9, "message": {}}])

    assert await stand.raw("getUpdates") == (
        b'{"ok":true,"result":[{"update_id": 9, "message": {}},{"update_id": 9, "message": {}}]}'
    )


async def test_whoever_is_injected_can_be_answered(stand: Stand) -> None:
    chat = {"id": 777, "type": "private", "first_name": "Зоя"}
    await stand.post("/sandbox/updates", {"message": {"message_id": 41, "date": 1, "chat": chat, "from": chat}})

    assert (await stand.bot.send_message(777, "Здравствуйте")).message_id == 42


async def test_a_pressed_button_arrives_and_is_answered_once(stand: Stand) -> None:
    await stand.say("/start")
    keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
    sent = await stand.bot.send_message(ANNA, "?", reply_markup=keys)

    await stand.post("/sandbox/presses", {"person": ANNA, "message_id": sent.message_id, "data": "yes"})

    query = (await stand.bot.get_updates(offset=-1))[0].callback_query
    assert query is not None
    assert (query.data, query.from_user.id, query.message and query.message.message_id) == ("yes", ANNA, 2)
    assert await stand.bot.answer_callback_query(query.id, text="Записала")
    with pytest.raises(
        TelegramBadRequest, match="query is too old and response timeout expired or query ID is invalid"
    ):
        await stand.bot.answer_callback_query(query.id)


async def test_blocking_is_reported_as_a_change_of_membership(stand: Stand) -> None:
    await stand.say("/start")
    await stand.post("/sandbox/blocks", {"person": ANNA, "is_blocking": True})

    change = (await stand.bot.get_updates(offset=-1))[0].my_chat_member

    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")


async def test_an_edited_message_and_one_from_a_group_arrive_as_such(stand: Stand) -> None:
    said = await stand.say("Превет", person=MIKHAIL)
    await stand.post("/sandbox/edits", {"person": MIKHAIL, "message_id": said["message_id"], "text": "Привет"})
    await stand.say("Всем привет", person=MIKHAIL, chat=GROUP)

    _, edited, grouped = await stand.bot.get_updates()

    assert edited.edited_message is not None
    assert (edited.edited_message.message_id, edited.edited_message.text) == (1, "Привет")
    assert grouped.message is not None
    assert (grouped.message.chat.id, grouped.message.chat.type) == (GROUP, "supergroup")


async def test_an_admin_sees_the_commands_of_their_own_chat(stand: Stand) -> None:
    await stand.say("/start")
    await stand.say("/start", person=MIKHAIL)
    await stand.bot.set_my_commands([BotCommand(command="help", description="Помощь")])
    own = BotCommandScopeChat(chat_id=ANNA)

    await stand.bot.set_my_commands([BotCommand(command="flags", description="Кризисные флаги")], scope=own)

    assert [command.command for command in await stand.bot.get_my_commands(scope=own)] == ["flags"]
    shown = [(await stand.get(f"/sandbox/chat?person={who}"))["commands"][0]["command"] for who in (ANNA, MIKHAIL)]
    assert shown == ["flags", "help"]


async def test_a_voice_message_can_be_downloaded(stand: Stand) -> None:
    form = FormData({"person": str(ANNA), "kind": "voice", "duration": "7"})
    form.add_field("file", b"OggS", filename="voice.oga", content_type="audio/ogg")
    async with stand.http.post(f"{stand.url}/sandbox/uploads", data=form) as response:
        assert response.status == 200

    message = (await stand.bot.get_updates())[0].message

    assert message is not None
    assert message.voice is not None
    assert message.voice.duration == 7
    sound = await stand.bot.download(message.voice)
    assert sound is not None
    assert sound.read() == b"OggS"


async def test_a_foreign_web_page_cannot_reach_the_controls(stand: Stand) -> None:
    headers = {"Origin": "https://example.org"}
    async with stand.http.post(f"{stand.url}/sandbox/updates", data=b"{}", headers=headers) as response:
        assert response.status == 403
