"""Whatever goes wrong at a provider: what becomes of it, and that nobody is quoted."""

import logging
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from relove_adapters.llm.provider import ProviderModel
from relove_core.errors import Unavailable
from relove_core.llm import Misfit, ModelFailed, ModelMisconfigured, Prompt, Repair, Speaker, Utterance
from relove_core.prompts import Label
from relove_core.redaction import RedactedText
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.builders import a_prompt
from tests.contracts.llm import a_voice
from tests.integration.llm.providers import AT_ONCE, KINDS, a_provider
from tests.model_api import KEY, ModelApi

SAID = "КАНАРЕЙКА-слова-человека"
NOTED = "КАНАРЕЙКА-справка"
ANSWERED = "КАНАРЕЙКА-ответ"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """``has_usage``: whether it is known what the useless answer cost."""

    repair: Repair | None = None
    retry_after: timedelta | None = None
    has_usage: bool = False


SHAPE = Outcome(repair=Repair.SHAPE, has_usage=True)
REFUSAL = Outcome(repair=Repair.REFUSAL, has_usage=True)
FAILURES: dict[str, tuple[dict[str, Any], Outcome]] = {
    "a connection that is reset": ({"kind": "reset"}, Outcome()),
    "a body that is cut": ({"kind": "cut"}, Outcome()),
    "a server that waited too long for the question": ({"kind": "408"}, Outcome()),
    "a question that is too long": ({"kind": "413"}, Outcome()),
    "a limit": ({"kind": "429"}, Outcome()),
    "a limit with seconds": ({"kind": "429", "retry_after": "7"}, Outcome(retry_after=timedelta(seconds=7))),
    "a limit with nonsense": ({"kind": "429", "retry_after": "nan"}, Outcome()),
    "a broken server": ({"kind": "500"}, Outcome()),
    "a broken proxy": ({"kind": "html_502"}, Outcome()),
    "a failure behind a status of success": ({"kind": "error_in_body"}, Outcome()),
    "a body that is no JSON": ({"kind": "not_json"}, Outcome()),
    "an empty body": ({"kind": "empty_body"}, Outcome()),
    "no choices": ({"kind": "no_choices"}, SHAPE),
    "no reason to finish": ({"kind": "no_finish"}, SHAPE),
    "the end of the tokens": ({"kind": "length"}, SHAPE),
    "a filter": ({"kind": "content_filter"}, REFUSAL),
    "a refusal": ({"kind": "refusal"}, REFUSAL),
    "no content": ({"kind": "empty"}, SHAPE),
    "half of the JSON": ({"kind": "invalid_json"}, SHAPE),
    "another shape": ({"kind": "wrong_schema"}, SHAPE),
    "a text without shape": ({"kind": "say", "text": ANSWERED}, SHAPE),
    "numbers that are none": ({"kind": "say", "text": '{"reply": NaN}'}, SHAPE),
    "half of a letter": ({"kind": "say", "text": '{"reply": "\\ud800"}'}, SHAPE),
    "a page in place of JSON": ({"kind": "say", "text": f"<html>{ANSWERED}</html>"}, SHAPE),
    "a hole without bottom": ({"kind": "say", "text": "[" * 90_000}, SHAPE),
    "too much of it": ({"kind": "huge"}, Outcome(repair=Repair.SHAPE)),
}
MISFITS: dict[str, tuple[str, Misfit, str]] = {
    "a wrong key": ("401", Misfit.WRONG_KEY, "RELOVE_LLM_API_KEY"),
    "a key from elsewhere": ("403", Misfit.WRONG_KEY, "RELOVE_HTTP_PROXY"),
    "an empty account": ("402", Misfit.NO_MONEY, "RELOVE_LLM_API_KEY"),
    "an unknown model": ("404_model", Misfit.UNKNOWN_MODEL, "RELOVE_LLM_MODEL"),
    "an unknown model, said with 400": ("400_model", Misfit.UNKNOWN_MODEL, "RELOVE_LLM_MODEL"),
    "a wrong path": ("404_path", Misfit.NOT_AN_API, "RELOVE_LLM_BASE_URL"),
    "a page for people": ("html", Misfit.NOT_AN_API, "RELOVE_LLM_BASE_URL"),
}


@pytest.fixture(params=KINDS)
async def model(request: pytest.FixtureRequest, model_api: ModelApi) -> AsyncIterator[ProviderModel]:
    async with a_provider(request.param, model_api) as model:
        yield model


@pytest.fixture(params=KINDS)
async def hasty(request: pytest.FixtureRequest, model_api: ModelApi) -> AsyncIterator[ProviderModel]:
    async with a_provider(request.param, model_api, timeout=AT_ONCE, transcription_timeout=AT_ONCE) as model:
        yield model


def a_question() -> Prompt:
    dialogue = [Utterance(speaker=Speaker.PERSON, text=RedactedText(SAID))]
    return a_prompt(dialogue=dialogue, notes={Label.DIGEST: (NOTED,)})


async def failure_of(model: ProviderModel) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        await model.complete(a_question(), CoachTurn)
    return caught.value


def quoted_in(error: BaseException, logged: str) -> list[str]:
    """Which secrets stand in what anybody could write down about the error."""
    told = [str(error), repr(error), *map(repr, error.args), "".join(traceback.format_exception(error)), logged]
    return [secret for secret in (SAID, NOTED, ANSWERED, KEY, "КАНАРЕЙКА") if any(secret in text for text in told)]


