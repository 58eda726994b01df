"""The local model as an operator and a test use it: by itself, over HTTP."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from relove_adapters.llm.messages import messages_of
from relove_adapters.llm.profile import Structured
from relove_adapters.llm.schemas import response_format
from relove_adapters.prompts.files import WORDS, FilePrompts
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Stage
from relove_core.llm import Prompt, Purpose
from relove_core.profiles.drafting import PortraitDraft
from relove_core.prompts import Fact, Label
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.testing.builders import a_prompt
from relove_core.testing.plain_prompts import PlainPrompts
from sandbox.model_api.question import prompt_of, shape_of
from sandbox.servers.ports import free_port
from tests.bot_process import answers, eventually
from tests.contracts.llm import a_dialogue
from tests.model_api import KEY, ModelApi, local_model_api


@pytest.fixture
async def api() -> AsyncIterator[ModelApi]:
    async with local_model_api() as api:
        yield api


def a_request(prompt: Prompt, schema: type[Any], structured: Structured = Structured.SCHEMA) -> dict[str, Any]:
    instructions = PlainPrompts().instructions(prompt.purpose, prompt.facts).text
    messages = messages_of(instructions, prompt)
    return {"model": "local-coach", "messages": messages, "response_format": response_format(schema, structured)}


async def said(api: ModelApi, request: dict[str, Any]) -> str:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with api.http.post(f"{api.url}/chat/completions", json=request, headers=headers) as response:
        content: str = (await response.json())["choices"][0]["message"]["content"]
        return content


@pytest.mark.parametrize(
    ("purpose", "schema"),
    [(Purpose.COACH_TURN, CoachTurn), (Purpose.SESSION_SUMMARY, SessionSummary), (Purpose.PORTRAIT, PortraitDraft)],
)
def test_the_prompt_is_read_back_from_the_messages(purpose: Purpose, schema: type[Any]) -> None:
    notes: dict[str, tuple[str, ...]] = {Label.PATTERNS: ("спасательство",)}
    prompt = a_prompt(purpose, stage=Stage.ORDEAL, gender="male", dialogue=a_dialogue(), notes=notes)
    request = a_request(prompt, schema)

    read = prompt_of(request, shape_of(request))

    assert read is not None
    assert (read.purpose, read.facts, read.notes, read.dialogue) == (purpose, prompt.facts, notes, prompt.dialogue)


@pytest.mark.parametrize(("fact", "word"), [(fact, word) for fact in Fact for word in sorted(WORDS[fact])])
def test_the_facts_are_read_back_from_the_products_own_instructions(fact: Fact, word: str) -> None:
    prompt = a_prompt(Purpose.COACH_TURN, facts={fact: word})
    instructions = FilePrompts.packaged().instructions(prompt.purpose, prompt.facts).text
    request = {**a_request(prompt, CoachTurn), "messages": messages_of(instructions, prompt)}

    read = prompt_of(request, shape_of(request))

    assert read is not None
    assert read.facts == prompt.facts


@pytest.mark.parametrize("stage", Stage)
def test_the_stage_is_read_back_from_the_instructions_of_its_analysis(stage: Stage) -> None:
    prompt = a_prompt(Purpose.STAGE_ANALYSIS, stage=stage, dialogue=a_dialogue())
    instructions = FilePrompts.packaged().instructions(prompt.purpose, prompt.facts).text
    request = {**a_request(prompt, StageProposal), "messages": messages_of(instructions, prompt)}

    read = prompt_of(request, shape_of(request))

    assert read is not None
    assert read.facts[Fact.STAGE] == stage


async def test_a_fault_lasts_as_often_as_it_was_asked_for(api: ModelApi) -> None:
    await api.faults({"kind": "say", "text": "первый", "times": 1}, {"kind": "say", "text": "второй", "times": 1})
    request = a_request(a_prompt(), CoachTurn)

    contents = [await said(api, request) for _ in range(3)]

    assert contents[:2] == ["первый", "второй"]
    assert CoachTurn.model_validate_json(contents[2]).reply


async def test_an_obedient_model_puts_what_it_is_told_into_every_string(api: ModelApi) -> None:
    await api.faults({"kind": "fill", "text": "<b>взлом</b>"})

    turn = CoachTurn.model_validate_json(await said(api, a_request(a_prompt(), CoachTurn)))

    assert (turn.reply, turn.quick_replies, turn.patterns) == ("<b>взлом</b>", ("<b>взлом</b>",), ("<b>взлом</b>",))


async def test_a_schema_of_nobody_is_answered_all_the_same(api: ModelApi) -> None:
    fields = {"name": {"type": "string"}, "ages": {"type": "array", "items": {"type": "integer"}}}
    shape = {"name": "Somebody", "schema": {"type": "object", "properties": fields}}
    request = {**a_request(a_prompt(), CoachTurn), "response_format": {"type": "json_schema", "json_schema": shape}}

    assert await said(api, request) == '{"name": "Об этом стоит поговорить.", "ages": [0]}'


async def test_a_fault_that_nobody_knows_is_refused(api: ModelApi) -> None:
    async with api.http.post(f"{api.url.removesuffix('/v1')}/model/faults", json={"kind": "earthquake"}) as response:
        assert response.status == 400


async def test_the_log_is_forgotten_when_asked_and_counts_on(api: ModelApi) -> None:
    request = a_request(a_prompt(), CoachTurn)
    await said(api, request)
    async with api.http.delete(f"{api.url.removesuffix('/v1')}/model/log"):
        pass

    await said(api, request)

    calls = await api.calls()
    assert [call["number"] for call in calls] == [2]
    assert calls[0]["schema"] == "CoachTurn"


async def test_it_runs_as_a_process_and_stops_when_asked() -> None:
    port = free_port()
    command = [sys.executable, "-m", "sandbox.model_api", "--port", str(port), "--key", KEY, "--model", "one"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        async with aiohttp.ClientSession() as http:
            await eventually(lambda: answers(http, f"http://127.0.0.1:{port}/health/live"))
            async with http.get(f"http://127.0.0.1:{port}/v1/models") as response:
                refused = response.status
    finally:
        process.send_signal(signal.SIGTERM)
        out, _ = await process.communicate()

    assert refused == 401
    assert out.decode() == f"Модель: http://127.0.0.1:{port}/v1\n"
    assert process.returncode == 0
