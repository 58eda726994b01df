"""A guided exercise: three questions, what they show, and what the person decides."""

import pytest

from relove_core.errors import Unavailable
from relove_core.journey.exercises import by_exercise
from relove_core.journey.model import Author, Stage
from relove_core.journey.propose import propose
from relove_core.llm import Purpose
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.transitions import HeldForSafety
from relove_core.sessions.exercise import Decision, GuidedTurn, Reflection, decision_of
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.testing.builders import ANNA, a_contact
from relove_core.testing.scripted_model import Line, Meanwhile
from tests.unit.house import House

ECHO = GuidedTurn(reply="Слышу.", patterns=("терпит",))
SHOWN = Reflection(reply="Одно и то же.", insights=("Ты говоришь «надо».",), next_steps=("Позвонить.",))
CHOICE = "guided-choice(stage=stage-MEETING_MENTOR)"


async def began(*script: Line, stage: Stage | None = Stage.CALL_TO_ADVENTURE) -> House:
    house = House(*script)
    cause = await house.cause()
    if stage is not None:
        async with house.world.begin() as tx:
            await propose(tx, ANNA, by_exercise(stage), at=house.now())
    contact = a_contact(stage=stage.value if stage else None)
    await house.open_session(cause, contact, SessionKind.JOURNEY)
    return house


async def at_the_choice(*more: Line, stage: Stage | None = Stage.CALL_TO_ADVENTURE) -> House:
    house = await began(ECHO, ECHO, SHOWN, *more, stage=stage)
    for n in range(3):
        await house.says(f"ответ {n}")
    await house.sent()
    return house


async def test_it_begins_without_the_coach_by_the_first_question_of_the_stage() -> None:
    house = await began()

    assert await house.sent() == ["guided-begin(stage=stage-CALL_TO_ADVENTURE)\n\nguided-CALL_TO_ADVENTURE-1"]
    session = await house.session()
    assert (session.kind, session.stage) == (SessionKind.JOURNEY, Stage.CALL_TO_ADVENTURE)
    assert session.history[0].quick_replies == ("guided-CALL_TO_ADVENTURE-1-replies",)
    assert not house.model.asked


async def test_the_three_questions_come_one_by_one_after_a_word_of_hers_and_then_the_choice() -> None:
    house = await began(ECHO, ECHO, SHOWN)
    for n in range(3):
        await house.says(f"ответ {n}")

    assert (await house.sent())[1:] == [
        "Слышу.\n\nguided-CALL_TO_ADVENTURE-2",
        "Слышу.\n\nguided-CALL_TO_ADVENTURE-3",
        f"Одно и то же.\n\n{CHOICE}",
    ]
    session = await house.session()
    assert session.history[-1].quick_replies == ("guided-go", "guided-stay")
    assert session.identified_patterns == ("терпит",)
    purposes = [p.purpose for p in house.model.asked]
    assert purposes == [Purpose.GUIDED_TURN, Purpose.GUIDED_TURN, Purpose.REFLECTION]


async def test_a_quick_reply_is_an_answer_like_any_other() -> None:
    house = await began(ECHO)
    session = await house.session()

    await house.presses(session.id, 0, 0)

    told = (await house.sent())[-1]
    assert told.startswith("quick-reply-chosen(label=guided-CALL_TO_ADVENTURE-1-replies)")
    assert told.endswith("guided-CALL_TO_ADVENTURE-2")


async def test_who_goes_on_is_moved_with_confidence_one_and_the_session_closes_in_the_same_act() -> None:
    house = await at_the_choice()
    session = await house.session()

    await house.presses(session.id, session.last_question.position if session.last_question else 0, 0)

    assert (await house.sent())[-1].endswith("guided-moved(stage=stage-MEETING_MENTOR)")
    closed = await house.session()
    assert (closed.state, closed.unanalysed) == (SessionState.COMPLETED, 0)
    assert closed.summary is not None
    assert closed.summary.insights == ("Ты говоришь «надо».",)
    async with house.world.begin() as tx:
        record = (await tx.journey.records_of(ANNA))[-1]
    assert (record.author, record.confidence, record.quote) == (Author.EXERCISE, 1.0, "ответ 2")
    assert (await house.anna()).last_journey_stage == "MEETING_MENTOR"


async def test_who_stays_stays() -> None:
    house = await at_the_choice()

    await house.says("Пока нет.")

    assert await house.sent() == ["guided-stayed(stage=stage-CALL_TO_ADVENTURE)"]
    assert (await house.session()).state is SessionState.COMPLETED
    assert (await house.anna()).last_journey_stage == "CALL_TO_ADVENTURE"
    assert not house.world.state.analyses