@pytest.mark.parametrize("name", FAILURES)
async def test_a_failure_says_what_to_mend_and_quotes_nobody(
    name: str, model: ProviderModel, model_api: ModelApi, caplog: pytest.LogCaptureFixture
) -> None:
    fault, expected = FAILURES[name]
    await model_api.faults(fault)
    caplog.set_level(logging.DEBUG)

    error = await failure_of(model)

    assert isinstance(error, ModelFailed)
    assert (
        Outcome(
            repair=error.repair,
            retry_after=error.retry_after,
            has_usage=bool(error.usage and error.usage.prompt_tokens),
        )
        == expected
    )
    assert (error.__cause__, error.__context__) == (None, None)
    assert quoted_in(error, caplog.text) == []


@pytest.mark.parametrize("kind", ["never", "drip"])
async def test_an_answer_that_does_not_come_in_time_is_a_failure(
    kind: str, hasty: ProviderModel, model_api: ModelApi, caplog: pytest.LogCaptureFixture
) -> None:
    await model_api.faults({"kind": kind, "seconds": 60})
    caplog.set_level(logging.DEBUG)

    error = await failure_of(hasty)

    assert isinstance(error, ModelFailed)
    assert (error.__cause__, error.__context__) == (None, None)
    assert quoted_in(error, caplog.text) == []


@pytest.mark.parametrize("name", MISFITS)
async def test_a_wrong_setting_is_named_and_nobody_is_quoted(
    name: str, model: ProviderModel, model_api: ModelApi, caplog: pytest.LogCaptureFixture
) -> None:
    kind, misfit, setting = MISFITS[name]
    await model_api.faults({"kind": kind})
    caplog.set_level(logging.DEBUG)

    error = await failure_of(model)

    assert isinstance(error, ModelMisconfigured)
    assert error.misfit is misfit
    assert setting in str(error)
    assert (error.__cause__, error.__context__) == (None, None)
    assert quoted_in(error, caplog.text) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_the_settings_of_the_fallback_have_names_of_their_own(kind: str, model_api: ModelApi) -> None:
    async with a_provider(kind, model_api, model="no-such", settings="RELOVE_LLM_FALLBACK_") as model:
        error = await failure_of(model)

    assert "RELOVE_LLM_FALLBACK_MODEL" in str(error)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_failed_attempt_is_one_attempt(kind: str, model_api: ModelApi) -> None:
    await model_api.faults({"kind": "500"})

    async with a_provider(kind, model_api) as model:
        await failure_of(model)

    assert len(await model_api.calls()) == 1


async def test_a_server_that_is_not_there_is_a_failure(model_api: ModelApi) -> None:
    async with a_provider("openai", model_api, base_url="http://127.0.0.1:1/v1") as model:
        error = await failure_of(model)

    assert isinstance(error, ModelFailed)
    assert (error.__cause__, error.__context__) == (None, None)


async def test_a_redirect_is_not_followed(model: ProviderModel, model_api: ModelApi) -> None:
    await model_api.faults({"kind": "307", "times": 1})

    error = await failure_of(model)

    assert isinstance(error, ModelMisconfigured)
    assert "RELOVE_LLM_BASE_URL" in str(error)
    assert len(await model_api.calls()) == 1


@pytest.mark.parametrize("fault", ["nulls", "fenced"])
async def test_a_shape_that_is_nearly_right_will_do(fault: str, model: ProviderModel, model_api: ModelApi) -> None:
    await model_api.faults({"kind": fault})

    turn = (await model.complete(a_question(), CoachTurn)).value

    assert turn.reply


async def test_an_answer_may_think_aloud_before_it_speaks(model: ProviderModel, model_api: ModelApi) -> None:
    await model_api.faults({"kind": "say", "text": '<think>Хм. {"reply": "не это"}</think>\n{"reply": "Что болит?"}'})

    turn = (await model.complete(a_question(), CoachTurn)).value

    assert turn.reply == "Что болит?"


@pytest.mark.parametrize("kind", ["reset", "cut", "429", "500", "html_502", "empty", "not_json"])
async def test_a_voice_that_was_not_heard_is_a_failure(kind: str, model: ProviderModel, model_api: ModelApi) -> None:
    await model_api.faults({"kind": kind, "path": "audio"})

    with pytest.raises(ModelFailed) as caught:
        await model.transcribe(a_voice())

    assert quoted_in(caught.value, "") == []


async def test_a_voice_is_not_listened_to_for_ever(hasty: ProviderModel, model_api: ModelApi) -> None:
    await model_api.faults({"kind": "never", "path": "audio"})

    with pytest.raises(ModelFailed):
        await hasty.transcribe(a_voice())


async def test_the_model_that_hears_has_a_setting_of_its_own(model: ProviderModel, model_api: ModelApi) -> None:
    await model_api.faults({"kind": "404_model", "path": "audio"})

    with pytest.raises(ModelMisconfigured, match="RELOVE_TRANSCRIPTION_MODEL"):
        await model.transcribe(a_voice())


async def test_a_voice_leaves_with_its_name_and_in_russian(model: ProviderModel, model_api: ModelApi) -> None:
    await model.transcribe(a_voice(b"12345"))

    sent = (await model_api.calls("audio"))[0]["body"]

    assert (sent["file_name"], sent["bytes"], sent["language"]) == ("voice.ogg", "5", "ru")
