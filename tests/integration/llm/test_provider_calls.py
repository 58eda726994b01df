"""What leaves for a provider, which way it goes, and how it is called off."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from relove_adapters.llm.messages import NOTES
from relove_adapters.llm.provider import ProviderModel
from relove_core.ids import UserId
from relove_core.llm import Purpose
from relove_core.prompts import Label
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.builders import a_prompt
from tests.contracts.llm import a_dialogue
from tests.integration.llm.providers import KINDS, a_provider
from tests.model_api import KEY, ModelApi

PERSON = UserId(987654321)


@pytest.fixture(params=KINDS)
async def model(request: pytest.FixtureRequest, model_api: ModelApi) -> AsyncIterator[ProviderModel]:
    async with a_provider(request.param, model_api) as model:
        yield model


async def test_nothing_tells_whom_it_is_about(model: ProviderModel, model_api: ModelApi) -> None:
    await model.complete(a_prompt(person=PERSON, dialogue=a_dialogue()), CoachTurn)

    left = json.dumps(await model_api.calls(), ensure_ascii=False)

    assert str(PERSON) not in left
    assert KEY not in left


async def test_the_dialogue_and_the_notes_arrive_as_they_are(model: ProviderModel, model_api: ModelApi) -> None:
    prompt = a_prompt(dialogue=a_dialogue(), notes={Label.DIGEST: ("Говорили о [ИМЯ_1].",)})

    await model.complete(prompt, CoachTurn)

    messages = (await model_api.calls())[0]["body"]["messages"]
    assert messages[0]["content"].startswith(f"purpose: {Purpose.COACH_TURN}")
    assert messages[1]["content"].startswith(NOTES)
    assert "[ИМЯ_1]" in messages[1]["content"]
    assert [m["content"] for m in messages[-6:]] == [u.text for u in prompt.dialogue]


@pytest.mark.parametrize("kind", KINDS)
async def test_all_goes_through_the_proxy_where_one_is_set(kind: str, model_api: ModelApi) -> None:
    proxy = SecretStr(model_api.url.removesuffix("/v1"))
    async with a_provider(kind, model_api, base_url="http://llm.test/v1", proxy=proxy) as model:
        await model.complete(a_prompt(), CoachTurn)

    assert (await model_api.calls())[0]["headers"]["Host"] == "llm.test"


async def test_who_calls_a_question_off_does_not_wait_for_the_answer(model: ProviderModel, model_api: ModelApi) -> None:
    await model_api.faults({"kind": "never"})

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(model.complete(a_prompt(), CoachTurn), timeout=0.3)