async def test_what_is_no_decision_is_answered_and_the_choice_comes_again() -> None:
    house = await at_the_choice(ECHO)

    await house.says("А что там дальше?")

    assert await house.sent() == [f"Слышу.\n\n{CHOICE}"]
    await house.says("иду дальше", "хотя нет")
    assert (await house.session()).state is SessionState.TALKING, "two messages in a row may hold more than a decision"


async def test_who_was_on_no_stage_has_completed_the_first_one() -> None:
    house = await at_the_choice(stage=None)

    await house.says("Идём!")

    async with house.world.begin() as tx:
        records = await tx.journey.records_of(ANNA)
    assert [(r.source, r.target) for r in records] == [
        (None, Stage.ORDINARY_WORLD),
        (Stage.ORDINARY_WORLD, Stage.CALL_TO_ADVENTURE),
    ]


async def test_the_end_of_the_way_begins_the_next_round() -> None:
    house = await at_the_choice(stage=Stage.RETURN_WITH_ELIXIR)

    await house.says("Вперёд")

    assert await house.sent() == ["guided-next-round(stage=stage-ORDINARY_WORLD)"]
    async with house.world.begin() as tx:
        assert (await tx.journey.of(ANNA)).round == 2


async def test_who_was_moved_meanwhile_is_told_so_and_the_refusal_is_recorded() -> None:
    house = await at_the_choice()
    async with house.world.begin() as tx:
        await tx.journey.append((await tx.journey.of(ANNA)).place(Stage.REWARD, reason="по разговору", at=house.now()))

    await house.says("Дальше!")

    assert await house.sent() == ["guided-not-moved"]
    assert (await house.anna()).last_journey_stage == "REWARD"


@pytest.mark.parametrize("answered", range(3))
async def test_it_is_taken_up_after_a_pause_where_it_was(answered: int) -> None:
    house = await began(*[ECHO] * answered)
    for n in range(answered):
        await house.says(f"ответ {n}")
    asked = (await house.sent())[-1]
    await house.stops()

    await house.resumes()

    assert (await house.sent())[-1] == f"resumed\n\n{asked}"


async def test_a_pause_at_the_choice_keeps_the_choice() -> None:
    house = await at_the_choice()
    await house.stops()
    await house.says("Дальше!")
    assert (await house.session()).state is SessionState.PAUSED

    await house.resumes()

    assert (await house.sent())[-1] == "guided-moved(stage=stage-MEETING_MENTOR)"


async def test_danger_in_an_answer_is_answered_with_help_and_moves_nobody() -> None:
    house = await began(ECHO.model_copy(update={"crisis": CrisisLevel.CRISIS}))

    await house.says("Незачем всё это")

    assert (await house.sent())[-1].startswith("safety-")
    assert (await house.session()).state is SessionState.SUPPORT


async def test_nobody_is_moved_in_a_crisis() -> None:
    house = await at_the_choice()
    contact = await house.contact()
    session = await house.session()
    await house.despairs()

    with pytest.raises(HeldForSafety):
        await house.deciding(await house.cause(), contact, session, Decision.GO, lead=None)

    async with house.world.begin() as tx:
        assert [r.target for r in await tx.journey.records_of(ANNA)] == [Stage.CALL_TO_ADVENTURE]


async def test_with_a_silent_coach_the_answer_waits_and_is_not_lost() -> None:
    house = await began(Unavailable("503"), ECHO)
    await house.says("ответ")
    assert (await house.sent())[-1] == "apology-unavailable"

    await house.resumes()

    assert (await house.sent())[-1] == "Слышу.\n\nguided-CALL_TO_ADVENTURE-2"


async def test_a_pause_while_she_thinks_drops_her_words() -> None:
    house = await began()
    house.model.script = [Meanwhile(house.stops, ECHO)]

    await house.says("ответ")

    assert (await house.sent())[-1] == "pause-begun"


@pytest.mark.parametrize(
    ("said", "decision"),
    [
        ("Иду дальше", Decision.GO),
        ("иду   ДАЛЬШЕ!!", Decision.GO),
        ("Дальше!", Decision.GO),
        ("да", None),
        ("нет", None),
        ("Побуду здесь 🙂", Decision.STAY),
        ("Остаюсь", Decision.STAY),
        ("да нет", None),
        ("", None),
    ],
)
def test_a_decision_is_read_from_a_button_or_a_plain_word(said: str, decision: Decision | None) -> None:
    labels = {Decision.GO: "Иду дальше", Decision.STAY: "Побуду здесь"}

    assert decision_of(said, labels) is decision
