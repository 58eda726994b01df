"""Somebody asks for a copy of their data, in the chat."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from tests.bot_process import ANNA, Chat, Database, Telegram, eventually

MANY = 60_000


async def file_of(telegram: Telegram) -> tuple[str, bytes, str]:
    """The name, the bytes and the caption of the newest file, as its person sees them."""
    await eventually(lambda: telegram.calls("sendDocument"))
    shown = (await telegram.get(f"/sandbox/chat?person={ANNA}&chat={ANNA}"))["messages"]
    message: dict[str, Any] = next(m for m in reversed(shown) if "document" in m)
    document = message["document"]
    async with telegram.http.get(f"{telegram.url}/sandbox/files/{document['file_id']}") as response:
        return document["file_name"], await response.read(), message["caption"]


async def test_a_copy_comes_as_a_file_that_people_can_read(
    bot: None, telegram: Telegram, database: Database, anna: Chat
) -> None:
    await anna.acquainted()
    await anna.ask("Я всем помогаю")
    await anna.say("/export_my_data")
    name, data, caption = await file_of(telegram)
    await database.settled()

    copy = json.loads(data)
    assert name == "relove-data.json"
    assert caption.startswith("Здесь всё, что я о тебе храню.")
    assert copy["person"]["id"] == ANNA
    assert "Я всем помогаю" in [remark["text"] for remark in copy["remarks"]]
    assert "Я всем помогаю".encode() in data, "not in escapes"
    assert copy["waiting_for_you"] == []
    assert await database.value("SELECT count(*) FROM outbox WHERE message IS NOT NULL") == 0


async def test_a_very_long_one_comes_compressed(bot: None, telegram: Telegram, database: Database, anna: Chat) -> None:
    await anna.acquainted()
    await database.rows(
        "INSERT INTO user_activity_logs (user_id, activity_type) SELECT $1, 'message' FROM generate_series(1, $2)",
        ANNA,
        MANY,
    )
    await anna.say("/export_my_data")
    name, data, _ = await file_of(telegram)

    assert name == "relove-data.zip"
    with ZipFile(BytesIO(data)) as archive:
        assert len(json.loads(archive.read("relove-data.json"))["activity"]) > MANY


async def test_who_was_forgotten_before_it_left_gets_no_copy(
    bot: None, telegram: Telegram, database: Database, anna: Chat
) -> None:
    await anna.acquainted()
    asked = await anna.ask("/forget_me")
    await telegram.faults({"method": "sendDocument", "kind": "500"})
    await anna.say("/export_my_data")
    await eventually(lambda: telegram.calls("sendDocument"))
    await anna.press(asked, "Стереть всё навсегда")
    await telegram.faults()
    await database.settled()

    assert await database.value("SELECT count(*) FROM outbox WHERE message IS NOT NULL OR user_id IS NOT NULL") == 0
