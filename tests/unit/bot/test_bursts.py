"""What of a lane is dealt with at once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.bot.bursts import MOST_CHARS, first_work
from relove_adapters.telegram.updates import encode
from relove_core.delivery.model import Claim, Lane, Pending
from relove_core.errors import InvalidInput
from relove_core.testing.builders import ANNA, BOT, chat_of

KINDS = ("text", "edit", "command", "button")


def an_update(update_id: int, kind: str, *, number: int | None = None, text: str | None = None) -> Pending:
    message = {"message_id": number or update_id, "text": text or f"слово {update_id}"}
    bodies: dict[str, dict[str, Any]] = {
        "text": {"message": message},
        "edit": {"edited_message": message},
        "command": {"message": message | {"text": "/natasha"}},
        "button": {"callback_query": {"id": "1", "data": "open"}},
    }
    raw = encode({"update_id": update_id, **bodies[kind]})
    return Pending(update_id=update_id, raw=raw, may_be_joined=kind == "text", failures=0)


def claimed(*pending: Pending) -> Claim:
    return Claim(bot_id=BOT, chat_id=chat_of(ANNA), lane=Lane.TALK, fence=1, pending=pending)


def broken(update_id: int, raw: bytes = b"{") -> Pending:
    return Pending(update_id=update_id, raw=raw, may_be_joined=True, failures=0)


def test_texts_in_a_row_are_one_piece_of_work() -> None:
    work = first_work(claimed(*(an_update(n, "text") for n in (1, 2, 3))))

    assert work.update_ids == (1, 2, 3)
    assert [(s.update_id, s.text) for s in work.said] == [(1, "слово 1"), (2, "слово 2"), (3, "слово 3")]
    assert work.update["update_id"] == 1
    assert len(work.all) == 3


@pytest.mark.parametrize("kind", ["command", "button"])
def test_texts_end_where_something_else_comes(kind: str) -> None:
    pending = (an_update(1, "text"), an_update(2, kind), an_update(3, "text"))

    assert first_work(claimed(*pending)).update_ids == (1,)
    assert first_work(claimed(*pending[1:])).update_ids == (2,)


def test_an_edit_takes_the_place_of_what_it_edits() -> None:
    work = first_work(
        claimed(an_update(1, "text"), an_update(2, "text"), an_update(3, "edit", number=1, text="исправлено"))
    )

    assert work.update_ids == (1, 2, 3)
    assert [(s.update_id, s.telegram_message_id, s.text) for s in work.said] == [
        (1, 1, "исправлено"),
        (2, 2, "слово 2"),
    ]


def test_an_edit_at_the_head_is_dealt_with_by_itself() -> None:
    work = first_work(claimed(an_update(1, "edit", number=50), an_update(2, "text")))

    assert work.update_ids == (1,)


def test_what_failed_before_is_tried_alone() -> None:
    failed = Pending(update_id=2, raw=an_update(2, "text").raw, may_be_joined=True, failures=1)

    assert first_work(claimed(an_update(1, "text"), failed, an_update(3, "text"))).update_ids == (1,)
    assert first_work(claimed(failed, an_update(3, "text"))).update_ids == (2,)


@pytest.mark.parametrize("raw", [b"{", b"\xff", b"[]", b"[" * 30_000])
def test_what_cannot_be_read_does_not_spoil_what_comes_before_it(raw: bytes) -> None:
    assert first_work(claimed(an_update(1, "text"), broken(2, raw), an_update(3, "text"))).update_ids == (1,)


@pytest.mark.parametrize("raw", [b"{", b"\xff", b"[]", b"[" * 200_000, b'{"a":' * 900 + b"1" + b"}" * 900])
def test_what_cannot_be_read_at_all_is_told(raw: bytes) -> None:
    with pytest.raises((ValueError, InvalidInput)):
        first_work(claimed(broken(1, raw), an_update(2, "text")))


def test_a_burst_has_a_length() -> None:
    long = "я" * 4000
    work = first_work(claimed(*(an_update(n, "text", text=long) for n in range(1, 30))))

    assert 1 <= len(work.update_ids) < 29
    assert sum(len(p.raw) for p in claimed().pending) <= MOST_CHARS


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(1, 4)), min_size=1, max_size=12))
def test_step_by_step_every_update_is_dealt_with_once_and_in_order(kinds: list[tuple[str, int, int]]) -> None:
    pending = [
        Pending(update_id=n, raw=p.raw, may_be_joined=p.may_be_joined, failures=failures)
        for n, (kind, failures, number) in enumerate(kinds, 1)
        for p in [an_update(n, kind, number=number if kind == "edit" else None)]
    ]
    dealt_with: list[int] = []
    while pending:
        work = first_work(claimed(*pending))
        assert work.update_ids == tuple(u["update_id"] for u in work.all)
        assert {s.update_id for s in work.said} <= set(work.update_ids)
        dealt_with += work.update_ids
        pending = pending[len(work.update_ids) :]

    assert dealt_with == list(range(1, len(kinds) + 1))


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=8))
def test_no_text_of_a_burst_is_lost(texts: list[str]) -> None:
    work = first_work(claimed(*(an_update(n, "text", text=text) for n, text in enumerate(texts, 1))))

    assert len(work.said) == len(texts)
