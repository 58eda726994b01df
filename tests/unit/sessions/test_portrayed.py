"""The coach leans on a person's portrait where it listens and asks, and nowhere else; no answer waits for it."""

import pytest

from relove_adapters.prompts.files import FilePrompts
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Stage
from relove_core.llm import Purpose
from relove_core.profiles.portrait import Portrait, Provenance, VersionAuthor
from relove_core.prompts import Label
from relove_core.redaction import Redactor
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.diagnosis import DiagnosticTurn
from relove_core.sessions.exercise import GuidedTurn, Reflection
from relove_core.sessions.memory import PORTRAIT_CHARS, PORTRAYED
from relove_core.sessions.model import SessionKind
from relove_core.testing.builders import ANNA, a_turn
from relove_core.testing.scripted_model import Line
from tests.contracts.prompts import SCHEMAS, facts
from tests.unit.house import House

PROMPTS = FilePrompts.packaged()
LEANING = PROMPTS.texts["leaning"].strip()
PORTRAIT = "Держит всех на себе и не просит о помощи."
ECHO = GuidedTurn(reply="Слышу.")
STAYS = StageProposal(stage=Stage.ORDINARY_WORLD, confidence=0.1)


async def known(
    *script: Line, summary: str = PORTRAIT, is_enough: bool = True, redactor: Redactor | None = None
) -> House:
    """Anna talks, and this is how she is understood."""
    house = House(*script, redactor=redactor)
    await house.in_session()
    await portrayed(house, summary, is_enough=is_enough)
    return house


async def portrayed(house: House, summary: str = PORTRAIT, *, is_enough: bool = True) -> None:
    portrait, provenance = Portrait(summary=summary, is_enough=is_enough), Provenance(author=VersionAuthor.ROTATION)
    async with house.world.begin() as tx:
        await tx.profiles.append(ANNA, portrait, provenance, at=house.now())


def noted(house: House) -> dict[Purpose, tuple[str, ...]]:
    """By what was asked for, the newest counts; empty where there was no portrait."""
    return {prompt.purpose: tuple(prompt.notes.get(Label.PORTRAIT, ())) for prompt in house.model.asked}


async def test_a_turn_has_the_portrait_at_hand() -> None:
    house = await known(a_turn("И?"))
    await house.says("Я устала")

    assert noted(house) == {Purpose.COACH_TURN: (PORTRAIT,)}


async def test_the_newest_version_counts() -> None:
    house = await known(a_turn("И?"), a_turn("И ещё?"))
    await house.says("Я устала")
    await portrayed(house, "Начала просить.")
    await house.says("Попросила вчера")

    assert noted(house) == {Purpose.COACH_TURN: ("Начала просить.",)}


async def test_who_has_told_too_little_has_no_portrait_in_a_prompt() -> None:
    house = await known(a_turn("И?"), summary="Недостаточно данных.", is_enough=False)
    await house.says("Привет")

    assert noted(house) == {Purpose.COACH_TURN: ()}


async def test_who_has_no_portrait_is_asked_for_none() -> None:
    house = House(a_turn("И?"))
    await house.in_session()
    await house.says("Привет")

    assert house.portraits.read == []


async def test_a_portrait_that_cannot_be_read_costs_no_answer() -> None:
    house = await known(a_turn("И?"))
    house.portraits.is_down = True
    await house.says("Я устала")

    assert (await house.sent())[-1] == "И?"
    assert noted(house) == {Purpose.COACH_TURN: ()}


async def test_a_name_that_stands_in_it_all_the_same_does_not_leave() -> None:
    house = await known(a_turn("И?"), summary="Ждёт, что Тирион позвонит.", redactor=RussianRedactor())
    await house.says("Мой муж Тирион опять молчит")

    (portrait,) = noted(house)[Purpose.COACH_TURN]
    assert portrait == "Ждёт, что [ИМЯ_1] позвонит."


async def test_of_a_long_portrait_the_beginning_is_told() -> None:
    house = await known(a_turn("И?"), summary="Просит мало. " * 200)
    await house.says("Я устала")

    (portrait,) = noted(house)[Purpose.COACH_TURN]
    assert len(portrait) <= PORTRAIT_CHARS
    assert portrait.startswith("Просит мало. Просит мало.")
    assert portrait.endswith("…")


async def test_a_session_begins_with_the_portrait_at_hand() -> None:
    house = await known(SessionSummary(), a_turn("Снова ты?"), SessionSummary(), DiagnosticTurn(reply="С чем ты?"))
    await house.ends()
    await house.open_session(await house.cause(), await house.contact(), SessionKind.PROVOCATIVE)
    await house.ends()
    await house.open_session(await house.cause(), await house.contact(), SessionKind.DIAGNOSTIC)

    assert noted(house)[Purpose.COACH_TURN] == noted(house)[Purpose.DIAGNOSTIC_TURN] == (PORTRAIT,)


async def test_what_is_found_in_their_own_words_is_looked_for_without_it() -> None:
    house = await known(a_turn("И?"), SessionSummary(), STAYS)
    await house.says("Я устала")
    await house.ends()

    assert noted(house) == {
        Purpose.COACH_TURN: (PORTRAIT,),
        Purpose.SESSION_SUMMARY: (),
        Purpose.STAGE_ANALYSIS: (),
    }


async def test_an_exercise_echoes_with_it_and_reflects_without() -> None:
    house = House(ECHO, ECHO, Reflection(reply="Одно и то же."))
    await house.open_session(await house.cause(), await house.contact(), SessionKind.JOURNEY)
    await portrayed(house)
    for n in range(3):
        await house.says(f"ответ {n}")

    assert noted(house) == {Purpose.GUIDED_TURN: (PORTRAIT,), Purpose.REFLECTION: ()}


async def test_in_a_crisis_nobody_looks_for_it() -> None:
    house = await known()
    await house.despairs()

    assert (house.model.asked, house.portraits.read) == ([], [])


@pytest.mark.parametrize("purpose", sorted(PORTRAYED))
def test_only_where_she_speaks_it_is_at_hand(purpose: Purpose) -> None:
    assert purpose.is_awaited
    assert not purpose.is_analysis


@pytest.mark.parametrize("purpose", SCHEMAS)
def test_how_to_lean_on_it_is_told_exactly_where_it_is_at_hand(purpose: Purpose) -> None:
    assert (LEANING in PROMPTS.instructions(purpose, facts()).text) == (purpose in PORTRAYED)


@pytest.mark.parametrize(
    "rule",
    ["Слова человека важнее", "не цитируй и не пересказывай", "Диагнозов не ставь", "`crisis` портрет не снижает"],
)
def test_it_is_leant_on_and_never_told(rule: str) -> None:
    assert rule in LEANING
