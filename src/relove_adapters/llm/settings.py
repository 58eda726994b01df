"""What an app is told about its models."""

import json
from decimal import Decimal
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, TypeAdapter, model_validator
from pydantic_settings import NoDecode

from relove_adapters.llm.prices import Price
from relove_adapters.llm.profile import Structured
from relove_adapters.settings import AppSettings

_TABLE = TypeAdapter(dict[str, tuple[Price, ...]])


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right:
        raise ValueError("адрес вида https://host:port/path")
    return value.rstrip("/")


def _secret_address(value: SecretStr) -> SecretStr:
    _web_address(value.get_secret_value())
    return value


def _key(value: SecretStr) -> SecretStr:
    key = value.get_secret_value()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError("ключ — латинские буквы, цифры и знаки без пробелов")
    return value


def _price_table(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return _TABLE.validate_python(json.loads(value))
    except ValueError:
        raise ValueError('JSON вида {"модель": [{"from": "2026-01-01", "input": 0.4, "output": 1.6}]}') from None


def _waits(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return tuple(float(part) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError("секунды через запятую, например 1,2") from None


WebAddress = Annotated[str, AfterValidator(_web_address)]
Key = Annotated[SecretStr, AfterValidator(_key)]
PriceTable = Annotated[dict[str, tuple[Price, ...]], NoDecode, BeforeValidator(_price_table)]
Wait = Annotated[float, Field(ge=0, le=600)]
MOST_WAITS = 5
Waits = Annotated[tuple[Wait, ...], NoDecode, BeforeValidator(_waits), Field(max_length=MOST_WAITS)]
_STRUCTURED = "json_schema_strict, json_schema, json_object или prompted"
_KEY = "ключ провайдера моделей"


class ModelSettings(AppSettings):
    """A missing key is no mistake here: the scripted coach goes on, and readiness says ``no_key``."""

    llm_provider: Literal["openai", "groq", "scripted"] = Field(
        default="scripted", description="openai, groq или scripted"
    )
    llm_api_key: Key | None = Field(default=None, description=_KEY)
    llm_base_url: WebAddress | None = Field(default=None, description="адрес API, https://host/v1")
    llm_model: str | None = Field(default=None, max_length=200, description="имя модели у провайдера")
    llm_structured: Structured | None = Field(default=None, description=_STRUCTURED)
    llm_fallback_provider: Literal["openai", "groq"] | None = Field(default=None, description="openai или groq")
    llm_fallback_api_key: Key | None = Field(default=None, description=_KEY)
    llm_fallback_base_url: WebAddress | None = Field(default=None, description="адрес API, https://host/v1")
    llm_fallback_model: str | None = Field(default=None, max_length=200, description="имя модели у провайдера")
    llm_fallback_structured: Structured | None = Field(default=None, description=_STRUCTURED)
    transcription_model: str | None = Field(default=None, max_length=200, description="имя модели для голосовых")
    http_proxy: Annotated[SecretStr, AfterValidator(_secret_address)] | None = Field(
        default=None, description="прокси к Telegram и моделям, http://user:password@host:port"
    )

    llm_daily_budget: Decimal = Field(default=Decimal(20), ge=0, le=1_000_000, description="долларов в день на всех")
    llm_person_daily_budget: Decimal = Field(
        default=Decimal(1), ge=0, le=1_000_000, description="долларов в день на человека"
    )
    llm_calls_per_day: int = Field(default=200, ge=0, le=1_000_000, description="вопросов моделям в день на человека")
    llm_prices: PriceTable = Field(
        default={}, description='цены за миллион токенов, {"модель": [{"from": "2026-01-01", "input": 0.4}]}'
    )
    llm_off: bool = Field(default=False, description="true или false: выключить все модели")
    llm_per_second: int = Field(default=10, ge=2, le=10_000, description="запросов в секунду на все процессы, от 2")
    llm_attempt_s: float = Field(default=12, ge=0.05, le=600, description="секунд на одну попытку")
    llm_total_s: float = Field(default=60, ge=0.05, le=3600, description="секунд на все попытки вместе")
    llm_retry_waits_s: Waits = Field(
        default=(1, 2), description=f"секунды перед повторами через запятую, не больше {MOST_WAITS} чисел, 1,2"
    )
    llm_breaker_failures: int = Field(default=5, ge=1, le=1000, description="неудач подряд до паузы, от 1")
    llm_breaker_s: float = Field(default=30, ge=0.05, le=3600, description="секунд паузы после неудач подряд")
    llm_cache_hours: float = Field(default=24, gt=0, le=24, description="часов хранить ответы разборов, до 24")

    @model_validator(mode="after")
    def _another_server_has_named_models(self) -> Self:
        for prefix in ("llm_", "llm_fallback_"):
            if getattr(self, f"{prefix}base_url") and not getattr(self, f"{prefix}model"):
                name = prefix.upper()
                raise ValueError(f"RELOVE_{name}MODEL нужна, когда задана RELOVE_{name}BASE_URL")
        return self

    @model_validator(mode="after")
    def _each_provider_has_time_for_an_attempt(self) -> Self:
        """Else the first one is never asked: it leaves the second one time for an attempt."""
        providers = 2 if self.llm_fallback_provider else 1
        if self.llm_total_s < self.llm_attempt_s * providers:
            each = "двух попыток: у основного провайдера и у запасного" if providers > 1 else "одной попытки"
            raise ValueError(
                f"RELOVE_LLM_TOTAL_S должна вмещать RELOVE_LLM_ATTEMPT_S хотя бы для {each}, "
                f"то есть быть не меньше {self.llm_attempt_s * providers:g}"
            )
        return self
