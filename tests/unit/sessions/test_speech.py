"""What a remark of the coach may be like: what is asked for again, and what is put right."""

import pytest
from pydantic import BaseModel

from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.llm.scripted.shelves import Shelves
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Stage
from relove_core.llm import REPAIR, Repair, Speaker, Utterance
from relove_core.prose import sentences, tidy
from relove_core.readiness.model import ReadinessReport, StreamReadiness
from relove_core.redaction import RedactedText
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions.coach import CoachTurn, SessionDigest, SessionSummary
from relove_core.sessions.diagnosis import Diagnosis
from relove_core.sessions.exercise import GuidedTurn, Reflection
from relove_core.sessions.speech import MOST_SENTENCES, cut_short, fault_in
from relove_core.testing.builders import a_prompt

LECTURE = "Смотри. Так бывает. Это защита. Она когда-то помогла. Что ты прячешь?"


def said_before(text: str) -> Utterance:
    return Utterance(speaker=Speaker.COACH, text=RedactedText(text))


def turn(reply: str, *, crisis: CrisisLevel = CrisisLevel.NORMAL) -> CoachTurn:
    return CoachTurn(reply=reply, crisis=crisis)


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("Кого ты ждёшь?", None),
        ("«Never mind» говоришь ты. А на самом деле?", None),
        ("OK?", Repair.LANGUAGE),
        ("What are you hiding from?", Repair.LANGUAGE),
        ("Як ти себе почуваєш? What is it? Tell me more about it please", Repair.LANGUAGE),
        ("К сожалению, я не могу обсуждать эту тему.", Repair.REFUSAL),
        ("Как языковая модель, я не даю советов.", Repair.REFUSAL),
        ("I can't help with that.", Repair.REFUSAL),
        ("Ты не можешь уйти или не хочешь?", None),
        ("К сожалению для тебя, правда уже сказана. Что с ней делать?", None),
        ("Кто тебе запретил злиться?!", Repair.REPEATED),
        (LECTURE, Repair.BRIEF),
    ],
)
def test_what_cannot_be_said_is_asked_for_again(reply: str, fault: Repair | None) -> None:
    prompt = a_prompt(dialogue=[said_before("Кто тебе запретил злиться?")])

    assert fault_in(prompt, turn(reply)) is fault


def test_a_lecture_is_asked_to_be_brief_once() -> None:
    assert fault_in(a_prompt(facts={REPAIR: Repair.BRIEF}), turn(LECTURE)) is None
    assert fault_in(a_prompt(facts={REPAIR: Repair.SHAPE}), turn(LECTURE)) is Repair.BRIEF


def test_a_flag_of_crisis_counts_whatever_stands_beside_it() -> None:
    assert fault_in(a_prompt(), turn("I can't help with that.", crisis=CrisisLevel.CRISIS)) is None


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (SessionSummary(), None),
        (SessionSummary(insights=("Ты всех спасаешь",), themes=("family",)), None),
        (SessionSummary(insights=("You save everybody", "and nobody saves you")), Repair.LANGUAGE),
        (SessionDigest(digest="She talked about her mother."), Repair.LANGUAGE),
        (StageProposal(stage=Stage.REFUSAL, confidence=0.7, reason="Отступает"), None),
        (StageProposal(stage=Stage.REFUSAL, confidence=0.7), None),
        (StageProposal(stage=Stage.REFUSAL, confidence=0.7, reason="She steps back"), Repair.LANGUAGE),
        (StageProposal(stage=Stage.REFUSAL, confidence=0.7, quote="I am afraid to go", reason="Боится"), None),
        (Diagnosis(stage=Stage.REFUSAL, confidence=0.7, psychotype="Ты ждёшь.", stream="hero-path"), None),
        (Diagnosis(stage=Stage.REFUSAL, confidence=0.7, psychotype="You carry everybody"), Repair.LANGUAGE),
        (ReadinessReport(streams=(StreamReadiness(slug="hero-path", percent=60, quotes=("I am tired",)),)), None),
        (GuidedTurn(reply="I hear you"), Repair.LANGUAGE),
        (Reflection(reply="Слышу «надо».", insights=("Ты видишь это.",)), None),
    ],
)
def test_findings_are_in_russian(answer: BaseModel, fault: Repair | None) -> None:
    assert fault_in(a_prompt(), answer) is fault


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Читай https://evil.example/x?y=1 и думай.", "Читай и думай."),
        ("Пиши @natasha_real, там скажут", "Пиши, там скажут"),
        ("Зайди на relove.ru/pay сейчас", "Зайди на сейчас"),
        ("**Стоп**. Что <b>болит</b>?", "Стоп. Что болит?"),
        ("# Итог\n- раз\n- два", "Итог\nраз\nдва"),
        ("Тебе 5 < 7 лет?", "Тебе 5 < 7 лет?"),
        ("А\u200bх\u202e!", "Ах!"),
        ("  Что   дальше ?  ", "Что дальше?"),
        ("Почта: a.b@c.ru — твоя?", "Почта: — твоя?"),
        ("[Нажми](https://evil.example/a) и tg://resolve?domain=x", "Нажми и"),
        ("Смотри bit.ly/x, evil.io и зло.рф/вход", "Смотри и"),
        ("Звони +7 (999) 123-45-67, не 112", "Звони, не 112"),
        ("Жми /forget_me или /end_session", "Жми или /end_session"),
        ("*вздыхает* _тихо_ #больно", "вздыхает тихо больно"),
        ("Стоп.Кто ты? 24.11.2026, 10:30 и 1 000 000 рублей", "Стоп.Кто ты? 24.11.2026, 10:30 и 1 000 000 рублей"),
        ("и/или, т.е. что-то, и т.д.", "и/или, т.е. что-то, и т.д."),
        ("[ИМЯ_1] (сестра) и [ИМЯ_2]: кто?", "[ИМЯ_1] (сестра) и [ИМЯ_2]: кто?"),
        ("[ИМЯ_1](сестра) знает?", "[ИМЯ_1](сестра) знает?"),
    ],
)
def test_links_markup_and_the_invisible_are_taken_out(text: str, shown: str) -> None:
    assert tidy(text) == shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Раз. Два. Три?", "Раз. Два. Три?"),
        (LECTURE, "Смотри. Так бывает. Что ты прячешь?"),
        ("Раз. Два. Три. Четыре.", "Раз. Два. Три."),
        ("Ты сказала «Всё. Хватит. Не могу. Правда». И что?", "Ты сказала «Всё. Хватит. Не могу. Правда». И что?"),
        ("Ты молчишь… и ждёшь… чего-то. Чего?", "Ты молчишь… и ждёшь… чего-то. Чего?"),
        ("Раз!\nДва!\n\nТри!\nЧетыре?", "Раз! Два! Четыре?"),
    ],
)
def test_what_is_too_long_is_cut_at_a_sentence_and_keeps_its_question(text: str, kept: str) -> None:
    assert cut_short(text) == kept


def test_nothing_of_the_scripted_coachs_is_ever_a_lecture() -> None:
    forms = {form for phrase in Shelves(load_bank()) for form in phrase.forms.values()}

    assert forms
    assert [form for form in forms if len(sentences(form)) > MOST_SENTENCES] == []
