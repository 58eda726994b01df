"""The coach without a model in a diagnosis, in an exercise, and asked about readiness."""

import re
from collections.abc import Iterable

import pytest

from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.llm.scripted.wording import Gender, forms
from relove_core.llm import Purpose, Utterance
from relove_core.prompts import Label
from relove_core.readiness.model import OFFERED_FROM, ReadinessReport, StreamReadiness
from relove_core.sessions.diagnosis import FEWEST, MOST, Diagnosis, DiagnosticTurn
from relove_core.sessions.exercise import GuidedTurn, Reflection
from relove_core.testing.builders import a_prompt
from tests.unit.llm.talking import COACH, coach, person

BANK = load_bank()
HEART = "open-heart: Открытие Сердца. Признаки: легче помогать, чем просить; хочется близости, и она же пугает."
WAKING = "awakening: Пробуждение. Признаки: дни похожи один на другой."
TOLD = (
    "Всем помогаю, мне легче помогать, чем просить",
    "С мужем так же, и на работе тащу всех",
    "Закипаю, когда говорят «ты должна»",
    "В одном: хочется близости, но она меня пугает",
    "Иду к подруге, она меня слышит",
    "Хочу уйти из этой роли, но всё откладываю",
    "Жду, что кто-нибудь заметит",
)
GRIEF = "У меня умерла мама неделю назад"


async def asked(*told: str, gender: str = "female") -> tuple[list[DiagnosticTurn], list[Utterance]]:
    """The questions of a whole diagnosis, and what was said in it."""
    turns: list[DiagnosticTurn] = []
    dialogue: list[Utterance] = []
    for said in (None, *told):
        dialogue += [person(said)] if said else []
        prompt = a_prompt(Purpose.DIAGNOSTIC_TURN, gender=gender, dialogue=dialogue)
        turns.append((await COACH.complete(prompt, DiagnosticTurn)).value)
        dialogue.append(coach(turns[-1].reply))
    return turns, dialogue


async def found(*told: str, gender: str = "female") -> Diagnosis:
    _, dialogue = await asked(*told, gender=gender)
    notes: dict[str, tuple[str, ...]] = {Label.STREAMS: (HEART, WAKING)}
    prompt = a_prompt(Purpose.DIAGNOSIS, gender=gender, dialogue=dialogue, notes=notes)
    return (await COACH.complete(prompt, Diagnosis)).value


async def ready(*told: str) -> dict[str, StreamReadiness]:
    notes: dict[str, tuple[str, ...]] = {Label.STREAMS: (HEART, WAKING)}
    prompt = a_prompt(Purpose.READINESS, dialogue=[person(text) for text in told], notes=notes)
    report = (await COACH.complete(prompt, ReadinessReport)).value
    return {one.slug: one for one in report.streams}


async def test_no_question_of_a_diagnosis_comes_twice_and_each_is_one() -> None:
    turns, _ = await asked(*TOLD)

    assert len({turn.reply for turn in turns}) == len(turns) == MOST + 1
    assert all(turn.reply.endswith("?") for turn in turns)


async def test_it_has_enough_after_some_real_answers_and_never_without() -> None:
    turns, _ = await asked(*TOLD)
    empty, _ = await asked(*["не знаю"] * MOST)

    enough = [n for n, turn in enumerate(turns) if turn.is_enough]
    assert enough
    assert min(enough) >= FEWEST
    assert not any(turn.is_enough for turn in empty)


@pytest.mark.parametrize("gender", list(Gender))
async def test_the_result_quotes_what_was_said_and_nothing_else(gender: Gender) -> None:
    result = await found(*TOLD, gender=gender.value)

    assert result.psychotype in {forms(p.text)[gender] for p in BANK.portraits.values()}
    told = " ".join((*result.strengths, *result.difficulties, *result.triggers))
    quotes = [quote for quote in re.findall(r"«([^«»]+)»", told) if quote not in ("нет", "надо")]
    assert quotes
    assert all(any(quote in said for said in TOLD) for quote in quotes)
    assert result.next_steps


