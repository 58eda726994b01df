"""Hiding people's names in every form, and leaving alone the words that only look like one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.redaction import Hidden
from relove_core.users.model import names_of

REDACTOR = RussianRedactor()

#: What people are called, and forms of it that may turn up in their messages.
CALLED = {
    "Мария": "Мария Марии Марию Марией Маша Маши Машу Маше Машей Машка Машкой Машенька Маруся Маш Masha Maria Mariya",
    "Сергей": "Сергей Сергея Сергею Сергеем Сергее Серёжа Сережа Серёжку сережкой Серёга Sergey Sergei",
    "Анастасия": "Анастасия Анастасией Настя Насте Настюша Настюшей Настька Настён Anastasia",
    "Александр": "Александр Александром Саша Сашей Сашка Санёк Санька Шурик Саня Aleksandr Alexandr",
    "Надежда": "Надежда Надежды Надежду Надеждой Надя Наде Надюша Наденьке Nadezhda",
    "Вячеслав": "Вячеслав Вячеславу Слава Славы Славой Славик Славиком Vyacheslav",
    "Роман": "Роман Романа Роману Романом Рома Ромой Ромка Roman",
    "Anna": "Anna anna Анна Анну Аней Аня Анечка Нюра",
    "Канарейкина": "Канарейкина Канарейкиной Канарейкину Канарейкин Канарейкиным Kanareykina",
    "Белозёров": "Белозёров Белозеров Белозёрова Белозёровым Белозёровой",
    "Достоевский": "Достоевский Достоевского Достоевская Достоевскую",
    "Эвридика": "Эвридика Эвридики Эвридикой Evridika",
    "Гульшат": "Гульшат",
    "Злюка": "Злюка Злюки Злюкой Злюку",
    "🌸 Лейла Не Спит 🌸": "Лейла Лейле Лейлой",
    "@anna_k": "@anna_k anna_k @ANNA_K",
}
AROUND = (
    *("{}", "я {}", "с {} всё сложно", "«{}»", "{}!", "({})", "...{}...", "это всё {}, я знаю", "мама звала {}"),
    *("{}😭", "а {}-то что?", "{}, {} и {}"),
)


def hide(*texts: str, known: dict[str, str] | None = None, names: tuple[str, ...] = ()) -> Hidden:
    return REDACTOR.hide(texts, known=known or {}, names=names)


@pytest.mark.parametrize(("name", "forms"), CALLED.items())
def test_no_form_of_the_persons_own_name_leaves(name: str, forms: str) -> None:
    said = [case for form in forms.split() for case in (form, form.lower(), form.upper(), form.title())]

    left = [
        hidden
        for form in said
        for hidden in hide(*(around.replace("{}", form) for around in AROUND), names=(name,)).texts
        if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", hidden)
    ]

    assert left == []


@pytest.mark.parametrize(
    ("text", "hidden", "stands_for"),
    [
        ("мы с Сергеем", "мы с [ИМЯ_1]", ["Сергей"]),
        ("жду Серёжку", "жду [ИМЯ_1]", ["Серёжка"]),
        ("С МАШЕЙ", "С [ИМЯ_1]", ["Маша"]),
        ("рассказала яне", "рассказала [ИМЯ_1]", ["Яна"]),
        ("живу без Яна", "живу без [ИМЯ_1]", ["Ян"]),
        ("к Ивановой Марии Петровне", "к [ФАМИЛИЯ_1] [ИМЯ_1] [ОТЧЕСТВО_1]", ["Иванова", "Мария", "Петровна"]),
        ("от галины степановны", "от [ИМЯ_1] [ОТЧЕСТВО_1]", ["Галина", "Степановна"]),
        ("мой сын Лев", "мой сын [ИМЯ_1]", ["Лев"]),
        ("меня зовут Мира", "меня зовут [ИМЯ_1]", ["Мира"]),
        ("моё имя Остап", "моё имя [ИМЯ_1]", ["Остап"]),
        ("My name is Anna", "My name is [ИМЯ_1]", ["Anna"]),
        ("Вера сказала правду", "[ИМЯ_1] сказала правду", ["Вера"]),
        ("муж слава играет", "муж [ИМЯ_1] играет", ["Слава"]),
        ("катина подруга", "[ИМЯ_1] подруга", ["Катя"]),
        ("Света", "[ИМЯ_1]", ["Света"]),
        ("Надежда, 41 год", "[ИМЯ_1], 41 год", ["Надежда"]),
        ("я роза, мне 40", "я [ИМЯ_1], мне 40", ["Роза"]),
        ("это из-за кости, брата моего", "это из-за [ИМЯ_1], брата моего", ["Костя"]),
    ],
)
def test_a_name_becomes_a_placeholder_for_its_nominative(text: str, hidden: str, stands_for: list[str]) -> None:
    found = hide(text)

    assert found.texts == (hidden,)
    assert list(found.placeholders.values()) == stands_for


@pytest.mark.parametrize(
    "text",
    [
        *("вера в себя", "Надежда умирает последней", "Слава богу", "у меня роман", "Света нет", "8 марта"),
        *("Любовь", "я лев", "я роза без шипов", "лев по гороскопу", "живу на Мира", "рука об руку", "Питер зимой"),
        *("маша рукой, ушёл", "моей жене", "читаю Достоевского", "смотрели «Анну Каренину»", "еду во Владимир"),
        *("меня зовут замуж", "назвал меня дурой", "Тень говорит", "Вся Моя Жизнь И Любовь", "Волков бояться"),
    ],
)  # fmt: skip
def test_a_word_that_is_no_name_here_stays(text: str) -> None:
    assert hide(text).texts == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "Наташа, помоги",
        "Привет, Наташа!",
        "спасибо, наташа",
        "Слушай, Наташа, а если нет?",
        "Наташ, ты тут?",
        "Добрый день, Наташа",
    ],
)
def test_the_coach_may_be_spoken_to_by_name(text: str) -> None:
    assert hide(text).texts == (text,)


@pytest.mark.parametrize(
    "text", ["моя сестра Наташа", "Наташа, Оля и Катя", "Наташа сказала", "после наташи у него никого", "Наташа и я"]
)
def test_another_natasha_is_hidden(text: str) -> None:
    assert "аташ" not in hide(text).texts[0]


def test_a_natasha_is_hidden_even_when_she_speaks_to_her_namesake() -> None:
    assert hide("Наташа, это тоже Наташа", names=("Наташа",)).texts == ("[ИМЯ_1], это тоже [ИМЯ_1]",)


def test_all_cases_of_a_name_share_one_placeholder_and_it_is_stable() -> None:
    first = hide("я люблю Сергея", "Сергею всё равно")
    second = hide("я люблю Сергея", "Сергею всё равно", "с СЕРГЕЕМ и с Олей", known=dict(first.placeholders))

    assert first.texts == ("я люблю [ИМЯ_1]", "[ИМЯ_1] всё равно")
    assert second.texts == (*first.texts, "с [ИМЯ_1] и с [ИМЯ_2]")


def test_who_is_known_is_hidden_where_nothing_else_tells() -> None:
    hidden = hide("вера опять молчит и веру не переделать", known={"[ИМЯ_1]": "Вера"})

    assert hidden.texts == ("[ИМЯ_1] опять молчит и [ИМЯ_1] не переделать",)


def test_who_is_named_late_is_hidden_in_what_was_said_before() -> None:
    assert hide("роза молчит", "сестру зовут Роза").texts == ("[ИМЯ_1] молчит", "сестру зовут [ИМЯ_1]")


def test_thanks_to_god_are_left_alone_whoever_is_known() -> None:
    assert hide("слава богу", known={"[ИМЯ_1]": "Слава"}).texts == ("слава богу",)


def test_small_words_in_what_somebody_is_called_are_no_names() -> None:
    assert hide("я не сплю и не ем", names=("Я не Лена", "и")).texts == ("я не сплю и не ем",)


def test_whom_they_told_of_earlier_is_hidden_in_every_form_and_their_handle_too() -> None:
    said = ("опять с тирионом то же, пиши kobaliru_90", "роза молчит", "роза и вера")

    hidden = REDACTOR.hide(said, known={}, told=("Тирион", "Роза", "@kobaliru_90"))

    assert hidden.texts == ("опять с [ИМЯ_1] то же, пиши [НИК_1]", "[ИМЯ_2] молчит", "[ИМЯ_2] и вера")


def test_the_coach_may_be_spoken_to_by_a_name_that_a_sister_has_too() -> None:
    said = ("Наташа, помоги", "с наташей не разговариваю")

    assert REDACTOR.hide(said, known={}, told=("Наташа",)).texts == ("Наташа, помоги", "с [ИМЯ_1] не разговариваю")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("я везде k_1990_05", "я везде [НИК_1]"),
        ("ищи K_1990_05 или @k_1990_05!", "ищи [НИК_1] или [НИК_2]!"),
        ("k_1990_05_old не я", "k_1990_05_old не я"),
    ],
)
def test_the_username_of_the_account_is_hidden_wherever_it_stands(text: str, hidden: str) -> None:
    assert hide(text, names=names_of("Катя", None, "k_1990_05")).texts == (hidden,)


def test_what_a_username_is_made_of_is_hidden_nowhere_else() -> None:
    assert hide("love is pain, love_is_pain", names=names_of(None, None, "love_is_pain")).texts == (
        "love is pain, [НИК_1]",
    )


def test_what_is_of_her_is_hidden_and_a_car_is_not() -> None:
    hidden = hide("машину купила на сашин кредит", names=("Маша", "Александр"))

    assert hidden.texts == ("машину купила на [ИМЯ_1] кредит",)


def test_one_person_leaves_nothing_behind_for_another() -> None:
    text = "роза молчит, а @rosa_k нет"
    before = hide(text)

    hide(text, known={"[ИМЯ_1]": "Роза"}, names=("Роза", "@rosa_k"))

    assert hide(text) == before


WORDS = """
я и с Сергеем Серёжка мише Вера вера слава Слава богу сказала света муж Роман зовут Наташа , . привет маша Ян Яна яне
саше Александра Анна Петрова Марии Петровне роза с колей
свет сережкой Валентина @anna_k
"""
NAMED = st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join)


@settings(deadline=None)  # the first text waits for the dictionary
@given(st.lists(NAMED, max_size=4), st.sampled_from([(), ("Сергей",), ("Вера", "Петрова"), ("Наташа", "@anna_k")]))
def test_hiding_names_again_changes_nothing(texts: list[str], names: tuple[str, ...]) -> None:
    first = hide(*texts, names=names)

    again = hide(*texts, known=dict(first.placeholders), names=names)

    assert again == first
