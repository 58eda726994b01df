"""A portrait without a model: honest, in the person's own words, and believed like any other."""

import re
from collections.abc import Iterable

import pytest

from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.llm import Purpose
from relove_core.profiles.clinical import names_diagnosis
from relove_core.profiles.drafting import PortraitDraft
from relove_core.profiles.rotation import Outcome
from relove_core.profiles.sitting import Source
from relove_core.telegram import PublicPage
from relove_core.testing.builders import ANNA, a_prompt
from tests.unit.llm.talking import COACH, coach, person
from tests.unit.profiles.drafts import SAID
from tests.unit.profiles.studio import Studio

BANK = load_bank()
TOLD = (
    "Всем помогаю, мне легче помогать, чем просить",
    "С мужем так же, и на работе тащу всех",
    "Хочу уйти из этой роли, но всё откладываю",
    "Боюсь, что без меня всё развалится",
)
POST = "Сегодня был длинный день. Я устала быть сильной для всех и мечтаю о море."


async def drawn(*said: str, posts: Iterable[str] = (), gender: str = "female") -> PortraitDraft:
    notes = {Source.POSTS.value: tuple(posts)}
    prompt = a_prompt(Purpose.PORTRAIT, gender=gender, dialogue=[person(text) for text in said], notes=notes)
    return (await COACH.complete(prompt, PortraitDraft)).value


async def test_it_says_that_no_model_made_it_and_quotes_only_what_was_said() -> None:
    draft = await drawn(*TOLD, posts=[POST])

    quotes = re.findall(r"«([^«»]+)»", draft.summary)
    assert draft.summary.startswith("Собрано по словам, без модели")
    assert len(quotes) == len(draft.evidence) == 5
    assert set(quotes) == set(draft.evidence)
    assert all(any(quote in text for text in (*TOLD, POST)) for quote in quotes)
    assert "О желании сказано так: «Хочу уйти из этой роли, но всё откладываю»" in draft.summary
    assert "спасательство" in draft.summary
    assert (draft.completed, draft.interesting) == ((), ())


async def test_posts_alone_say_where_they_stand() -> None:
    draft = await drawn(posts=[POST, "Мама говорила, что надо терпеть. Я всю жизнь терплю и злюсь."])

    assert "В Telegram о себе: «" in draft.summary


@pytest.mark.parametrize(
    "said",
    [
        (),
        ("ок", "да", "не знаю", "Нормально всё."),
        ("Устала",),
        ("Ты бот?", "Сколько стоит программа?", "hello there"),
        (*TOLD, "Я не хочу жить"),
        (*TOLD, "Муж меня бьёт"),
    ],
)
async def test_of_who_says_nothing_and_of_who_is_in_danger_nothing_is_counted(said: tuple[str, ...]) -> None:
    assert await drawn(*said) == PortraitDraft(is_enough=False)


async def test_whoever_is_told_of_is_not_quoted() -> None:
    draft = await drawn(*TOLD, "Боюсь, что [ИМЯ_1] уйдёт и я останусь одна")

    assert "[" not in draft.summary + "".join(draft.evidence)


async def test_what_the_coach_says_is_nobodys_portrait() -> None:
    remarks = [coach(text) for text in TOLD]
    draft = (await COACH.complete(a_prompt(Purpose.PORTRAIT, dialogue=remarks), PortraitDraft)).value

    assert not draft.is_enough


async def test_it_is_believed_and_kept() -> None:
    studio = Studio(llm=COACH, redactor=RussianRedactor())
    await studio.moves_in(*SAID, *TOLD)
    studio.pages[ANNA] = PublicPage(bio="Мама двоих, живу на бегу", posts=(POST,))

    assert (await studio.refreshed()).outcome is Outcome.UPDATED
    (version,) = await studio.versions()
    assert version.portrait.summary.startswith("Собрано по словам, без модели")
    assert version.portrait.gallery.startswith("По словам, без модели: «")


def test_no_frame_needs_a_gender_or_says_anything_of_the_person() -> None:
    texts = BANK.portraying
    frames = [texts.opening, texts.weightiest, *texts.said, texts.wish, texts.shown, texts.closing, texts.gallery]

    spoken_of = re.compile(r"\b(?:он|она|ты|её|его)\b|\|")
    assert [frame for frame in frames if spoken_of.search(frame.casefold())] == []
    assert not any(map(names_diagnosis, frames))
