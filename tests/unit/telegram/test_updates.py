"""Reading updates: nothing in them is trusted, not even their shape."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_adapters.telegram.updates import (
    KINDS,
    NO_CHAT,
    UpdateReader,
    body,
    callback_id,
    decode,
    encode,
)
from relove_core.delivery.model import Lane
from relove_core.errors import InvalidInput
from relove_core.testing.builders import BOT

READER = UpdateReader(bot_id=BOT, menu=frozenset({"📊 Моя сессия"}))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELD = st.sampled_from(
    [*KINDS, "update_id", "chat", "from", "id", "type", "text", "message", "data", "message_id", "forward_origin"]
)
UPDATES = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["private", "стоп", "/natasha", 101]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(FIELD, inner, max_size=6),
    max_leaves=16,
).filter(lambda value: isinstance(value, dict))


def a_text(text: object = "Привет", *, kind: str = "message", chat: str = "private", **more: object) -> dict[str, Any]:
    message = {"message_id": 5, "chat": {"id": 101, "type": chat}, "from": {"id": 101}, "text": text, **more}
    return {"update_id": 7, kind: message}


@given(update=st.dictionaries(st.text(max_size=8), ANYTHING) | UPDATES, number=st.none() | st.integers(0, 2**62 - 1))
def test_any_json_is_read_or_refused(update: dict[str, Any], number: int | None) -> None:
    if number is not None:
        update["update_id"] = number
    try:
        incoming = READER.read(update, b"raw")
    except InvalidInput:
        assert number is None
        return

    assert (incoming.update_id, incoming.raw, incoming.bot_id) == (update["update_id"], b"raw", BOT)
    assert -(2**63) < incoming.chat_id < 2**63
    assert callback_id(update) is None or isinstance(callback_id(update), str)


@pytest.mark.parametrize("number", [None, True, -1, 2**62, 1.0, "5", [5]])
def test_without_a_number_an_update_cannot_be_kept(number: object) -> None:
    with pytest.raises(InvalidInput, match="update_id"):
        READER.read({"update_id": number}, b"")


@pytest.mark.parametrize("text", ["стоп", "СТОП!", "/pause", "⏸ Пауза", "хватит 🙏"])
def test_a_stop_word_takes_the_control_lane(text: str) -> None:
    assert READER.read(a_text(text), b"").lane is Lane.CONTROL


@pytest.mark.parametrize(
    "update",
    [
        a_text("Привет"),
        a_text("стоп, но не совсем"),
        a_text("стоп", kind="edited_message"),
        a_text("стоп", chat="group"),
        a_text(["стоп"]),
        {"update_id": 7, "callback_query": {"id": "1", "from": {"id": 101}, "data": "стоп"}},
        {"update_id": 7, "poll": {"text": "стоп"}},
        {"update_id": 7},
    ],
)
def test_everything_else_takes_the_talk_lane(update: dict[str, Any]) -> None:
    assert READER.read(update, b"").lane is Lane.TALK


@pytest.mark.parametrize(
    ("update", "may_be_joined"),
    [
        (a_text("Привет"), True),
        (a_text(""), True),
        (a_text("/natasha"), False),
        (a_text("📊 Моя сессия"), False),
        (a_text("Привет", forward_origin={"type": "user"}), False),
        (a_text("Привет", chat="supergroup"), False),
        (a_text("Привет", kind="edited_message"), False),
        (a_text(None), False),
        ({"update_id": 7, "callback_query": {"id": "1"}}, False),
    ],
)
def test_only_a_plain_text_of_a_private_chat_waits_for_the_next(update: dict[str, Any], may_be_joined: bool) -> None:
    assert READER.read(update, b"").may_be_joined is may_be_joined


@pytest.mark.parametrize(
    ("event", "chat"),
    [
        ({"chat": {"id": -100123}}, -100123),
        ({"message": {"chat": {"id": 5}}, "from": {"id": 9}}, 5),
        ({"from": {"id": 9}}, 9),
        ({"chat": {"id": "5"}, "from": {"id": 9}}, 9),
        ({"chat": {"id": True}}, NO_CHAT),
        ({"chat": {"id": 2**70}}, NO_CHAT),
        ({"chat": [1]}, NO_CHAT),
        ({}, NO_CHAT),
    ],
)
def test_the_chat_is_found_where_there_is_one(event: dict[str, Any], chat: int) -> None:
    assert READER.read({"update_id": 7, "callback_query": event}, b"").chat_id == chat


def test_a_kind_that_was_not_asked_for_has_no_body() -> None:
    assert body({"update_id": 7, "poll": {"id": "1"}}) == (None, {})
    assert body({"message": "text"}) == (None, {})


@pytest.mark.parametrize(
    ("update", "query"),
    [
        ({"callback_query": {"id": "42"}}, "42"),
        ({"callback_query": {"id": 42}}, None),
        ({"callback_query": {}}, None),
        ({"message": {"id": "42"}}, None),
    ],
)
def test_a_pressed_button_has_a_query_to_answer(update: dict[str, Any], query: str | None) -> None:
    assert callback_id(update) == query


@given(st.dictionaries(st.text(st.characters(), max_size=8), ANYTHING, max_size=4))
def test_what_is_kept_can_be_stored_when_it_is_read_again(update: dict[str, Any]) -> None:
    stored = json.dumps(decode(encode(update)), ensure_ascii=False)

    stored.encode("utf-8")
    assert "\x00" not in stored
    assert "\\u0000" not in stored


def test_only_what_cannot_be_stored_is_changed() -> None:
    update = {"text": "a\x00b \ud83d \ud83d\ude00 ё 👍", "list": [{"\x00k": "v"}], "n": 1.5, "none": None}

    assert decode(encode(update)) == {"text": "ab \ufffd 😀 ё 👍", "list": [{"k": "v"}], "n": 1.5, "none": None}


@pytest.mark.parametrize("raw", [b"[]", b"1", b'"text"', b"null"])
def test_an_update_is_an_object(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        decode(raw)


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"{'a': 1}"])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(raw)
