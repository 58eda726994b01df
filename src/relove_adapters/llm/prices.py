"""What models cost, by date, in money of the providers."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal

from pydantic import BaseModel, ConfigDict, Field

from relove_core.llm import Usage

MICRO = 1_000_000
"""Costs are whole millionths of a dollar: a price per million tokens is one of a token then."""


class Price(BaseModel):
    """In US dollars: of a million tokens, and of a minute of sound; valid from a day on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date = Field(alias="from")
    input: Decimal = Field(default=Decimal(0), ge=0)
    output: Decimal = Field(default=Decimal(0), ge=0)
    audio_minute: Decimal = Field(default=Decimal(0), ge=0)


PriceList = Mapping[str, tuple[Price, ...]]

CHECKED_ON = date(2026, 11, 23)
_BEGIN = date(2026, 1, 1)


def _price(**of: str) -> tuple[Price]:
    return (Price.model_validate({"from": _BEGIN, **of}),)


#: Sources: the providers' price pages as quoted in public, on ``CHECKED_ON``. ``RELOVE_LLM_PRICES`` goes before.
PRICES: PriceList = {
    "gpt-4.1-mini": _price(input="0.40", output="1.60"),
    "gpt-4.1": _price(input="2.00", output="8.00"),
    "gpt-4o-mini": _price(input="0.15", output="0.60"),
    "openai/gpt-oss-120b": _price(input="0.15", output="0.60"),
    "llama-3.3-70b-versatile": _price(input="0.59", output="0.79"),
    "whisper-1": _price(audio_minute="0.006"),
    "gpt-4o-mini-transcribe": _price(audio_minute="0.006"),
    "whisper-large-v3-turbo": _price(audio_minute="0.00067"),
    "whisper-large-v3": _price(audio_minute="0.00185"),
}


class Prices:
    def __init__(self, own: PriceList | None = None) -> None:
        self._prices = {**PRICES, **(own or {})}

    def knows(self, model: str) -> bool:
        return model in self._prices

    def cost(self, model: str, usage: Usage, *, on: date) -> int:
        """Millionths of a dollar, rounded up; 0 for a model without a price, and before its first one."""
        valid = [price for price in self._prices.get(model, ()) if price.since <= on]
        if not valid:
            return 0
        price = max(valid, key=lambda p: p.since)
        tokens = price.input * usage.prompt_tokens + price.output * usage.completion_tokens
        sound = price.audio_minute * MICRO * Decimal(usage.audio.total_seconds()) / 60
        return int((tokens + sound).to_integral_value(ROUND_CEILING))
