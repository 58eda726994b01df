"""Groq's model over a server that respx plays: its paths, and the errors of its SDK."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import httpx
import pytest
import respx
from pydantic import SecretStr

from relove_adapters.llm.groq import GROQ, GroqModel
from relove_adapters.llm.profile import Profile, Structured
from relove_core.llm import ModelFailed, ModelMisconfigured, Repair, Usage
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.plain_prompts import PlainPrompts
from tests.contracts.llm import a_voice
from tests.unit.llm.playing import KEY, a_completion, a_question, an_error

PATH = "/openai/v1"
CHAT = f"{GROQ}{PATH}/chat/completions"


@pytest.fixture
def provider() -> Iterator[respx.MockRouter]:
    with respx.mock() as router:
        yield router


@pytest.fixture
async def model() -> AsyncIterator[GroqModel]:
    model = a_model()
    yield model
    await model.close()


def a_model(base_url: str | None = None) -> GroqModel:
    profile = Profile(
        provider="groq",
        model="llama-x",
        transcription_model="whisper-x",
        api_key=SecretStr(KEY),
        base_url=base_url,
        structured=Structured.SCHEMA,
    )
    return GroqModel(profile, PlainPrompts())


async def test_a_turn_is_asked_for_by_the_schema_and_counted(provider: respx.MockRouter, model: GroqModel) -> None:
    route = provider.post(CHAT).respond(json=a_completion())

    answer = await model.complete(a_question(), CoachTurn)

    assert answer.value == CoachTurn(reply="Что болит?")
    assert answer.usage == Usage(
        model="llama-x", provider="groq", prompt_version="test", prompt_tokens=120, completion_tokens=17
    )
    sent = json.loads(route.calls.last.request.content)
    assert sent["response_format"]["json_schema"]["name"] == "CoachTurn"
    assert "store" not in sent


@pytest.mark.parametrize("ending", ["", "/", "/v1", PATH, f"{PATH}/"])
async def test_an_address_is_taken_with_and_without_the_path(ending: str, provider: respx.MockRouter) -> None:
    route = provider.post(f"https://proxy.example{PATH}/chat/completions").respond(json=a_completion())
    model = a_model(f"https://proxy.example{ending}")

    await model.complete(a_question(), CoachTurn)
    await model.close()

    assert route.called


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("КАНАРЕЙКА"), httpx.ReadTimeout("КАНАРЕЙКА"), httpx.RemoteProtocolError("КАНАРЕЙКА")]
)
async def test_a_network_that_fails_is_a_failure_without_a_cause(
    error: Exception, provider: respx.MockRouter, model: GroqModel
) -> None:
    provider.post(CHAT).mock(side_effect=error)

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


async def test_an_answer_that_groq_itself_could_not_shape_is_to_be_mended(
    provider: respx.MockRouter, model: GroqModel
) -> None:
    body = an_error("Failed to validate JSON", code="json_validate_failed")
    body["error"]["failed_generation"] = "КАНАРЕЙКА"
    provider.post(CHAT).respond(400, json=body)

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.repair is Repair.SHAPE
    assert "КАНАРЕЙКА" not in str(caught.value)


async def test_a_full_house_is_a_failure(provider: respx.MockRouter, model: GroqModel) -> None:
    provider.post(CHAT).respond(498, headers={"Retry-After": "2"}, json=an_error("Flex tier capacity exceeded"))

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.retry_after == timedelta(seconds=2)


async def test_a_wrong_key_is_named_and_not_shown(provider: respx.MockRouter, model: GroqModel) -> None:
    provider.post(CHAT).respond(401, json=an_error(f"Invalid API Key {KEY}", code="invalid_api_key"))

    with pytest.raises(ModelMisconfigured, match="RELOVE_LLM_API_KEY") as caught:
        await model.complete(a_question(), CoachTurn)

    assert KEY not in str(caught.value)


async def test_a_voice_is_heard(provider: respx.MockRouter, model: GroqModel) -> None:
    provider.post(f"{GROQ}{PATH}/audio/transcriptions").respond(json={"text": "Я устала."})

    heard = await model.transcribe(a_voice())

    assert heard.text == "Я устала."
    assert heard.usage == Usage(model="whisper-x", provider="groq", audio=timedelta(seconds=7))


async def test_the_probe_asks_for_a_model_by_its_whole_name(provider: respx.MockRouter) -> None:
    provider.get(f"{GROQ}{PATH}/models").respond(json={"data": [{"id": "other"}]})
    provider.get(url__regex=r".*/models/llama-x$").respond(404, json=an_error("no such", code="model_not_found"))
    model = a_model()

    trouble = await model.probe()
    await model.close()

    assert trouble == "unknown_model"
