"""What the redactor looks up, as everybody waits for it, and what it keeps, as it outlives the people whom it hides."""

import gc
from types import FunctionType, ModuleType

import pytest

from relove_adapters.redaction.first_names import spelled_out
from relove_adapters.redaction.lexicon import Lexicon, Word
from relove_adapters.redaction.persons import MOST_DECLINED
from relove_adapters.redaction.pipeline import RussianRedactor

MESSAGE_CHARS = 4096
SYLLABLES = ("ба", "ко", "ли", "ру", "тэ", "зу", "мо", "ни", "га", "фе")
MADE_UP = [f"{a}{b}{c}".title() for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
CLASS_LIST = "\n".join(f"{a}ов {b}" for a, b in zip(MADE_UP, sorted(spelled_out()), strict=False))[:MESSAGE_CHARS]
CALLED = " ".join(f"зовут {name}" for name in MADE_UP)[:MESSAGE_CHARS]


#: What fingers, copies and stuck keys make of a message; the forms look at it from every side.
ENDLESS = (
    *("ник" + " -" * 300, "вк" + " - я" * 300, "тг в телеге" + " : —" * 300, "ник" + " " * MESSAGE_CHARS + "!"),
    *("анна" + " " * MESSAGE_CHARS + "собака", "серия 11" + " " * MESSAGE_CHARS, "ул. " + "Мира " * 800),
    *(
        "1 " * 2000,
        "12-" * 1300,
        "a." * 2000,
        "a@" * 2000,
        "a-" * 2000,
        "ул. Мира " * 400,
        "семь " * 800,
        "[" * MESSAGE_CHARS,
    ),
    *("9" * MESSAGE_CHARS, "https://" * 500, "(" * MESSAGE_CHARS, "«" * MESSAGE_CHARS, "дом 5, " * 600, "Ан-" * 1300),
    *("a" * MESSAGE_CHARS, "я " * 2000, "муж " * 1000, "зовут " * 700, "Анна Петровна " * 300, "маша и " * 600),
)


class CountingLexicon(Lexicon):
    """Counts what the dictionary is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.declined: list[str] = []

    def _word(self, lower: str) -> Word:
        self.asked.append(lower)
        return super()._word(lower)

    def inflected(self, name: str) -> frozenset[str]:
        self.declined.append(name)
        return super().inflected(name)


@pytest.mark.parametrize("text", [CLASS_LIST, CALLED], ids=["class list", "called"])
def test_of_a_list_of_people_only_the_words_that_are_there_are_looked_up(text: str) -> None:
    lexicon = CountingLexicon()

    found = RussianRedactor(lexicon).hide([text], known={})

    assert len(found.placeholders) > 200
    assert set(lexicon.asked) <= set(text.lower().split())
    assert len(lexicon.asked) == len(set(lexicon.asked))


def test_so_many_people_are_declined_by_the_dictionary_and_no_more() -> None:
    lexicon = CountingLexicon()
    forms = " ".join(f"{name[:-1].lower()}ый" for name in MADE_UP)

    found = RussianRedactor(lexicon).hide([CALLED, forms], known={})

    assert len(found.placeholders) > 2 * MOST_DECLINED
    assert len(lexicon.declined) == MOST_DECLINED


def test_who_comes_late_in_a_long_list_is_hidden_in_every_case_all_the_same() -> None:
    names = [name for name in MADE_UP if name.endswith("а")][: 2 * MOST_DECLINED]
    last = names[-1]

    said = RussianRedactor().hide(
        [" ".join(f"зовут {name}" for name in names), f"обидела {last[:-1].lower()}у и {last[:-1].lower()}е"], known={}
    )

    assert last[:-1].lower() not in said.texts[1]


def test_one_conversation_does_not_cost_the_same_twice() -> None:
    lexicon = CountingLexicon()
    redactor = RussianRedactor(lexicon)
    texts = ["Вчера поругались с Сергеем", "он сказал, что Галина Петровна права", "а я молчу"]
    first = redactor.hide(texts, known={})
    lexicon.asked.clear()

    again = redactor.hide(texts, known={})

    assert again == first
    assert lexicon.asked == []


@pytest.mark.timeout(20)  # many times what it takes; where ways are tried without end it is never enough
def test_no_message_is_looked_at_without_end() -> None:
    hidden = RussianRedactor().hide(ENDLESS, known={})

    assert len(hidden.texts) == len(ENDLESS)


def strings_in(thing: object) -> set[str]:
    """All texts that an object holds, however deep."""
    seen, texts, waiting = set[int](), set[str](), [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            texts.add(one)
        waiting += gc.get_referents(one)
    return texts


def test_nothing_that_only_one_person_would_write_stays_in_the_redactor() -> None:
    redactor = RussianRedactor()
    said = "Меня зовут Кобалиру, а мужа Тирион Белозорский, +7 900 123-45-67, ник везде kobaliru_90, пароль фырзыбык"

    hidden = redactor.hide([said, "фырзыбык", "с Тирионом"], known={"[ИМЯ_9]": "Фезумони"}, names=("Кобалиру",))

    kept = {text.lower().replace("ё", "е") for text in strings_in(redactor)}
    assert "зовут" in kept
    own = ("кобалиру", "тирион", "белозорск", "123-45", "kobaliru", "фырзыбык", "фезумони")
    assert [text for text in kept for word in own if word in text] == []
    assert len(hidden.placeholders) >= 5
