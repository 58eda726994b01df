"""Whom a person has told of in one session is hidden in all that follow."""

from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Stage
from relove_core.llm import Prompt
from relove_core.profiles.model import profile_from
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.whom import whom_away, whom_of
from relove_core.testing.builders import a_session, a_turn
from tests.unit.house import House

REDACTOR = RussianRedactor()
STAYS = StageProposal(stage=Stage.ORDINARY_WORLD, confidence=0.1)
FOUND = SessionSummary(patterns=("злится на [ИМЯ_1]а",), core_issue="[ИМЯ_1] уйдёт", themes=("дом",))


def all_that_left(prompt: Prompt) -> str:
    return "\n".join((*(t for texts in prompt.notes.values() for t in texts), *(u.text for u in prompt.dialogue)))


async def after_a_session(*script: object) -> House:
    house = House(a_turn("И?"), FOUND, STAYS, *script, redactor=REDACTOR)  # type: ignore[arg-type]  # lines of a script
    await house.in_session()
    await house.says("Моего мужа зовут Тирион, мой ник kobaliru_90")
    await house.ends()
    return house


async def test_what_was_found_of_somebody_leaves_without_their_name_in_the_next_session() -> None:
    house = await after_a_session(a_turn("Снова ты?"))
    assert profile_from((await house.anna()).metaphysical_profile).patterns == ("злится на Тириона",)

    await house.open_session(await house.cause(), await house.contact(), a_session().kind)

    left = all_that_left(house.model.asked[-1])
    assert "злится на [ИМЯ_1]" in left
    assert "Тирион" not in left


async def test_whom_they_told_of_is_hidden_in_every_form_where_nothing_else_tells() -> None:
    house = await after_a_session(a_turn("Снова ты?"), a_turn("И?"))
    await house.open_session(await house.cause(), await house.contact(), a_session().kind)

    await house.says("опять с тирионом то же, а тириону хоть бы что, пиши kobaliru_90")

    left = all_that_left(house.model.asked[-1]).lower()
    assert "тирион" not in left
    assert "kobaliru" not in left


async def test_who_is_away_is_known_with_the_same_people() -> None:
    house = await after_a_session()

    here, away = whom_of(await house.contact()), whom_away(await house.anna(), may_die_symbolically=True)

    assert here.profile.names == away.profile.names == ("@kobaliru_90", "Тирион")


async def test_names_are_not_among_what_the_coach_is_told() -> None:
    house = await after_a_session(a_turn("Снова ты?"))
    await house.open_session(await house.cause(), await house.contact(), a_session().kind)

    assert all("Тирион" not in str(notes) for notes in house.model.asked[-1].notes.values())
    assert set(house.model.asked[-1].notes) == {"patterns", "core_issue", "themes"}
