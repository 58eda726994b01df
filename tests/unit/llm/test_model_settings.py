"""What an app is told about its models, and which models follow from it."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import SecretStr, ValidationError

from relove_adapters.llm.profile import Profile, Structured
from relove_adapters.llm.profiles import hearing_s, wanted_by
from relove_adapters.llm.settings import ModelSettings
from relove_adapters.settings import EXIT_CODE, load

KEY = "sk-canary"
DATABASE = "postgresql://relove@127.0.0.1/relove"


def settings(**given: str) -> ModelSettings:
    return ModelSettings.model_validate({"database_url": DATABASE, **given})


def profiles(**given: str) -> list[Profile | None]:
    return [one.profile for one in wanted_by(settings(**given))]


def test_nobody_is_wanted_unless_asked_for() -> None:
    assert profiles() == []


def test_the_numbers_of_the_product_are_the_defaults() -> None:
    given = settings()

    assert (given.llm_per_second, given.llm_attempt_s, given.llm_total_s) == (10, 12, 60)
    assert (given.llm_retry_waits_s, given.llm_breaker_failures, given.llm_breaker_s) == ((1, 2), 5, 30)
    assert (given.llm_calls_per_day, given.llm_cache_hours) == (200, 24)


@pytest.mark.parametrize("provider", ["openai", "groq"])
def test_a_key_is_enough(provider: str) -> None:
    (profile,) = profiles(llm_provider=provider, llm_api_key=KEY)

    assert profile is not None
    assert profile.model
    assert profile.transcription_model
    assert profile.structured is Structured.STRICT


def test_without_a_key_there_is_something_to_be_said_and_nobody_to_ask() -> None:
    (wanted,) = wanted_by(settings(llm_provider="openai"))

    assert (wanted.check, wanted.profile) == ("llm", None)


def test_the_second_provider_has_settings_of_its_own() -> None:
    first, second = wanted_by(
        settings(
            llm_provider="openai",
            llm_api_key=KEY,
            http_proxy="http://user:password@proxy.example:3128",
            llm_fallback_provider="groq",
            llm_fallback_api_key="gsk-other",
            llm_fallback_model="llama",
            llm_fallback_structured="json_object",
        )
    )

    assert (first.check, second.check) == ("llm", "llm_fallback")
    assert second.profile is not None
    assert first.profile is not None
    assert (second.profile.model, second.profile.structured) == ("llama", Structured.OBJECT)
    assert second.profile.api_key == SecretStr("gsk-other")
    assert first.profile.proxy is not None
    assert first.profile.proxy == second.profile.proxy
    assert second.profile.settings == "RELOVE_LLM_FALLBACK_"


def test_of_another_server_nothing_is_taken_for_granted() -> None:
    (profile,) = profiles(
        llm_provider="openai", llm_api_key=KEY, llm_base_url="http://127.0.0.1:11434/v1/", llm_model="qwen"
    )

    assert profile is not None
    assert (profile.base_url, profile.transcription_model) == ("http://127.0.0.1:11434/v1", None)
    assert profile.structured is Structured.SCHEMA


def test_the_switch_leaves_nobody() -> None:
    assert profiles(llm_provider="openai", llm_api_key=KEY, llm_off="true") == []


def test_a_voice_is_given_longer_than_a_remark() -> None:
    assert hearing_s(settings()) == 30


def test_prices_are_a_table() -> None:
    given = settings(llm_prices='{"m": [{"from": "2026-01-01", "input": 0.4, "audio_minute": "0.006"}]}')

    (price,) = given.llm_prices["m"]
    assert (price.since, price.input, price.audio_minute) == (date(2026, 1, 1), Decimal("0.4"), Decimal("0.006"))


WRONG = {
    "llm_provider": "canary",
    "llm_api_key": "канарейка",
    "llm_base_url": "canary.example",
    "llm_structured": "canary",
    "llm_fallback_provider": "scripted",
    "llm_fallback_api_key": "two canaries",
    "http_proxy": "canary:3128",
    "llm_daily_budget": "-98765",
    "llm_person_daily_budget": "canary",
    "llm_calls_per_day": "canary",
    "llm_prices": '{"canary": 1}',
    "llm_off": "canary",
    "llm_per_second": "1",
    "llm_attempt_s": "0",
    "llm_total_s": "canary",
    "llm_retry_waits_s": "1;2",
    "llm_breaker_failures": "0",
    "llm_breaker_s": "canary",
    "llm_cache_hours": "98765",
}


@pytest.mark.parametrize(("name", "value"), WRONG.items(), ids=WRONG)
def test_a_wrong_value_names_the_variable_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv("RELOVE_DATABASE_URL", DATABASE)
    monkeypatch.setenv(f"RELOVE_{name.upper()}", value)

    with pytest.raises(SystemExit) as ended:
        load(ModelSettings)

    assert ended.value.code == EXIT_CODE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"RELOVE_{name.upper()}: недопустимое значение")
    assert "Допустимо: " in line
    assert not any(word in line for word in ("canary", "канарейка", "98765"))


def test_another_server_without_a_model_is_refused() -> None:
    with pytest.raises(ValidationError, match="RELOVE_LLM_FALLBACK_MODEL"):
        settings(llm_fallback_base_url="http://127.0.0.1:11434/v1")


@pytest.mark.parametrize(
    ("attempt_s", "total_s", "fallback", "least"),
    [("300", "60", None, "300"), ("60", "60", "groq", "120"), ("50", "60", "groq", "100")],
)
def test_a_provider_that_could_never_be_asked_is_no_setting(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    attempt_s: str,
    total_s: str,
    fallback: str | None,
    least: str,
) -> None:
    monkeypatch.setenv("RELOVE_DATABASE_URL", DATABASE)
    monkeypatch.setenv("RELOVE_LLM_ATTEMPT_S", attempt_s)
    monkeypatch.setenv("RELOVE_LLM_TOTAL_S", total_s)
    monkeypatch.setenv("RELOVE_LLM_FALLBACK_PROVIDER", fallback or "")

    with pytest.raises(SystemExit):
        load(ModelSettings)

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("RELOVE_LLM_TOTAL_S должна вмещать RELOVE_LLM_ATTEMPT_S")
    assert f"не меньше {least}." in line


@pytest.mark.parametrize(("total_s", "fallback"), [("12", None), ("24", "groq")])
def test_an_attempt_for_each_provider_is_enough(total_s: str, fallback: str | None) -> None:
    given = {"llm_fallback_provider": fallback} if fallback else {}

    assert settings(llm_attempt_s="12", llm_total_s=total_s, **given).llm_total_s == float(total_s)


def test_a_provider_is_asked_again_five_times_at_the_most() -> None:
    assert len(settings(llm_retry_waits_s="1,1,1,1,1").llm_retry_waits_s) == 5
    with pytest.raises(ValidationError):
        settings(llm_retry_waits_s="1,1,1,1,1,1")


def test_no_secret_shows() -> None:
    given = settings(llm_api_key=KEY, http_proxy="http://user:password@proxy.example:3128")

    assert KEY not in repr(given)
    assert "password" not in repr(given)
