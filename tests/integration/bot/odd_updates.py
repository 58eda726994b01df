"""Updates that no Telegram would send: a grammar of the right ones, and hands that spoil them by chance."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from tests.bot_process import BOT_ID, GROUP, USERNAME

WORDS = ("стоп", "/start", "/natasha", "/end_session", "/resume", "/help", "Я устала", "/", "//", "/start \x00", "")
DATA = ("open", "restart", "continue", "resume", "gender:female", "gender:", "gender:x", "say:1:2:0", "say:1", "say:::",
        "say:9999999999999999999999:1:0", "say:1:1:²", "say:a:b:c", ":", "", "x" * 64, "я" * 32, "\ud83d", "speech",
        "unknown_button", "open:1:2:3", "gender:female\n")  # fmt: skip
STRINGS = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "\u202e\u202d",
    "\u200b" * 50,
    "<b>",
    "&amp;",
    "{0}%s",
    "x" * 5000,
)
KINDS = ("inline_query", "message_reaction", "poll", "channel_post", "business_message", "no_such_kind", "")


def _deep(levels: int) -> object:
    nested: object = 1
    for level in range(levels):
        nested = [nested] if level % 2 else {"reply_to_message": nested}
    return nested


def _odd_value(chance: random.Random) -> Any:
    number = chance.choice([0, -1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), 2**64, 10**40, 0.5, -1e308])
    odd: list[Any] = [None, chance.random() < 0.5, number, chance.choice(STRINGS), [], {}, [None, {"id": 1}]]
    return chance.choice([*odd, _deep(chance.randint(2, 120))])


def _base(chance: random.Random, chat: int) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": chance.choice(["Ася", "<b>", "\u202e", ""])}
    if chance.random() < 0.5:
        person |= {"username": "asya", "last_name": "Я", "language_code": chance.choice(["ru", "en", "xx-YY", "\x00"])}
    place: dict[str, Any] = {"id": chat, "type": "private"}
    if chance.random() < 0.1:
        place = {"id": GROUP, "type": "supergroup", "title": "Круг"}
    return {"message_id": chance.randint(1, 10**6), "from": person, "chat": place, "date": 1_700_000_000}


def _message(chance: random.Random, chat: int) -> dict[str, Any]:
    return {"message": {**_base(chance, chat), "text": chance.choice([*WORDS, *STRINGS])}}


def _long_message(chance: random.Random, chat: int) -> dict[str, Any]:
    return {"message": {**_base(chance, chat), "text": chance.choice(["x", "слово ", "\u200b", "👩"]) * 20_000}}


def _media(chance: random.Random, chat: int) -> dict[str, Any]:
    file = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}
    content: dict[str, Any] = chance.choice(
        [{"photo": [file]}, {"photo": []}, {"dice": {"emoji": "🎲", "value": 9}}, {"voice": file}]
    )
    return {"message": {**_base(chance, chat), **content}}


def _edit(chance: random.Random, chat: int) -> dict[str, Any]:
    return {"edited_message": {**_base(chance, chat), "edit_date": 1, "text": chance.choice([*WORDS, *STRINGS])}}


def _button(chance: random.Random, chat: int) -> dict[str, Any]:
    base = _base(chance, chat)
    sender = {"id": BOT_ID, "is_bot": True, "first_name": "Н", "username": USERNAME}
    under = {**base, "from": sender, "date": chance.choice([0, 1_700_000_000])}
    query = {"id": str(chance.randint(1, 10**9)), "from": base["from"], "chat_instance": "1", "message": under}
    return {"callback_query": {**query, "data": chance.choice(DATA)}}


def _member(chance: random.Random, chat: int) -> dict[str, Any]:
    base = _base(chance, chat)
    user = {"id": BOT_ID, "is_bot": True, "first_name": "Н"}
    states = (
        {"user": user, "status": s, "until_date": 0} for s in chance.choices(["kicked", "member", "left", "x"], k=2)
    )
    change = {"chat": base["chat"], "from": base["from"], "date": 1}
    return {"my_chat_member": {**change, "old_chat_member": next(states), "new_chat_member": next(states)}}


def _unknown(chance: random.Random, chat: int) -> dict[str, Any]:
    return {chance.choice(KINDS): chance.choice([_base(chance, chat), _odd_value(chance)])}


RULES: tuple[Callable[[random.Random, int], dict[str, Any]], ...] = (
    *(_message,) * 4,
    *(_button,) * 3,
    _long_message,
    _media,
    _edit,
    _member,
    _unknown,
)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (holder, key) within a value."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])


def _spoil(chance: random.Random, update: dict[str, Any]) -> None:
    holder, key = chance.choice(list(_places(update)))
    what = chance.random()
    if what < 0.25 and isinstance(holder, dict):
        del holder[key]
    elif what < 0.35 and isinstance(holder, dict):
        holder[chance.choice(["from", "chat", "text", "message", "id", "forward_origin", "data"])] = _odd_value(chance)
    else:
        holder[key] = _odd_value(chance)


def odd_update(chance: random.Random, chat: int) -> bytes:
    """One update of this chat, most often spoiled once or more; its number is the Bot API's to give."""
    update = chance.choice(RULES)(chance, chat)
    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        if update:
            _spoil(chance, update)
    return json.dumps(update, ensure_ascii=True).encode()
