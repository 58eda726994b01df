"""Putting back what was hidden, and letting go of what a model made up."""

import pytest

from relove_core.redaction import Hidden, RedactedText, names_told

HIDDEN = Hidden(texts=(), placeholders={"[ИМЯ_1]": "Сергей", "[ПОЧТА_1]": "a@example.org"})


def test_a_placeholder_inside_of_what_was_hidden_is_left_alone() -> None:
    hidden = Hidden(texts=(), placeholders={"[1]": "смотри [2]", "[2]": "тайна"})

    assert hidden.restore("[1]") == "смотри [2]"


def test_a_placeholder_comes_back_however_a_model_writes_it() -> None:
    assert HIDDEN.restore("[имя_1] и [Имя_1]") == "Сергей и Сергей"


def test_what_is_not_known_is_not_put_back() -> None:
    assert Hidden(texts=(), placeholders={}).restore("[ПОЧТА_1]") == "[ПОЧТА_1]"
    assert HIDDEN.restore("[ИМЯ_10]") == "[ИМЯ_10]"


def test_what_a_model_made_up_is_found() -> None:
    assert HIDDEN.unknown_in("[имя_1], [ИМЯ_7], [ник_2], [1], [так]") == {"[ИМЯ_7]", "[ник_2]"}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("[ИМЯ_7], чего ты боишься?", "Чего ты боишься?"),
        ("Хватит. [ИМЯ_7], чего ты боишься?", "Хватит. Чего ты боишься?"),
        ("Чего ты боишься, [ИМЯ_7]?", "Чего ты боишься?"),
        ("Ну что, [ИМЯ_7], поехали", "Ну что, поехали"),
        ("Скажи [ИМЯ_7] правду.", "Скажи правду."),
        ("[ИМЯ_7] знает. Пиши на [ПОЧТА_4].", "знает. Пиши на."),
        ("[ИМЯ_7]", ""),
        ("[ИМЯ_1], напиши на [ПОЧТА_1], а не на [ПОЧТА_2]!", "[ИМЯ_1], напиши на [ПОЧТА_1], а не на!"),
        ("Нечего терять [1].", "Нечего терять [1]."),
    ],
)
def test_what_a_model_made_up_is_dropped_with_its_comma(said: str, left: str) -> None:
    assert HIDDEN.drop_unknown(said) == left


def test_whoever_was_told_of_is_named_the_last_one_first_and_nothing_else_is() -> None:
    placeholders = {
        "[ИМЯ_1]": "Сергей",
        "[ПОЧТА_1]": "a@example.org",
        "[ФАМИЛИЯ_1]": "Канарейкин",
        "[ИМЯ_2]": "Сергей",
        "[ТЕЛЕФОН_1]": "89001234567",
        "[ОТЧЕСТВО_1]": "Ильич",
        "[НИК_1]": "@kanareyka",
        "[НИК_2]": "kanareyka",
        "[1]": "тайна",
    }

    assert names_told(placeholders) == ("@kanareyka", "Ильич", "Сергей", "Канарейкин")


SAID = Hidden(
    texts=(
        RedactedText("Скажу [ИМЯ_1] правду в субботу"),
        RedactedText("[ИМЯ_1], звони [ТЕЛЕФОН_1] вечером. [ИМЯ_1] молчит"),
        RedactedText("Пишу (ИМЯ_1)"),
    ),
    placeholders={"[ИМЯ_1]": "Серёжа", "[ТЕЛЕФОН_1]": "8 912 345-67-89"},
    raw=("Скажу Серёже правду в субботу", "Серёж, звони 8 912 345-67-89 вечером. Серёжа молчит", "Пишу [ИМЯ_1]"),
)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Между «Скажу [ИМЯ_1] правду» и делом?", "Между «Скажу Серёже правду» и делом?"),
        ("«Скажу [ИМЯ_1]». А [ИМЯ_1] ответит?", "«Скажу Серёже». А Серёжа ответит?"),
        ("«[ИМЯ_1], звони [ТЕЛЕФОН_1]»", "«Серёж, звони 8 912 345-67-89»"),
        ("«[ИМЯ_1] молчит»", "«Серёжа молчит»"),
        ("«правду в субботу»", "«правду в субботу»"),
        ("«Не скажу [ИМЯ_1] правды»", "«Не скажу Серёжа правды»"),
        ("«скажу [имя_1]»", "«скажу Серёжа»"),
        ("«[ИМЯ_2]»", "«[ИМЯ_2]»"),
    ],
)
def test_a_quotation_of_what_was_said_comes_back_to_the_letter_and_anything_else_in_the_nominative(
    told: str, shown: str
) -> None:
    assert SAID.restore(told) == shown


def test_what_only_looks_like_a_placeholder_in_a_quotation_stays_what_it_was() -> None:
    hidden = Hidden(
        texts=(RedactedText("(ИМЯ_1) и [ИМЯ_1]"),), placeholders={"[ИМЯ_1]": "Вера"}, raw=("[ИМЯ_1] и Вере",)
    )

    assert hidden.restore("«(ИМЯ_1) и [ИМЯ_1]»") == "«(ИМЯ_1) и Вера»"


def test_texts_that_do_not_lie_upon_each_other_are_no_quotation() -> None:
    hidden = Hidden(texts=(RedactedText("а [ИМЯ_1] б"),), placeholders={"[ИМЯ_1]": "Вера"}, raw=("совсем другое",))

    assert hidden.restore("«[ИМЯ_1] б»") == "«Вера б»"
