"""The wrappers together, over HTTP and PostgreSQL."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from relove_adapters.llm.breaker import FAILURES
from relove_adapters.postgres.model_spending import PostgresLedger
from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.journey.analysis import StageProposal
from relove_core.llm import Completed, ModelsOff, Purpose, Speaker, Utterance, VoiceMessage
from relove_core.prompts import Fact
from relove_core.redaction import RedactedText
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.testing.builders import ANNA, BORIS, a_prompt
from tests.integration.llm.standing import Standing, at, standing
from tests.model_api import EAR, ModelApi, local_model_api

SCRIPTED = "scripted"
SAID = (Utterance(speaker=Speaker.PERSON, text=RedactedText("Я устала угождать всем вокруг.")),)
VOICE = VoiceMessage(person=ANNA, content=b"OggS-not-really", file_name="voice.ogg", lasts=timedelta(seconds=20))


async def turn(stood: Standing, person: UserId = ANNA) -> Completed[CoachTurn]:
    return await stood.models.llm.complete(a_prompt(dialogue=SAID, person=person), CoachTurn)


async def analysis(stood: Standing, person: UserId = ANNA) -> Completed[SessionSummary]:
    prompt = a_prompt(Purpose.SESSION_SUMMARY, dialogue=SAID, person=person)
    return await stood.models.llm.complete(prompt, SessionSummary)


@pytest.fixture
async def stood(model_api: ModelApi, database_url: str) -> AsyncIterator[Standing]:
    async with standing(database_url, **at(model_api), transcription_model=EAR) as stood:
        yield stood


async def test_a_turn_is_answered_by_the_model_and_written_down(stood: Standing) -> None:
    answer = await turn(stood)

    (call,) = await stood.rows("SELECT * FROM model_calls")
    assert answer.usage.provider == "openai"
    assert (call.user_id, call.purpose, call.outcome) == (ANNA, "coach_turn", "ok")
    assert call.cost_micro_usd == call.prompt_tokens + 2 * call.completion_tokens > 0
    assert call.prompt_version == answer.usage.prompt_version != ""


async def test_what_was_spent_stands_with_the_person_and_with_all(stood: Standing) -> None:
    await turn(stood)
    await turn(stood, BORIS)

    spent = {row.user_id: row for row in await stood.rows("SELECT user_id, calls, micro_usd FROM model_spending")}
    cost = await stood.value("SELECT sum(cost_micro_usd)::int FROM model_calls")
    assert {who: row.calls for who, row in spent.items()} == {ANNA: 1, BORIS: 1, None: 2}
    assert spent[ANNA].micro_usd + spent[BORIS].micro_usd == spent[None].micro_usd == cost


async def test_the_same_analysis_is_asked_for_once_and_within_one_person(stood: Standing, model_api: ModelApi) -> None:
    answers = [await analysis(stood), await analysis(stood), await analysis(stood, BORIS)]

    assert [answer.usage.provider for answer in answers] == ["openai", "cache", "openai"]
    assert answers[0].value == answers[1].value
    assert len(await model_api.calls()) == 2


async def test_an_answer_of_yesterday_is_asked_for_again_and_forgotten(stood: Standing) -> None:
    await analysis(stood, BORIS)
    await analysis(stood)
    await stood.execute("UPDATE model_answers SET made_at = made_at - interval '24 hours'")

    assert (await analysis(stood)).usage.provider == "openai"
    assert [row.user_id for row in await stood.rows("SELECT user_id FROM model_answers")] == [ANNA]


async def test_who_is_erased_takes_the_answers_along_and_leaves_the_bill(stood: Standing) -> None:
    await analysis(stood)
    await stood.execute(f"DELETE FROM users WHERE id = {ANNA}")

    assert await stood.value("SELECT count(*) FROM model_answers") == 0
    assert [row.user_id for row in await stood.rows("SELECT user_id FROM model_calls")] == [None]
    assert [row.user_id for row in await stood.rows("SELECT user_id FROM model_spending")] == [None]


async def test_of_who_is_erased_nothing_leaves(stood: Standing, model_api: ModelApi) -> None:
    await stood.execute(f"DELETE FROM users WHERE id = {ANNA}")

    assert (await turn(stood)).usage.model == SCRIPTED
    assert await model_api.calls() == []


async def test_after_so_many_questions_a_day_the_scripted_coach_goes_on(model_api: ModelApi, database_url: str) -> None:
    async with standing(database_url, **at(model_api), llm_calls_per_day="3") as stood:
        answers = await asyncio.gather(*(turn(stood) for _ in range(20)))
        other = await turn(stood, BORIS)

    assert Counter(answer.usage.model == SCRIPTED for answer in answers) == {True: 17, False: 3}
    assert other.usage.model != SCRIPTED
    assert len(await model_api.calls()) == 4


@pytest.mark.parametrize("setting", ["llm_person_daily_budget", "llm_daily_budget"])
async def test_once_the_money_is_spent_nobody_is_asked(model_api: ModelApi, database_url: str, setting: str) -> None:
    """A question is held back at about 4,700 millionths of a dollar here: three fit, whatever comes at once."""
    async with standing(database_url, **at(model_api), **{setting: "0.015"}) as stood:
        with capture_logs() as lines:
            await asyncio.gather(*(turn(stood) for _ in range(20)))
        spent = await stood.value("SELECT max(micro_usd) FROM model_spending")

    assert 1 <= len(await model_api.calls()) <= 12
    assert spent <= 15_000
    assert [line["event"] for line in lines].count("llm.cap_reached") == 1


async def test_the_switch_stops_every_call(model_api: ModelApi, database_url: str) -> None:
    async with standing(database_url, **at(model_api), llm_off="true") as stood:
        answer = await turn(stood)
        with pytest.raises(ModelsOff):
            await stood.models.transcriber.transcribe(VOICE)

        assert stood.models.checks() == {"llm": "off"}
    assert answer.usage.model == SCRIPTED
    assert await model_api.calls() == []


async def test_without_a_key_the_operator_is_told_and_people_are_answered(
    model_api: ModelApi, database_url: str
) -> None:
    async with standing(database_url, llm_provider="openai") as stood:
        with capture_logs() as lines:
            await stood.models.look()
        answer = await turn(stood)

        assert stood.models.checks() == {"llm": "no_key"}
    assert [(line["event"], line["code"]) for line in lines] == [("llm.misconfigured", "no_key")]
    assert answer.usage.model == SCRIPTED


MISFITS = {
    "wrong_key": {"llm_api_key": "sk-another"},
    "unknown_model": {"llm_model": "nobody"},
}


@pytest.mark.parametrize("misfit", MISFITS)
async def test_a_wrong_setting_is_said_at_the_start_and_nobody_waits_for_it(
    model_api: ModelApi, database_url: str, misfit: str
) -> None:
    async with standing(database_url, **at(model_api) | MISFITS[misfit]) as stood:
        with capture_logs() as lines:
            await stood.models.look()
        answer = await turn(stood)

        assert stood.models.checks() == {"llm": misfit}
    assert ("llm.misconfigured", misfit) in [(line["event"], line.get("code")) for line in lines]
    assert answer.usage.model == SCRIPTED
    assert await model_api.calls() == []


async def test_a_wrong_setting_found_by_a_person_is_asked_about_once(model_api: ModelApi, database_url: str) -> None:
    async with standing(database_url, **at(model_api) | MISFITS["wrong_key"]) as stood:
        answers = [await turn(stood) for _ in range(3)]

        assert stood.models.checks() == {"llm": "wrong_key"}
        assert await stood.outcomes() == ["misconfigured"]
    assert {answer.usage.model for answer in answers} == {SCRIPTED}


async def test_the_second_provider_answers_for_the_first(model_api: ModelApi, database_url: str) -> None:
    async with local_model_api() as second:
        places = at(model_api) | at(second, prefix="llm_fallback_", provider="groq")
        async with standing(database_url, **places) as stood:
            await model_api.faults({"kind": "500"})
            answer = await turn(stood)

        assert answer.usage.provider == "groq"
        assert (len(await model_api.calls()), len(await second.calls())) == (3, 1)


async def test_a_voice_is_heard_paid_and_written_down(stood: Standing) -> None:
    heard = await stood.models.transcriber.transcribe(VOICE)

    (call,) = await stood.rows("SELECT * FROM model_calls")
    assert heard.text
    assert (call.purpose, call.model, call.audio_ms, call.cost_micro_usd) == ("transcription", EAR, 20_000, 2000)


async def test_a_model_that_cannot_be_reached_leaves_the_conversation_to_the_script(
    database_url: str, model_api: ModelApi
) -> None:
    nowhere = {**at(model_api), "llm_base_url": "http://127.0.0.1:1/v1"}
    async with standing(database_url, **nowhere, llm_breaker_failures="3") as stood:
        answers = [await turn(stood), await turn(stood)]

        assert stood.models.checks() == {"llm": "failing"}
        assert await stood.outcomes() == ["failed"] * 3
    assert {answer.usage.model for answer in answers} == {SCRIPTED}


async def test_what_the_scripted_coach_cannot_do_fails_by_the_models_name(stood: Standing, model_api: ModelApi) -> None:
    await model_api.faults({"kind": "500"})

    with pytest.raises(Unavailable) as failed:
        await stood.models.llm.complete(a_prompt(Purpose.COACH_TURN, dialogue=SAID), StageProposal)

    assert failed.value.code == "llm.failed"


async def test_a_hold_on_somebody_who_is_gone_leaves_no_trace(stood: Standing) -> None:
    ledger = PostgresLedger(stood.engine)
    day = await stood.value("SELECT current_date")
    await ledger.give_back(UserId(404), day, 100)

    assert await stood.value("SELECT count(*) FROM model_spending") == 0


@pytest.mark.parametrize("schema", [CoachTurn, SessionSummary])
async def test_a_word_that_the_instructions_lack_costs_the_models_answer_and_nothing_else(
    stood: Standing, schema: type[CoachTurn] | type[SessionSummary]
) -> None:
    purpose = Purpose.COACH_TURN if schema is CoachTurn else Purpose.SESSION_SUMMARY
    prompt = a_prompt(purpose, dialogue=SAID, facts={Fact.INTENSITY: "unheard of"})

    with capture_logs() as logged:
        answers = [await stood.models.llm.complete(prompt, schema) for _ in range(FAILURES + 1)]

    assert {answer.usage.model for answer in answers} == {SCRIPTED}
    assert stood.models.checks() == {"llm": "ok"}
    assert [line["event"] for line in logged].count("llm.instructions_missing") == 1
