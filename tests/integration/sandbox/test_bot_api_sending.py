"""What the bot sends arrives as Telegram would show it, and what is wrong is refused in Telegram's words."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

from tests.integration.sandbox.bot_api_stand import ANNA, MIKHAIL, Stand, running


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    async with running(tmp_path) as stand:
        yield stand


def one_button(**facts: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", **facts)]])


async def test_tags_become_entities_counted_in_utf16_units(stand: Stand) -> None:
    await stand.say("/start")

    sent = await stand.bot.send_message(
        ANNA, "😀 <b>Да <i>или</i></b> &lt;нет&gt; <a href='https://ya.ru/?a=1&amp;b=2'>тут</a>", parse_mode="HTML"
    )

    assert sent.text == "😀 Да или <нет> тут"
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities or []] == [
        ("bold", 3, 6),
        ("italic", 6, 3),
        ("text_link", 16, 3),
    ]
    assert (sent.entities or [])[2].url == "https://ya.ru/?a=1&b=2"


async def test_messages_of_a_chat_are_numbered_together_with_those_of_the_person(stand: Stand) -> None:
    said = await stand.say("/start")
    first = await stand.bot.send_message(ANNA, "Раз")
    second = await stand.bot.send_message(ANNA, "Два")

    assert [said["message_id"], first.message_id, second.message_id] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>нет конца", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>накрест</b></i>", 'Unmatched end tag at byte offset 20, expected "</i>", found "</b>"'),
        ("<script>", 'Unsupported start tag "script" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("лишний</b>", "Unexpected end tag at byte offset 12"),
        ("<span>просто</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
    ],
)
async def test_broken_html_is_refused_with_the_place(stand: Stand, text: str, reason: str) -> None:
    await stand.say("/start")

    with pytest.raises(TelegramBadRequest, match="can't parse entities") as refused:
        await stand.bot.send_message(ANNA, text, parse_mode="HTML")

    assert refused.value.message == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<strong>а</strong>", "bold"),
        ("<em>а</em>", "italic"),
        ("<ins>а</ins>", "underline"),
        ("<strike>а</strike>", "strikethrough"),
        ("<span class='tg-spoiler'>а</span>", "spoiler"),
        ("<tg-spoiler>а</tg-spoiler>", "spoiler"),
        ("<code>а</code>", "code"),
        ("<pre><code class='language-python'>а</code></pre>", "pre"),
        ("<blockquote>а</blockquote>", "blockquote"),
        ("<blockquote expandable>а</blockquote>", "expandable_blockquote"),
        ("&lt;<u>&#1072;&#x21;</u>", "underline"),
    ],
)
async def test_every_tag_of_telegram_is_understood(stand: Stand, html: str, kind: str) -> None:
    await stand.say("/start")

    sent = await stand.bot.send_message(ANNA, html, parse_mode="HTML")

    assert [entity.type for entity in sent.entities or []] == [kind]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Bad Request: message text is empty"),
        ("  \n ", "Bad Request: message text is empty"),
        ("а" * 4097, "Bad Request: message is too long"),
        ("😀" * 2049, "Bad Request: message is too long"),
    ],
)
async def test_an_empty_or_too_long_text_is_refused(stand: Stand, text: str, reason: str) -> None:
    await stand.say("/start")

    with pytest.raises(TelegramBadRequest) as refused:
        await stand.bot.send_message(ANNA, text)

    assert refused.value.message == reason


async def test_the_length_is_that_of_the_text_without_tags(stand: Stand) -> None:
    await stand.say("/start")

    sent = await stand.bot.send_message(ANNA, f"<b>{'а' * 4096}</b>", parse_mode="HTML")

    assert len(sent.text or "") == 4096


async def test_a_button_carries_at_most_64_bytes(stand: Stand) -> None:
    await stand.say("/start")
    await stand.bot.send_message(ANNA, "?", reply_markup=one_button(callback_data="я" * 32))

    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await stand.bot.send_message(ANNA, "?", reply_markup=one_button(callback_data="я" * 33))


async def test_unknown_silent_blocking_and_gone_people_are_told_apart(stand: Stand) -> None:
    await stand.say("/start")
    await stand.post("/sandbox/blocks", {"person": ANNA, "is_blocking": True})
    await stand.post("/sandbox/people", {"id": 1003, "is_started": True, "is_deactivated": True})

    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await stand.bot.send_message(999, "?")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await stand.bot.send_message(MIKHAIL, "?")
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await stand.bot.send_message(ANNA, "?")
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await stand.bot.send_message(1003, "?")


async def test_an_edit_that_changes_nothing_is_refused(stand: Stand) -> None:
    await stand.say("/start")
    sent = await stand.bot.send_message(ANNA, "Раз", reply_markup=one_button(callback_data="x"))

    edited = await stand.bot.edit_message_text("Два", chat_id=ANNA, message_id=sent.message_id)

    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("Два", None)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await stand.bot.edit_message_text("Два", chat_id=ANNA, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await stand.bot.edit_message_text("Два", chat_id=ANNA, message_id=999)


async def test_a_deleted_message_is_gone_from_the_page(stand: Stand) -> None:
    await stand.say("/start")
    sent = await stand.bot.send_message(ANNA, "Раз")

    await stand.bot.delete_message(ANNA, sent.message_id)

    shown = await stand.get(f"/sandbox/chat?person={ANNA}")
    assert [message["text"] for message in shown["messages"]] == ["/start"]


async def test_a_document_comes_back_byte_for_byte(stand: Stand) -> None:
    await stand.say("/start")

    sent = await stand.bot.send_document(
        ANNA, BufferedInputFile(b"\x00\xff{}", "данные.json"), caption="<b>Всё</b>", parse_mode="HTML"
    )

    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("данные.json", "Всё")
    kept = await stand.bot.download(sent.document.file_id)
    assert kept is not None
    assert kept.read() == b"\x00\xff{}"


async def test_a_caption_is_shorter_than_a_text(stand: Stand) -> None:
    await stand.say("/start")

    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await stand.bot.send_photo(ANNA, BufferedInputFile(b"png", "a.png"), caption="а" * 1025)


async def test_a_wrong_token_and_an_unknown_method_are_refused(stand: Stand) -> None:
    async with stand.http.post(f"{stand.url}/bot1:WRONG/getMe") as response:
        assert (response.status, await response.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    assert await stand.raw("sendSpaceship") == b'{"ok":false,"error_code":404,"description":"Not Found"}'


async def test_the_log_tells_what_a_person_saw(stand: Stand) -> None:
    await stand.say("/start")
    await stand.bot.send_message(ANNA, "<b>Раз</b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest):
        await stand.bot.send_message(999, "Два")

    shown, refused = await stand.calls("sendMessage")

    assert (shown["chat_id"], shown["text"], shown["shown"]) == (ANNA, "<b>Раз</b>", "Раз")
    assert (shown["outcome"], shown["message_id"]) == (200, 2)
    assert (refused["chat_id"], refused["outcome"], refused["message_id"]) == (999, 400, None)
    assert refused["number"] > shown["number"]
    assert (await stand.get(f"/sandbox/log?after={shown['number']}&method=sendMessage"))["calls"] == [refused]


async def test_numbers_and_names_beyond_reason_are_refused_and_break_nothing(stand: Stand) -> None:
    assert b"chat not found" in await stand.raw("sendMessage", chat_id=10**30, text="?")
    assert b"message to delete not found" in await stand.raw("deleteMessage", chat_id=ANNA, message_id=10**30)
    assert await stand.raw("getUpdates", offset=10**30) == b'{"ok":true,"result":[]}'
    assert b"strings must be encoded in UTF-8" in await stand.raw("setMyName", name="\ud800")
    assert (await stand.post("/sandbox/updates", {"update_id": 10**30}))["ok"]
    assert (await stand.post("/sandbox/faults", [{"kind": "500", "share": "half"}]))["error_code"] == 400
    assert (await stand.post("/sandbox/people", {"id": 10**30, "first_name": "?"}))["error_code"] == 400
    assert (await stand.post("/sandbox/people", {"first_name": "\ud800"}))["ok"]
