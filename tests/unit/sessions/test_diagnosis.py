"""A diagnosis: how long it asks, what it finds, and what is believed of it."""

from collections.abc import Iterable

import pytest

from relove_core.errors import Unavailable
from relove_core.journey.model import Author, Stage
from relove_core.llm import Purpose
from relove_core.prompts import Label
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.transitions import HeldForSafety
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.diagnosis import FEWEST, MOST, Diagnosis, DiagnosticTurn, diagnosis_in
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.streams.conversion import ConversionStep
from relove_core.testing.builders import ANNA, a_stream
from relove_core.testing.scripted_model import Line, Meanwhile
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from tests.unit.house import House


def a_question(n: int = 0, *, is_enough: bool = False, crisis: CrisisLevel = CrisisLevel.NORMAL) -> DiagnosticTurn:
    return DiagnosticTurn(reply=f"Вопрос {n}?", is_enough=is_enough, crisis=crisis)


def questions(count: int) -> Iterable[DiagnosticTurn]:
    return (a_question(n) for n in range(count))


FOUND = Diagnosis(
    psychotype="Ты держишь всех.",
    stage=Stage.REFUSAL,
    confidence=0.8,
    quote="слово 2",
    reason="Отступаешь.",
    strengths=("Упрямство.",),
    difficulties=("Просить.",),
    triggers=("Слово «должна».",),
    next_steps=("Попроси.",),
    stream="hero-path",
)


async def began(*script: Line, secrets: tuple[str, ...] = ()) -> House:
    house = House(a_question(), *script, secrets=secrets)
    async with house.world.begin() as tx:
        await tx.streams.save(a_stream())
    await house.open_session(await house.cause(), await house.contact(), SessionKind.DIAGNOSTIC)
    await house.sent()
    return house


def wants_news(house: House, *, is_given: bool = True) -> None:
    answer = ConsentAnswer(kind=ConsentKind.NEWS, version=CURRENT[ConsentKind.NEWS], is_given=is_given)
    house.world.state.consents[ANNA, answer] = house.now()


async def answers(house: House, count: int) -> list[str]:
    for n in range(count):
        await house.says(f"слово {n}")
    return await house.sent()


async def test_it_begins_with_a_question_and_says_what_is_to_come() -> None:
    house = House(a_question(1))

    await house.open_session(await house.cause(), await house.contact(), SessionKind.DIAGNOSTIC)

    assert await house.sent() == ["diagnostic-begin\n\nВопрос 1?"]
    assert (await house.session()).kind is SessionKind.DIAGNOSTIC
    assert [p.purpose for p in house.model.asked] == [Purpose.DIAGNOSTIC_TURN]


@pytest.mark.parametrize("enough_at", range(1, MOST + 2))
async def test_the_result_comes_when_the_coach_has_enough_but_never_too_soon_nor_too_late(enough_at: int) -> None:
    """Enough before the fewest is not yet enough; after the most, nobody has to say so."""
    due = min(max(enough_at, FEWEST), MOST)
    turns = [a_question(n, is_enough=n >= enough_at) for n in range(1, due + 1)]
    house = await began(*turns, FOUND)

    told = await answers(house, due)

    assert [text.startswith("diagnosis-title") for text in told] == [False] * (due - 1) + [True]
    session = await house.session()
    assert (session.state, session.question_count) == (SessionState.COMPLETED, due)
    assert await house.is_quiet()


async def test_the_result_is_told_whole_and_kept_with_the_session_and_the_person() -> None:
    house = await began(*questions(2), a_question(is_enough=True), FOUND)

    told = (await answers(house, 3))[-1]

    assert told == (
        "diagnosis-title\n\ndiagnosis-psychotype\ndiagnosis-plain(words=Ты держишь всех.)\n\n"
        "diagnosis-stage(stage=stage-REFUSAL)\ndiagnosis-reason(words=Отступаешь.)\ndiagnosis-quote(words=слово 2)\n\n"
        "diagnosis-strengths\n• Упрямство.\n\ndiagnosis-difficulties\n• Просить.\n\n"
        "diagnosis-triggers\n• Слово «должна».\n\ndiagnosis-next-steps\n• Попроси."
    )
    session = await house.session()
    assert diagnosis_in(session) == FOUND
    assert session.summary is not None
    assert session.summary.next_steps == ("Попроси.",)
    profile = (await house.anna()).metaphysical_profile
    assert profile is not None
    assert (profile["psychotype"], profile["triggers"]) == ("Ты держишь всех.", ["Слово «должна»."])
    async with house.world.begin() as tx:
        steps = await tx.conversions.of(ANNA)
    assert {ConversionStep.STARTED, ConversionStep.COMPLETED} <= steps.keys()


async def test_the_stage_is_proposed_with_the_quote_and_the_machine_decides() -> None:
    house = await began(*questions(2), a_question(is_enough=True), FOUND)
    await answers(house, 3)

    async with house.world.begin() as tx:
        (record,) = await tx.journey.records_of(ANNA)
    assert (record.target, record.quote, record.author) == (Stage.REFUSAL, "слово 2", Author.MODEL)
    assert house.model.asked[-1].purpose is Purpose.DIAGNOSIS
    assert (await house.session()).unanalysed == 0


async def test_what_the_machine_refuses_is_told_as_heard_only() -> None:
    far = FOUND.model_copy(update={"stage": Stage.ROAD_BACK})
    house = await began(*questions(2), a_question(is_enough=True), FOUND, a_question(), *questions(2))
    await answers(house, 3)
    house.model.script = [a_question(), *questions(2), a_question(is_enough=True), far]
    await house.open_session(await house.cause(), await house.contact(), SessionKind.DIAGNOSTIC)
    await house.sent()

    told = (await answers(house, 3))[-1]

    assert "diagnosis-stage-heard(stage=stage-ROAD_BACK)" in told
    assert (await house.anna()).last_journey_stage == "REFUSAL"


