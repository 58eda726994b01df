import pytest

from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.llm.scripted.noticing import Noticing
from relove_adapters.llm.scripted.quoting import MOST_WORDS

NOTICING = Noticing(load_bank())


def best(text: str) -> str | None:
    fragment = NOTICING.read(text).best()
    return fragment.text if fragment else None


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Я боюсь остаться без денег", "Я боюсь остаться без денег"),
        ("Потому что мне 38 лет и я боюсь остаться без денег, вот почему терплю", "я боюсь остаться без денег"),
        ("Погода так себе. Но мне очень одиноко по вечерам! А у тебя?", "мне очень одиноко по вечерам"),
        ("[ИМЯ_1] меня бросил.", "[ИМЯ_1] меня бросил"),
    ],
)
def test_the_most_charged_words_are_given_back(said: str, quoted: str) -> None:
    assert best(said) == quoted


@pytest.mark.parametrize(
    "said", ["не знаю", "Ну, не знаю…", "нормально", "да", "ты тупой бот", "😀", "а ты как думаешь?", ""]
)
def test_evasions_and_words_to_the_coach_are_not_given_back(said: str) -> None:
    assert best(said) is None


def test_words_never_lose_the_negation_before_them() -> None:
    for fragment in NOTICING.read("Я не люблю его и не хочу больше терпеть, а он не хочет меня слышать").fragments:
        assert not fragment.text.startswith(("люблю", "хочу", "хочет"))


def test_a_fragment_does_not_end_in_a_promise() -> None:
    texts = [
        f.text for f in NOTICING.read("Я боюсь, что если скажу прямо, а он не изменится, то придётся уходить").fragments
    ]

    assert "я боюсь, что если скажу прямо" not in [t.lower() for t in texts]


def test_every_fragment_is_verbatim_and_short() -> None:
    said = (
        "Мы с мужем двенадцать лет вместе, и я всё время чувствую, что я для него как мебель; прихожу домой, "
        "готовлю, дети, уроки, а он сидит в телефоне и ничего вокруг себя не видит и видеть не хочет никогда вообще"
    )
    fragments = NOTICING.read(said).fragments

    assert fragments
    for fragment in fragments:
        assert fragment.text in said
        assert len(fragment.text.split()) <= MOST_WORDS
