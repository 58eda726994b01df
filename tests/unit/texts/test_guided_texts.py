"""The three questions of each stage: there for everybody, short, and one question each."""

import itertools
import re

import pytest

from relove_adapters.texts.fluent import LANGUAGES, FluentTexts
from relove_core.journey.exercises import QUESTIONS
from relove_core.journey.model import Stage
from relove_core.markup import as_plain
from relove_core.prose import sentences
from relove_core.sessions.exercise import Decision, decision_of
from relove_core.sessions.exercise_wording import BETWEEN
from relove_core.sessions.restoring import LABEL_CHARS
from relove_core.sessions.speech import MOST_SENTENCES
from relove_core.texts import Voice

TEXTS = FluentTexts()
ASKED = [
    (language, stage, number)
    for language, stage, number in itertools.product(LANGUAGES, Stage, range(1, QUESTIONS + 1))
]
GENDERED = re.compile(r"\b[Тт]ы (?:\w+ )?\w+(?:ла|лась|лся|ёл|шёл)\b|\b(?:сама|сам|должна|готова|готов|устала|устал)\b")
#: What may not stand for change to who was close to it.
DYING = re.compile(r"\b(?:смерт|умир|умер|гибел|пепел|сжеч|похорон|могил|воскре|death|dying|die\b|burn)", re.IGNORECASE)


def said(language: str, code: str, address: str = "unknown") -> str:
    return as_plain(TEXTS(code, Voice(language, address)))


@pytest.mark.parametrize(("language", "stage", "number"), ASKED)
def test_each_is_one_short_question_to_everybody(language: str, stage: Stage, number: int) -> None:
    asked = said(language, f"guided-{stage.value}-{number}")

    assert asked.endswith("?")
    assert asked.count("?") == 1
    assert len(sentences(asked)) <= MOST_SENTENCES
    assert not GENDERED.search(asked)
    assert not DYING.search(asked)


@pytest.mark.parametrize(("language", "stage", "number"), ASKED)
def test_each_has_three_replies_that_fit_a_button_and_differ(language: str, stage: Stage, number: int) -> None:
    replies = said(language, f"guided-{stage.value}-{number}-replies").split(BETWEEN)

    assert len(set(replies)) == len(replies) == 3
    assert all(reply.strip() == reply and 0 < len(reply) <= LABEL_CHARS for reply in replies)
    assert not GENDERED.search(" ".join(replies))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_stands_twice(language: str) -> None:
    every = [said(language, f"guided-{stage.value}-{number}") for lang, stage, number in ASKED if lang == language]

    assert len(set(every)) == len(every) == QUESTIONS * len(Stage)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_labels_of_the_choice_are_told_apart(language: str) -> None:
    labels = {decision: said(language, f"guided-{decision.value}") for decision in Decision}

    assert {decision: decision_of(label, labels) for decision, label in labels.items()} == {d: d for d in Decision}
