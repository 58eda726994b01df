"""However it is typed, it is the same sentence."""

import unicodedata

import pytest

from relove_core.safety.detector import detect, known_phrase, pieces
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.russian.letters import plain
from relove_core.safety.russian.sounds import soften
from relove_core.safety.russian.text import normal_form
from relove_core.safety.russian.typos import vocabulary

KNOWN = vocabulary(
    words=map(soften, ["больше", "встречка", "хочу", "жить", "умереть"]), right=["готова"], stems=["голов"]
)

SAME = {
    "case": "Я НЕ ХОЧУ ЖИТЬ",
    "letters that look alike": "Я нe xoчy жить",
    "transliteration": "ya ne hochu zhit",
    "another transliteration": "ja ne khochu zhit'",
    "slang transliteration": "ne xochu jit",
    "digits": "не х0чу жить",
    "a star": "не хо*чу жить",
    "spaced letters": "н е   х о ч у   ж и т ь",
    "letters spaced without gaps between words": "н е х о ч у ж и т ь",
    "dots between letters": "н.е х.о.ч.у ж.и.т.ь",
    "repeated letters": "не хочууууу жиииить",
    "emoji": "не 😔 хочу 😔 жить 😔",
    "emoji without spaces": "не😔хочу😔жить",
    "line breaks": "не\nхочу\nжить",
    "an ellipsis": "не хочу... жить...",
    "commas": "не, хочу, жить",
    "exclamation marks": "не хочу жить!!!!!!",
    "zero-width characters": "не хо\u200bчу жи\u200dть",
    "a soft hyphen": "не хо\u00adчу жить",
    "strike-through": "не х\u0336о\u0336ч\u0336у жить",
    "decomposed": unicodedata.normalize("NFD", "я не хочу жить, ёй"),
    "full width": "ne ｈｏｃｈｕ zhit",
    "Ukrainian letters": "не хочу жіть",
    "written together": "нехочу жить",
    "typos": "не хачу жыть",
    "a slip": "не зочу жить",
    "swapped letters": "не хчоу жить",
    "no soft sign": "не хочу жит",
    "fillers": "не хочу блин просто жить",
    "brackets": "(не хочу жить)",
    "double negation": "не могу сказать что не хочу жить? не хочу жить",
}


@pytest.mark.parametrize("how", SAME)
def test_a_wish_not_to_live_is_heard_however_it_is_typed(how: str) -> None:
    signal = detect(SAME[how])
    assert signal is not None
    assert signal.level is CrisisLevel.CRISIS


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Щёлк-щёлк", "щелк-щелк"),
        ("hochu", "хочу"),
        ("prosnutsya", "проснутся"),
        ("tvoyo", "твое"),
        ("20таблеток", "20 таблеток"),
        ("в 2026 году", "в 2026 году"),
        ("3абыть", "забыть"),
        ("ум3реть", "умереть"),
        ("", ""),
    ],
)
def test_letters_become_plain_cyrillic(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("повеситься", "повеситса"),
        ("бессмысленно", "бесмыслено"),
        ("жить", "жыть"),
        ("это", "ето"),
        ("убиццо", "убится"),
    ],
)
def test_what_sounds_alike_is_written_alike(one: str, other: str) -> None:
    assert soften(one) == soften(other)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("болше", "болше"),
        ("больеш", "болше"),
        ("встерчка", "встречка"),
        ("умеретт", "умерет"),
        ("умерееть", "умерет"),
        ("готова", "готова"),
        ("головы", "головы"),
        ("отправиться", "отправится"),
        ("убирать", "убират"),
        ("отдохнуть", "отдохнут"),
    ],
)
def test_one_slip_is_mended_and_words_of_their_own_are_left(word: str, meant: str) -> None:
    assert normal_form(word, KNOWN) == meant


@pytest.mark.parametrize("word", ["учиться", "учится", "конечно", "привет", "решать", "зависит", "совет", "дольше"])
def test_a_word_of_every_day_is_not_taken_for_a_slip_of_a_grave_one(word: str) -> None:
    (piece,) = pieces(f"хочу {word}")

    assert piece.said == soften(f"хочу {word}")


@pytest.mark.parametrize(
    "text",
    [
        "Иду учиться на электрика в 40",
        "Забыла выпить таблетку от давления, голова тяжёлая",
        "рано меня хоронить, я ещё станцую",
        "последнее слово всегда за свекровью",
        "последнее сообщение не дошло?",
        "стою на краю новой жизни, страшно и весело",
        "крыша течёт на даче, все выходные на крыше с рубероидом",
    ],
)
def test_no_phrase_is_known_in_what_people_say_of_their_days(text: str) -> None:
    assert known_phrase(next(pieces(text))) is None


def test_punctuation_is_brought_to_four_signs() -> None:
    assert normal_form("Да!!! Нет?! — «так»; ну... вот", KNOWN) == 'да. нет? "так", ну, вот'
