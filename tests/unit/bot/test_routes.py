"""From a message to the name of its handler."""

from typing import Any

import pytest
from aiogram.types import Message

from apps.bot.routes import CRISIS, FORWARDED, SPEECH, UNREADABLE, VOICE, MessageRoute
from relove_core.delivery.model import Lane

BASE = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": 1, "type": "private"}}
SOUND = {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}}
STICKER = {"dice": {"emoji": "🎲", "value": 3}}
ORIGIN = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Кто-то", "date": 1}}
ROUTE = MessageRoute(labels={"⏸ Пауза": "pause"})


@pytest.mark.parametrize(
    ("content", "lane", "name"),
    [
        ({"text": "Привет"}, Lane.TALK, SPEECH),
        ({"text": "Привет", **ORIGIN}, Lane.TALK, FORWARDED),
        ({"text": "⏸ Пауза"}, Lane.TALK, "pause"),
        ({"text": "стоп"}, Lane.CONTROL, "pause"),
        ({"text": "Я не хочу жить"}, Lane.CONTROL, CRISIS),
        (SOUND, Lane.TALK, VOICE),
        ({**SOUND, **ORIGIN}, Lane.TALK, FORWARDED),
        ({**SOUND, "caption": "Я не хочу жить"}, Lane.CONTROL, CRISIS),
        (STICKER, Lane.TALK, UNREADABLE),
        ({**STICKER, **ORIGIN}, Lane.TALK, UNREADABLE),
    ],
    ids=str,
)
def test_each_message_has_its_handler(content: dict[str, Any], lane: Lane, name: str) -> None:
    message = Message.model_validate({**BASE, **content})

    assert ROUTE.of(message, lane) == (name, "")
