"""Hiding what can be told by its form, and putting it back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relove_adapters.redaction.digits import is_card, is_inn, is_snils
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.redaction import Hidden

REDACTOR = RussianRedactor()
PIECES = st.sampled_from(
    [
        *("Привет", "мне 35 лет", "в 2024 году", "100 000 рублей", "ё", "\n", "12.05.1990", "живу", "это"),
        *(".", "@", "://", "[", "]", "ИМЯ_1", "_1", "№"),
        *("anna@example.org", "ann.a+b@mail.example.ru", "@anna_k", "+7 (900) 123-45-67", "89001234567", "8900123456"),
        *("https://example.org/a?b=c#d", "t.me/anna", "www.example.org", "vk.com/id1", "ivan.ru/path"),
        *("4276 3800 1122 3349", "123-45-67", "паспорт 4510 123456", "112-233-445 95", "id 734512890"),
        *("ул. Ленина, д. 5, кв. 12", "ник в телеге vasya_pupkin", "anna собака mail.ru"),
    ]
)  # fmt: skip
TEXTS = st.lists(st.lists(PIECES, max_size=6).map(" ".join), min_size=1, max_size=4)


def hide(*texts: str, known: dict[str, str] | None = None) -> Hidden:
    return REDACTOR.hide(texts, known=known or {})


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("пиши на anna@example.org!", "пиши на [ПОЧТА_1]!"),
        ("anna собака mail точка ru, вот", "[ПОЧТА_1], вот"),
        ("вот https://example.org/x?y=1 и всё", "вот [ССЫЛКА_1] и всё"),
        ("мой t.me/anna_k.", "мой [ССЫЛКА_1]."),
        ("сайт ivan.ru/path, мой", "сайт [ССЫЛКА_1], мой"),
        ("я @anna_k", "я [НИК_1]"),
        ("ник в телеге vasya_pupkin", "ник в телеге [НИК_1]"),
        ("звони +7 (900) 123-45-67", "звони [ТЕЛЕФОН_1]"),
        ("звони 8-900-123-45-67.", "звони [ТЕЛЕФОН_1]."),
        ("89123456789 звони", "[ТЕЛЕФОН_1] звони"),
        ("+380 67 123 45 67, Киев", "[ТЕЛЕФОН_1], Киев"),
        ("998901234567 звони", "[ТЕЛЕФОН_1] звони"),
        ("домашний 2-34-56", "домашний [ТЕЛЕФОН_1]"),
        ("восемь девятьсот двенадцать триста сорок пять десять двадцать", "[ТЕЛЕФОН_1]"),
        ("карта 4276 3800 1122 3349", "карта [КАРТА_1]"),
        ("паспорт 4510 123456", "паспорт [ДОКУМЕНТ_1]"),
        ("112-233-445 95", "[ДОКУМЕНТ_1]"),
        ("500100732259", "[ДОКУМЕНТ_1]"),
        ("мой id 734512890", "мой id [НОМЕР_1]"),
        ("ул. Ленина, д. 5, кв. 12", "[АДРЕС_1]"),
        ("живу на Мира 15-23", "живу на [АДРЕС_1]"),
    ],
)
def test_what_has_a_form_is_hidden(text: str, hidden: str) -> None:
    assert hide(text).texts == (hidden,)


@pytest.mark.parametrize(
    "text",
    [
        *("мне 35", "в 2024 году", "100 000 рублей", "1, 2, 3", "5 лет, 6 месяцев", "a @ b", "@я", "12.05"),
        *("родилась 12.05.1990", "с 9:00 до 18:00", "2008-2019", "1 250 000 руб", "3500000 рублей", "не.могу.больше"),
        *("живу на Урале 15 лет", "телеграм удалила", "собака сдохла", "1990 1995 2001"),
    ],
)  # fmt: skip
def test_what_has_none_stays(text: str) -> None:
    assert hide(text).texts == (text,)


def test_check_digits_are_checked() -> None:
    assert (is_card("4276 3800 1122 3349"), is_card("4276 3800 1122 3340"), is_card("0" * 16)) == (True, False, False)
    assert (is_snils("112-233-445 95"), is_snils("112-233-445 96")) == (True, False)
    assert (is_inn("500100732259"), is_inn("500100732258")) == (True, False)


def test_the_same_thing_has_the_same_name_in_every_text() -> None:
    hidden = hide("anna@example.org", "b@example.org и anna@example.org")

    assert hidden.texts == ("[ПОЧТА_1]", "[ПОЧТА_2] и [ПОЧТА_1]")


def test_names_given_earlier_stay() -> None:
    hidden = hide("новая b@example.org, старая anna@example.org", known={"[ПОЧТА_1]": "anna@example.org"})

    assert hidden.texts == ("новая [ПОЧТА_2], старая [ПОЧТА_1]",)
    assert hidden.placeholders == {"[ПОЧТА_1]": "anna@example.org", "[ПОЧТА_2]": "b@example.org"}


def test_a_known_number_does_not_uncover_a_longer_one() -> None:
    hidden = hide("89001234567", known={"[НОМЕР_1]": "8900123"})

    assert hidden.texts == ("[ТЕЛЕФОН_1]",)


def test_a_handle_once_said_is_hidden_without_its_label_too() -> None:
    hidden = hide("спроси vasya_pupkin", "ник в телеге vasya_pupkin")

    assert hidden.texts == ("спроси [НИК_1]", "ник в телеге [НИК_1]")


@pytest.mark.parametrize("typed", ["[ИМЯ_1]", "[имя_1]", "[НОМЕР_7]", "[[ИМЯ_1]]"])
def test_what_a_person_types_never_comes_back_as_somebodys_data(typed: str) -> None:
    hidden = hide(f"скажи {typed}", known={"[ИМЯ_1]": "Сергей"})

    assert "Сергей" not in hidden.restore(hidden.texts[0])


@settings(deadline=None)  # the first text waits for the dictionary
@given(TEXTS)
def test_what_was_hidden_comes_back(texts: list[str]) -> None:
    hidden = hide(*texts)

    assert [hidden.restore(text) for text in hidden.texts] == texts


@settings(deadline=None)  # the first text waits for the dictionary
@given(TEXTS)
def test_hiding_again_changes_nothing(texts: list[str]) -> None:
    first = hide(*texts)

    again = REDACTOR.hide(texts, known=first.placeholders)

    assert again == first


@settings(deadline=None)  # the first text waits for the dictionary
@given(TEXTS)
def test_nothing_that_was_hidden_is_left(texts: list[str]) -> None:
    hidden = hide(*texts)

    assert len(hidden.texts) == len(texts)
    assert not [o for o in hidden.placeholders.values() for text in hidden.texts if f" {o} " in f" {text} "]


@settings(deadline=None)  # the first text waits for the dictionary
@given(st.lists(st.text(), max_size=3))
def test_any_text_at_all_can_be_hidden(texts: list[str]) -> None:
    assert len(hide(*texts).texts) == len(texts)