async def test_of_who_says_nothing_nothing_is_made() -> None:
    result = await found(*["не знаю"] * MOST)

    assert result.psychotype is None
    assert result.stream is None
    assert (result.strengths, result.difficulties, result.triggers) == ((), (), ())


async def test_somebody_in_grief_is_asked_gently_and_not_hurried() -> None:
    turns, _ = await asked(*TOLD[:3], GRIEF)

    assert not turns[-1].is_enough
    assert turns[-1].quick_replies == ()


@pytest.mark.parametrize("gender", list(Gender))
async def test_each_answer_of_an_exercise_gets_its_own_words_back(gender: Gender) -> None:
    dialogue = [coach("Вопрос?"), person("Утром сразу бегу ко всем")]
    turn = (await COACH.complete(a_prompt(Purpose.GUIDED_TURN, gender=gender, dialogue=dialogue), GuidedTurn)).value
    dialogue += [coach("Ещё?"), person("Мои желания лежат на потом")]
    shown = (await COACH.complete(a_prompt(Purpose.REFLECTION, gender=gender, dialogue=dialogue), Reflection)).value

    assert "Утром сразу бегу ко всем" in turn.reply
    assert "?" not in turn.reply + shown.reply
    assert all(words in shown.reply for words in ("Утром сразу бегу ко всем", "Мои желания лежат на потом"))
    assert len(shown.insights) == 2


@pytest.mark.parametrize("said", ["не знаю", "...", GRIEF, "А это обязательно?", "Ну утро наверное"])
async def test_where_there_is_nothing_to_quote_nothing_is_quoted(said: str) -> None:
    dialogue = [coach("Вопрос?"), person(said)]

    turn = (await COACH.complete(a_prompt(Purpose.GUIDED_TURN, dialogue=dialogue), GuidedTurn)).value

    assert "«" not in turn.reply


async def test_readiness_grows_with_the_signs_and_quotes_them_verbatim() -> None:
    none, one, two = await ready("Сегодня была среда"), await ready(TOLD[0]), await ready(TOLD[0], TOLD[3])

    shares = [found["open-heart"].percent for found in (none, one, two)]
    assert shares[0] == 0
    assert 50 <= shares[1] < OFFERED_FROM <= shares[2] < 100
    assert two["awakening"].percent < shares[1]
    assert all(quote in " ".join(TOLD) for quote in two["open-heart"].quotes)


@pytest.mark.parametrize("danger", ["Я не хочу жить", "Муж меня бьёт", GRIEF])
async def test_whoever_needs_something_else_now_is_ready_for_nothing(danger: str) -> None:
    found = await ready(TOLD[0], TOLD[3], danger)

    assert all(one.percent <= 20 for one in found.values())


async def test_a_question_says_nothing_of_readiness() -> None:
    assert (await ready("Правда, что легче помогать, чем просить?"))["open-heart"].percent < OFFERED_FROM


def test_every_theme_belongs_to_one_portrait() -> None:
    themes = [theme for portrait in BANK.portraits.values() for theme in portrait.themes]

    assert sorted(themes) == sorted(BANK.themes)


def _texts() -> Iterable[str]:
    for portrait in BANK.portraits.values():
        yield from (portrait.text, portrait.strength, portrait.difficulty, portrait.trigger, portrait.step)
    guiding = BANK.guiding
    yield from (*guiding.echo, *guiding.heard, *guiding.asked, *guiding.silent, *guiding.care)
    yield from (*guiding.reflection, *guiding.reflection_one, *guiding.reflection_none)


@pytest.mark.parametrize("text", list(_texts()))
def test_every_text_can_be_said_to_everybody(text: str) -> None:
    gendered = re.compile(r"\b[Тт]ы (?:\w+ )?\w+(?:ла|лась|лся|ёл|шёл)\b|\b(?:сама|сам|должна|готова|готов)\b")

    for gender, form in forms(text).items():
        assert form.endswith((".", "»."))
        assert "?" not in form
        assert gender is not Gender.UNKNOWN or not gendered.search(form)
