"""Hiding what can be told by its form, and putting it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_adapters.redaction.patterns import PatternRedactor
from relove_core.redaction import Hidden

REDACTOR = PatternRedactor()
PIECES = st.sampled_from(
    [
        *("Привет", "мне 35 лет", "в 2024 году", "100 000 рублей", "[ПОЧТА_1]", "[НОМЕР_1]", "ё", "\n"),
        *(".", "@", "://"),
        *("anna@example.org", "ann.a+b@mail.example.ru", "@anna_k", "+7 (900) 123-45-67", "89001234567", "8900123456"),
        *("https://example.org/a?b=c#d", "t.me/anna", "www.example.org", "vk.com/id1"),
        *("4276 3800 1234 5678", "123-45-67"),
    ]
)  # fmt: skip
TEXTS = st.lists(st.lists(PIECES, max_size=6).map(" ".join), min_size=1, max_size=4)


def hide(*texts: str, known: dict[str, str] | None = None) -> Hidden:
    return REDACTOR.hide(texts, known=known or {})


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("пиши на anna@example.org!", "пиши на [ПОЧТА_1]!"),
        ("вот https://example.org/x?y=1 и всё", "вот [ССЫЛКА_1] и всё"),
        ("мой t.me/anna_k", "мой [ССЫЛКА_1]"),
        ("я @anna_k", "я [НИК_1]"),
        ("звони +7 (900) 123-45-67", "звони [НОМЕР_1]"),
        ("звони 8-900-123-45-67.", "звони [НОМЕР_1]."),
        ("карта 4276 3800 1234 5678", "карта [НОМЕР_1]"),
        ("паспорт 4510 123456", "паспорт [НОМЕР_1]"),
    ],
)
def test_what_has_a_form_is_hidden(text: str, hidden: str) -> None:
    assert hide(text).texts == (hidden,)


@pytest.mark.parametrize(
    "text", ["мне 35", "в 2024 году", "100 000 рублей", "1, 2, 3", "5 лет, 6 месяцев", "a @ b", "@я", "12.05"]
)
def test_what_has_none_stays(text: str) -> None:
    assert hide(text).texts == (text,)


def test_the_same_thing_has_the_same_name_in_every_text() -> None:
    hidden = hide("anna@example.org", "b@example.org и anna@example.org")

    assert hidden.texts == ("[ПОЧТА_1]", "[ПОЧТА_2] и [ПОЧТА_1]")


def test_names_given_earlier_stay() -> None:
    hidden = hide("новая b@example.org, старая anna@example.org", known={"[ПОЧТА_1]": "anna@example.org"})

    assert hidden.texts == ("новая [ПОЧТА_2], старая [ПОЧТА_1]",)
    assert hidden.placeholders == {"[ПОЧТА_1]": "anna@example.org", "[ПОЧТА_2]": "b@example.org"}


def test_a_known_number_does_not_uncover_a_longer_one() -> None:
    hidden = hide("89001234567", known={"[НОМЕР_1]": "8900123"})

    assert hidden.texts == ("[НОМЕР_2]",)


@given(TEXTS)
def test_what_was_hidden_comes_back(texts: list[str]) -> None:
    plain = [text.replace("[ПОЧТА_1]", "").replace("[НОМЕР_1]", "") for text in texts]

    hidden = hide(*plain)

    assert [hidden.restore(text) for text in hidden.texts] == plain


@given(TEXTS)
def test_hiding_again_changes_nothing(texts: list[str]) -> None:
    first = hide(*texts)

    again = REDACTOR.hide(texts, known=first.placeholders)

    assert again == first


@given(TEXTS)
def test_nothing_that_was_hidden_is_left(texts: list[str]) -> None:
    hidden = hide(*texts)

    assert len(hidden.texts) == len(texts)
    assert not [o for o in hidden.placeholders.values() for text in hidden.texts if o in text]


def test_a_placeholder_inside_of_what_was_hidden_is_left_alone() -> None:
    hidden = Hidden(texts=(), placeholders={"[1]": "смотри [2]", "[2]": "тайна"})

    assert hidden.restore("[1]") == "смотри [2]"


def test_what_is_not_known_is_not_put_back() -> None:
    assert Hidden(texts=(), placeholders={}).restore("[ПОЧТА_1]") == "[ПОЧТА_1]"
    assert Hidden(texts=(), placeholders={"[НОМЕР_1]": "5"}).restore("[НОМЕР_10]") == "[НОМЕР_10]"
