"""Text that is safe to send, and how any other text becomes it."""

import html
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_core.markup import PAGE_CHARS, Html, clean, clip, escape, pack, pages

ANY = st.text(st.characters(), max_size=200)
LONG = st.text(st.sampled_from("аб \n"), max_size=400)


@given(ANY)
def test_a_clean_text_holds_nothing_that_nobody_sees(text: str) -> None:
    kept = clean(text)

    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") or c in "\n\t\u200d" for c in kept)
    assert clean(kept) == kept
    kept.encode()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("обычный текст\n\tс отступом", "обычный текст\n\tс отступом"),
        ("a\x00b\x07c\r\n", "abc\n"),
        ("\u202eтекст\u202c\u200b\ufeff", "текст"),
        ("\ud83d", ""),
        ("👩‍👩‍👧 👍🏽 ❤️ 🇷🇺", "👩‍👩‍👧 👍🏽 ❤️ 🇷🇺"),
        ("e\u0301", "e\u0301"),
        ("\ue000", ""),
    ],
)
def test_what_is_seen_stays_and_what_is_not_goes(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(ANY)
def test_escaped_text_shows_as_it_was_written(text: str) -> None:
    safe = escape(text)

    assert html.unescape(safe) == clean(text)
    assert "<" not in safe
    assert ">" not in safe


@given(text=LONG, chars=st.integers(1, 60))
def test_pages_hold_everything_and_none_is_too_long(text: str, chars: int) -> None:
    parts = list(pages(text, chars=chars))

    assert all(len(part) <= chars for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert len(parts) == 1 or all(part.strip() for part in parts)


def test_pages_break_at_lines_and_words() -> None:
    assert list(pages("раз два\nтри четыре", chars=9)) == ["раз два", "три", "четыре"]
    assert list(pages("нераздельное", chars=5)) == ["нераз", "дельн", "ое"]
    assert list(pages("", chars=5)) == [""]


@given(text=ANY, chars=st.integers(1, 50))
def test_a_clipped_text_is_one_line_that_fits(text: str, chars: int) -> None:
    short = clip(text, chars)

    assert len(short) <= chars
    whole = " ".join(text.split())
    assert short == whole or (len(whole) > chars and short.endswith("…"))


def test_a_clipped_text_ends_at_a_word() -> None:
    assert clip("раз  два\nтри", 8) == "раз два…"


BLOCKS = st.lists(st.text(st.sampled_from("аб"), min_size=1, max_size=1500).map(Html), max_size=12)


@given(BLOCKS)
def test_packed_blocks_stay_whole_in_order_and_fit(blocks: list[Html]) -> None:
    messages = pack(blocks)

    assert [b for m in messages for b in m.split("\n\n")] == blocks
    assert all(len(m) <= PAGE_CHARS for m in messages)
    assert all(len(a) + len(b) > PAGE_CHARS - 1500 for a, b in pairwise(messages))
