import pytest

from relove_adapters.llm.scripted.matching import Matcher, words_of

MATCHER = Matcher({"hurt": ["обид*", "обиж*"], "unknown": ["не знаю"], "was": ["мне|ей было *"], "tired": ["уставш*"]})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Обидно!", {"hurt"}),
        ("ОБИЖАЕТ", {"hurt"}),
        ("ну не   знаю…", {"unknown"}),
        ("не очень знаю", set()),
        ("мне было семь", {"was"}),
        ("ей было семь", {"was"}),
        ("мне было", set()),
        ("оооочень обииииидно", {"hurt"}),
        ("я уставшшая", {"tired"}),
        ("я устваший", {"tired"}),
        ("я усташий", {"tired"}),
        ("обед", set()),
    ],
)
def test_cues_are_found_by_stem_phrase_choice_and_with_one_misprint(text: str, found: set[str]) -> None:
    assert set(MATCHER.find(words_of(text))) == found


def test_a_denied_cue_is_known_as_denied() -> None:
    (hit,) = MATCHER.find(words_of("я не обижаюсь"))["hurt"]

    assert hit.negated


def test_a_placeholder_is_one_word() -> None:
    assert [w.norm for w in words_of("[ИМЯ_1] ушёл, звони [ТЕЛЕФОН_1].")] == ["[имя_1]", "ушел", "звони", "[телефон_1]"]