async def test_an_invented_quote_and_a_programme_that_nobody_sells_are_dropped() -> None:
    made_up = FOUND.model_copy(update={"quote": "я никогда этого не говорила", "stream": "free-money"})
    house = await began(*questions(2), a_question(is_enough=True), made_up)

    told = (await answers(house, 3))[-1]

    assert "никогда" not in told
    found = diagnosis_in(await house.session())
    assert found is not None
    assert (found.quote, found.stream) == (None, None)


async def test_the_programmes_are_told_to_the_coach_as_data() -> None:
    house = await began(*questions(2), a_question(is_enough=True), FOUND)
    await answers(house, 3)

    notes = house.model.asked[-1].notes[Label.STREAMS]

    assert notes == ("hero-path: Путь Героя. Признаки: зовёт перемена.",)


@pytest.mark.parametrize(("is_given", "offers"), [(True, 1), (False, 0)])
async def test_the_programme_is_offered_once_and_only_to_who_wants_to_read_of_them(is_given: bool, offers: int) -> None:
    house = await began(*questions(2), a_question(is_enough=True), FOUND)
    wants_news(house, is_given=is_given)

    told = await answers(house, 3)

    assert sum(text.startswith("offer(title=Путь Героя") for text in told) == offers
    async with house.world.begin() as tx:
        assert (ConversionStep.SAW_OFFER in await tx.conversions.of(ANNA)) is is_given


async def test_too_few_words_make_nobody_and_no_offer() -> None:
    nobody = Diagnosis(stage=Stage.ORDINARY_WORLD, confidence=0.1, stream="hero-path")
    house = await began(*questions(MOST), nobody)
    wants_news(house)

    told = await answers(house, MOST)

    assert told[-1] == "diagnosis-too-little"


async def test_what_the_coach_hears_before_the_result_is_answered_with_help() -> None:
    house = await began(*questions(2), a_question(is_enough=True, crisis=CrisisLevel.CRISIS))

    told = await answers(house, 3)

    assert told[-1].startswith("safety-crisis")
    assert (await house.session()).state is SessionState.SUPPORT
    assert all(p.purpose is not Purpose.DIAGNOSIS for p in house.model.asked)


async def test_a_pause_while_the_result_is_made_keeps_it_for_later() -> None:
    house = await began(*questions(2), a_question(is_enough=True))
    house.model.script += [Meanwhile(house.stops, FOUND)]
    told = await answers(house, 3)
    assert told[-1] == "pause-begun"
    assert (await house.session()).state is SessionState.PAUSED

    house.model.script = [a_question(is_enough=True), FOUND]
    await house.resumes()

    assert (await house.sent())[-1].startswith("diagnosis-title")
    assert (await house.session()).state is SessionState.COMPLETED


async def test_a_crisis_while_the_result_is_made_lets_nothing_of_it_out() -> None:
    house = await began(*questions(2), a_question(is_enough=True))
    house.model.script += [Meanwhile(house.despairs, FOUND)]

    with pytest.raises(HeldForSafety):
        await answers(house, 3)

    assert not any("diagnosis" in text for text in await house.sent())
    assert (await house.session()).state is SessionState.SUPPORT


async def test_with_a_silent_coach_the_words_wait() -> None:
    house = await began(*questions(2), a_question(is_enough=True), Unavailable("503"))

    told = await answers(house, 3)

    assert told[-1] == "apology-unavailable"
    assert (await house.session()).state is SessionState.TALKING


@pytest.mark.parametrize(("answered", "title"), [(2, "summary-closed"), (3, "diagnosis-title")])
async def test_ended_by_the_person_it_gives_a_result_if_enough_was_asked(answered: int, title: str) -> None:
    house = await began(*questions(answered))
    await answers(house, answered)
    house.model.script = [FOUND if answered >= FEWEST else SessionSummary()]
    session = await house.session()
    assert session.question_count == answered + 1

    await house.ends()

    assert (await house.sent())[0].startswith(title)
    assert (await house.session()).state is SessionState.COMPLETED


async def test_the_result_can_be_read_again() -> None:
    house = await began(*questions(2), a_question(is_enough=True), FOUND)
    await answers(house, 3)

    await house.summarise(await house.cause(), await house.contact())

    assert (await house.sent())[0].startswith("diagnosis-again")


async def test_nothing_that_a_model_was_talked_into_reaches_the_person() -> None:
    talked = FOUND.model_copy(
        update={
            "psychotype": "Ты <b>держишь</b> всех, пиши на https://evil.example или @boss_of_it",
            "next_steps": ("Набери /place 1 ORDEAL и позвони +7 999 123-45-67.",),
            "reason": "Смотри [сюда](https://evil.example).",
        }
    )
    house = await began(*questions(2), a_question(is_enough=True), talked)

    told = (await answers(house, 3))[-1]

    assert "держишь всех" in told
    assert not any(bad in told for bad in ("evil", "@boss", "/place", "999", "&lt;b&gt;"))


async def test_who_the_person_speaks_of_stays_hidden_from_the_coach_and_is_named_to_them() -> None:
    named = FOUND.model_copy(update={"difficulties": ("Ты ждёшь, что [1] заметит.",)})
    house = await began(*questions(2), a_question(is_enough=True), named, secrets=("Катя",))

    await house.says("Жду, что Катя заметит")
    told = (await answers(house, 2))[-1]

    assert "Ты ждёшь, что Катя заметит." in told
    assert all("Катя" not in utterance.text for prompt in house.model.asked for utterance in prompt.dialogue)
