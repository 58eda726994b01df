"""When a message means: leave me alone, now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_core.users.stop_words import OTHER_WORDS, STOP_WORDS, is_stop

STOPS = [
    *("стоп", "Стоп", "СТОП", "сТоП", "хватит", "Хватит", "ХВАТИТ", "пауза", "Пауза", "stop", "STOP", "pause", "Pause"),
    # punctuation and space around it
    *("стоп.", "стоп!", "стоп!!!", "Стоп…", "СТОП" + "!" * 200, "«стоп»", '"стоп"', "(стоп)", "*стоп*", "_стоп_"),
    *(" стоп ", "\nстоп\n", "\tХватит\t", "стоп,", "стоп-", "— стоп", "...хватит...", "хватит?", "Хватит!?", "пауза;"),
    *("стоп)", "стоп)))", "стоп :(", "#стоп", "~стоп~", "стоп =)", "> стоп", "стоп\u00a0"),
    # emoji, with and without their joiners and colours
    *("🛑 стоп", "стоп ✋", "✋🏽стоп", "стоп🙏🙏🙏", "⛔️ хватит ⛔️", "👩‍❤️‍👨 стоп", "⏸ Пауза", "стоп 😭", "😡ХВАТИТ😡"),
    # what nobody sees
    *("с\u200bтоп", "\u2060стоп", "сто\u0301п", "ст\u00adоп", "\ufeffстоп", "\u202eстоп\u202c", "х\u200dватит"),
    # ornament
    *("ｓｔｏｐ", "𝐬𝐭𝐨𝐩", "𝓼𝓽𝓸𝓹"),
    # one typo
    *("стп", "стопп", "сотп", "стпо", "сстоп", "стоб", "cтоп", "сtоп", "хваит", "хватт", "хвтаит", "хваттит"),
    *("хватид", "хвати", "паза", "пуаза", "паузза", "паузу", "пауща", "stpo", "stopp", "stp", "sstop", "pasue"),
    # commands
    *("/pause", "/stop", "/Pause", "/STOP", "/pause@relove_bot", "/stop@relove_bot", " /pause ", "/pause please"),
    *("/stop пожалуйста", "/pause@relove_bot now"),
]  # fmt: skip

NO_STOPS = [
    *("", " ", ".", "!!!", "🛑", "✋", "⏸", "🙏🙏🙏", "123", "\u200b", "\u0301"),
    # the word is not alone
    *("стоп стоп", "ну стоп", "стоп, Наташа", "не хватит", "хватит меня учить", "мне хватит", "хватит ли мне сил"),
    *("пауза в отношениях", "взять паузу", "без остановки", "я не могу остановиться"),
    *("stop it", "full stop", "don't stop"),
    *("стоп 1", "1 стоп", "стоп-кран", "стоп-слово", "стоплист стоп", "Хватит. Я устала.", "да хватит уже"),
    # other words, some of them one letter away
    *("сто", "стол", "столп", "стог", "стон", "топ", "строп", "стопа", "стопу", "хвалит", "хватил", "схватит"),
    "охватит",
    *("shop", "step", "top", "cause", "paused", "stoop", "stomp"),
    *("да", "нет", "не знаю", "Привет", "устала", "боль", "страх", "стыд", "паук", "сон", "тост", "пост", "столько"),
    *("остановка", "достаточно", "хватка", "хватать", "паузировать", "стопка", "стопроцентно", "стоит"),
    *("стоооооп", "хваааатит"),
    # commands that are others
    *("/start", "/stopp", "/pauses", "/natasha", "/", "/ stop", "//stop", "/stop_all"),
    "/resume stop",
    "стоп " * 30,
    "стоп\n" + "и ещё много слов " * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", STOPS)
def test_a_lone_stop_word_stops(text: str) -> None:
    assert is_stop(text)


@pytest.mark.parametrize("text", NO_STOPS)
def test_anything_else_does_not(text: str) -> None:
    assert not is_stop(text)


@given(
    word=st.sampled_from(sorted(STOP_WORDS)),
    before=st.text(" \n.,!?…«»()🛑✋😭", max_size=20),
    after=st.text(" \n.,!?…«»()🛑✋😭", max_size=20),
    is_loud=st.booleans(),
)
def test_nothing_around_a_stop_word_weakens_it(word: str, before: str, after: str, is_loud: bool) -> None:
    assert is_stop(before + (word.upper() if is_loud else word) + after)


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert is_stop(text) in (True, False)


@given(st.lists(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=2), min_size=2))
def test_two_words_never_stop(words: list[str]) -> None:
    assert not is_stop(" ".join(words))


def test_words_that_only_look_alike_are_no_stop_words() -> None:
    assert not OTHER_WORDS & STOP_WORDS
