"""The panel says the same things in both languages."""

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message

from apps.admin.wording import LANGUAGES, Wording, language_of, source


def keys(language: str) -> list[str]:
    body = FluentParser().parse(source(language)).body
    return [entry.id.name for entry in body if isinstance(entry, Message)]


def test_both_languages_have_the_same_texts_in_the_same_order() -> None:
    assert keys("ru") == keys("en")
    assert len(keys("ru")) == len(set(keys("ru")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str) -> None:
    say = Wording().of(language)

    assert all(say(code).strip() for code in keys(language))


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LookupError, match="no-such-text"):
        Wording().of("ru")("no-such-text")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ru"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8", "ru"),
        ("de,en;q=0.7,ru;q=0.3", "en"),
        ("de-DE,fr", "ru"),
        ("en;q=0", "ru"),
        ("en;q=much", "ru"),
        ("*;q=0.5", "ru"),
        (",;=" * 5000, "ru"),
    ],
)
def test_the_reader_is_spoken_to_in_the_language_they_like_best(header: str, language: str) -> None:
    assert language_of(header) == language


def test_a_word_of_one_letter_stays_with_the_next() -> None:
    assert "вместе с\u00a0панелью" in Wording().of("ru")("sign-in-notice-title")
