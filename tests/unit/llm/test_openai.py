"""OpenAI's model over a server that respx plays: what leaves, and what becomes of odd answers."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpcore2
import httpx
import pytest
import respx
from pydantic import SecretStr

from relove_adapters.llm.failures import QuestionRefused
from relove_adapters.llm.openai import OPENAI, OpenAIModel
from relove_adapters.llm.profile import Profile, Structured
from relove_core.llm import Misfit, ModelFailed, ModelMisconfigured, ModelsOff, Purpose, Repair, Usage
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.plain_prompts import PlainPrompts
from tests.contracts.llm import a_voice
from tests.httpcore2_mocker import HTTPCore2Mocker
from tests.unit.llm.playing import KEY, a_completion, a_question, an_error

CHAT = f"{OPENAI}/chat/completions"


@pytest.fixture
def provider() -> Iterator[respx.MockRouter]:
    with respx.mock(using=HTTPCore2Mocker.name) as router:
        yield router


@pytest.fixture
async def model() -> AsyncIterator[OpenAIModel]:
    model = OpenAIModel(a_profile(), PlainPrompts())
    yield model
    await model.close()


def a_profile(**changes: Any) -> Profile:
    given: dict[str, Any] = {
        "provider": "openai",
        "model": "gpt-x",
        "transcription_model": "whisper-x",
        "api_key": SecretStr(KEY),
        "structured": Structured.STRICT,
    }
    return Profile(**{**given, **changes})


def sent(route: respx.Route) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(route.calls.last.request.content)
    return body


async def test_a_turn_is_asked_for_in_a_strict_shape_and_counted(
    provider: respx.MockRouter, model: OpenAIModel
) -> None:
    route = provider.post(CHAT).respond(json=a_completion())

    answer = await model.complete(a_question(), CoachTurn)

    assert answer.value == CoachTurn(reply="Что болит?")
    assert answer.usage == Usage(
        model="gpt-x", provider="openai", prompt_version="test", prompt_tokens=120, completion_tokens=17
    )
    assert sent(route)["model"] == "gpt-x"
    assert sent(route)["response_format"]["json_schema"]["strict"] is True
    assert route.calls.last.request.headers["authorization"] == f"Bearer {KEY}"


async def test_openai_is_told_to_keep_nothing(provider: respx.MockRouter, model: OpenAIModel) -> None:
    route = provider.post(CHAT).respond(json=a_completion())

    await model.complete(a_question(), CoachTurn)

    assert sent(route)["store"] is False


async def test_another_server_is_asked_in_its_own_way_and_only_what_all_know(provider: respx.MockRouter) -> None:
    route = provider.post("https://llm.example/api/v1/chat/completions").respond(json=a_completion())
    model = OpenAIModel(
        a_profile(base_url="https://llm.example/api/v1", structured=Structured.PROMPTED), PlainPrompts()
    )

    await model.complete(a_question(), CoachTurn)
    await model.close()

    assert sent(route).keys() == {"model", "messages"}
    assert "JSON" in sent(route)["messages"][0]["content"]


@pytest.mark.parametrize("variable", ["OPENAI_BASE_URL", "OPENAI_API_KEY"])
async def test_the_environment_of_the_sdk_changes_nothing(
    variable: str, provider: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "https://elsewhere.example/v1")
    route = provider.post(CHAT).respond(json=a_completion())
    model = OpenAIModel(a_profile(), PlainPrompts())

    await model.complete(a_question(), CoachTurn)
    await model.close()

    assert route.calls.last.request.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "error", [httpcore2.ConnectError("КАНАРЕЙКА"), httpcore2.ReadTimeout("КАНАРЕЙКА"), httpcore2.ReadError("КАНАРЕЙКА")]
)
async def test_a_network_that_fails_is_a_failure_without_a_cause(
    error: Exception, provider: respx.MockRouter, model: OpenAIModel
) -> None:
    provider.post(CHAT).mock(side_effect=error)

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.repair is None
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


async def test_a_date_to_come_back_at_is_counted_by_the_providers_clock(
    provider: respx.MockRouter, model: OpenAIModel
) -> None:
    dates = {"Date": "Mon, 23 Nov 2026 10:00:00 GMT", "Retry-After": "Mon, 23 Nov 2026 10:01:30 GMT"}
    provider.post(CHAT).respond(429, headers=dates, json=an_error("Rate limit reached"))

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.retry_after == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Retry-After": "0.5"}, timedelta(seconds=0.5)),
        ({"Retry-After": "-3"}, timedelta(0)),
        ({"Retry-After": "999999999"}, timedelta(hours=1)),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Mon, 23 Nov 2026 10:01:30 GMT"}, None),
        ({}, None),
    ],
)
async def test_a_wait_is_believed_within_reason(
    headers: dict[str, str], expected: timedelta | None, provider: respx.MockRouter, model: OpenAIModel
) -> None:
    provider.post(CHAT).respond(429, headers=headers, json=an_error("Rate limit reached"))

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.retry_after == expected


@pytest.mark.parametrize(
    ("status", "body", "misfit"),
    [
        (
            404,
            an_error("The model `x` does not exist or you do not have access to it.", code="model_not_found"),
            "model",
        ),
        (404, an_error('model "x" not found, try pulling it first'), "model"),
        (400, an_error("x is not a valid model ID"), "model"),
        (400, an_error("The model `x` has been decommissioned and is no longer supported."), "model"),
        (422, an_error("Unknown model: x"), "model"),
        (404, {"detail": "Not Found"}, "api"),
        (405, {"detail": "Method Not Allowed"}, "api"),
        (400, an_error("API key not valid. Please pass a valid API key."), "key"),
        (400, an_error("'response_format' of type 'json_schema' is not supported with this model"), "shape"),
        (429, an_error("You exceeded your current quota", code="insufficient_quota"), "money"),
    ],
)
async def test_a_wrong_setting_is_recognised_in_the_providers_own_words(
    status: int, body: dict[str, Any], misfit: str, provider: respx.MockRouter, model: OpenAIModel
) -> None:
    named = {
        "model": Misfit.UNKNOWN_MODEL,
        "api": Misfit.NOT_AN_API,
        "key": Misfit.WRONG_KEY,
        "shape": Misfit.UNSHAPED,
        "money": Misfit.NO_MONEY,
    }
    provider.post(CHAT).respond(status, json=body)

    with pytest.raises(ModelMisconfigured) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.misfit is named[misfit]


@pytest.mark.parametrize(
    ("status", "code", "repair"),
    [
        (400, "json_validate_failed", Repair.SHAPE),
        (400, "content_filter", Repair.REFUSAL),
        (409, None, None),
        (503, None, None),
        (529, None, None),
    ],
)
async def test_other_refusals_are_failures(
    status: int, code: str | None, repair: Repair | None, provider: respx.MockRouter, model: OpenAIModel
) -> None:
    provider.post(CHAT).respond(status, json=an_error("КАНАРЕЙКА", code=code))

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.repair is repair
    assert "КАНАРЕЙКА" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "repair"),
    [
        (a_completion("", finish="stop"), Repair.SHAPE),
        (a_completion(None, refusal="Не могу"), Repair.REFUSAL),
        (a_completion(finish="content_filter"), Repair.REFUSAL),
        (a_completion(finish="length"), Repair.SHAPE),
        (a_completion(finish=None), Repair.SHAPE),
        (a_completion('{"reply": "Да", "more": 1}'), Repair.SHAPE),
        ({"choices": []}, Repair.SHAPE),
        ({"choices": None}, Repair.SHAPE),
        ({"choices": "КАНАРЕЙКА"}, None),
        ([], None),
        ("КАНАРЕЙКА", None),
    ],
)
async def test_what_is_no_valid_answer_is_a_failure(
    body: object, repair: Repair | None, provider: respx.MockRouter, model: OpenAIModel
) -> None:
    provider.post(CHAT).mock(return_value=httpx.Response(200, json=body))

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.repair is repair
    assert "КАНАРЕЙКА" not in str(caught.value)


async def test_what_a_refusal_quotes_at_its_end_is_not_believed(provider: respx.MockRouter, model: OpenAIModel) -> None:
    provider.post(CHAT).respond(400, json=an_error(f"Invalid input: {'а' * 400} model not found, api key"))

    with pytest.raises(ModelFailed):
        await model.complete(a_question(), CoachTurn)


async def test_a_server_with_an_empty_list_of_models_is_taken_at_its_word(
    provider: respx.MockRouter, model: OpenAIModel
) -> None:
    provider.get(f"{OPENAI}/models").respond(json={"object": "list", "data": []})

    assert await model.probe() is None


async def test_the_facts_reach_the_instructions_and_the_repair_with_them(
    provider: respx.MockRouter, model: OpenAIModel
) -> None:
    route = provider.post(CHAT).respond(json=a_completion())
    question = a_question(Purpose.COACH_TURN)
    mended = type(question)(
        purpose=question.purpose,
        person=question.person,
        facts={**question.facts, "repair": Repair.SHAPE.value},
        dialogue=question.dialogue,
    )

    await model.complete(mended, CoachTurn)

    assert "repair: shape" in sent(route)["messages"][0]["content"]


async def test_a_voice_is_heard_in_russian(provider: respx.MockRouter, model: OpenAIModel) -> None:
    route = provider.post(f"{OPENAI}/audio/transcriptions").respond(json={"text": " Я устала. "})

    heard = await model.transcribe(a_voice(b"OggS-content"))

    assert heard.text == "Я устала."
    assert heard.usage == Usage(model="whisper-x", provider="openai", audio=timedelta(seconds=7))
    form = route.calls.last.request.content
    assert all(part in form for part in (b"OggS-content", b'filename="voice.ogg"', b"whisper-x", b"ru"))


@pytest.mark.parametrize("body", [{"text": ""}, {"text": "  \n"}, {}, {"text": None}])
async def test_a_voice_without_words_is_a_failure(
    body: dict[str, Any], provider: respx.MockRouter, model: OpenAIModel
) -> None:
    provider.post(f"{OPENAI}/audio/transcriptions").respond(json=body)

    with pytest.raises(ModelFailed):
        await model.transcribe(a_voice())


async def test_where_no_model_hears_nobody_is_asked() -> None:
    model = OpenAIModel(a_profile(transcription_model=None), PlainPrompts())

    with pytest.raises(ModelsOff):
        await model.transcribe(a_voice())

    await model.close()


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"api_key": SecretStr("ключ")}, "RELOVE_LLM_API_KEY"),
        ({"api_key": SecretStr("")}, "RELOVE_LLM_API_KEY"),
        ({"api_key": SecretStr("sk two")}, "RELOVE_LLM_API_KEY"),
        ({"api_key": SecretStr("sk\n")}, "RELOVE_LLM_API_KEY"),
        ({"model": ""}, "RELOVE_LLM_MODEL"),
        ({"base_url": "llm.example/v1"}, "RELOVE_LLM_BASE_URL"),
        ({"base_url": "http://llm.example:x/v1"}, "RELOVE_LLM_BASE_URL"),
        ({"proxy": SecretStr("socks5://user:КАНАРЕЙКА@proxy:1")}, "RELOVE_HTTP_PROXY"),
    ],
)
def test_a_profile_refuses_what_no_client_could_use(changes: dict[str, Any], setting: str) -> None:
    with pytest.raises(ValueError, match=setting) as caught:
        a_profile(**changes)

    assert "КАНАРЕЙКА" not in str(caught.value)


def test_a_profile_shows_no_secret() -> None:
    profile = a_profile(proxy=SecretStr("http://user:КАНАРЕЙКА@proxy:1"))

    assert KEY not in repr(profile)
    assert "КАНАРЕЙКА" not in repr(profile)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, an_error('z-ai/x requires moderation on OpenRouter. Your input was flagged for "violence".')),
        (403, an_error("Your chosen model requires moderation and your input was flagged")),
        (400, an_error("Invalid prompt: your prompt was flagged as potentially violating our usage policy.")),
        (200, {"error": {"code": 403, "message": "The request was flagged"}}),
    ],
)
async def test_what_a_provider_flags_is_refused_and_no_wrong_key(
    status: int, body: dict[str, Any], provider: respx.MockRouter, model: OpenAIModel
) -> None:
    provider.post(CHAT).respond(status, json=body)

    with pytest.raises(ModelFailed) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.repair is Repair.REFUSAL


@pytest.mark.parametrize(
    "message",
    ["Country, region, or territory not supported", "Your account was flagged for requests against our rules"],
)
async def test_any_other_403_is_a_wrong_key(message: str, provider: respx.MockRouter, model: OpenAIModel) -> None:
    provider.post(CHAT).respond(403, json=an_error(message))

    with pytest.raises(ModelMisconfigured) as caught:
        await model.complete(a_question(), CoachTurn)

    assert caught.value.misfit is Misfit.WRONG_KEY


@pytest.mark.parametrize(("status", "code"), [(400, "context_length_exceeded"), (400, None), (413, None), (422, None)])
async def test_a_question_that_the_provider_does_not_take_is_told_apart(
    status: int, code: str | None, provider: respx.MockRouter, model: OpenAIModel
) -> None:
    provider.post(CHAT).respond(status, json=an_error("КАНАРЕЙКА", code=code))

    with pytest.raises(QuestionRefused) as caught:
        await model.complete(a_question(), CoachTurn)

    assert "КАНАРЕЙКА" not in str(caught.value)
