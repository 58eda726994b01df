"""The wrappers around the providers, in their order (see docs/decisions/0013-models.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from relove_adapters.llm.asking import Asking, Provider
from relove_adapters.llm.breaker import FAILURES, REST_S, Breaker
from relove_adapters.llm.fallback import Fallback
from relove_adapters.llm.limited import Limited
from relove_adapters.llm.metered import CallBook, Metered
from relove_adapters.llm.paced import ModelPace, Paced
from relove_adapters.llm.prices import Prices
from relove_adapters.llm.retrying import WAITS_S, Retrying
from relove_adapters.llm.spending import Caps, Ledger, Spending
from relove_adapters.llm.timer import Timer
from relove_core.clock import Clock

LEAST_SHARE = 0.25
"""Of the time for an attempt: with less than that nobody is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a provider is asked again, and when it is left alone."""

    waits_s: tuple[float, ...] = WAITS_S
    failures: int = FAILURES
    rest_s: float = REST_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What all wrappers share."""

    pace: ModelPace
    ledger: Ledger
    book: CallBook
    prices: Prices
    caps: Caps
    clock: Clock
    timer: Timer
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """One model of one provider, call by call; the breaker knows how it is."""

    asking: Asking
    breaker: Breaker


def guarded(provider: Provider, tools: Tools, *, attempt_s: float) -> Guarded:
    limited = Limited(provider, timer=tools.timer, attempt_s=attempt_s)
    metered = Metered(
        limited, provider=provider, book=tools.book, prices=tools.prices, clock=tools.clock, timer=tools.timer
    )
    breaker = Breaker(
        metered,
        name=f"{provider.name}:{provider.model}",
        timer=tools.timer,
        failures=tools.patience.failures,
        rest_s=tools.patience.rest_s,
    )
    room_s = attempt_s * LEAST_SHARE
    paced = Paced(breaker, pace=tools.pace, timer=tools.timer, room_s=room_s, require_way=breaker.require_way)
    return Guarded(asking=paced, breaker=breaker)


def stacked(providers: Sequence[Guarded], tools: Tools, *, model: str, leave_s: float) -> Asking:
    """All of them, question by question; ``model``: by whose price the money for a question is held back."""
    retrying = [_retrying(one, providers[n:], tools) for n, one in enumerate(providers, start=1)]
    fallback = Fallback(retrying, timer=tools.timer, leave_s=leave_s)
    return Spending(fallback, ledger=tools.ledger, caps=tools.caps, prices=tools.prices, model=model, clock=tools.clock)


def _retrying(one: Guarded, others: Sequence[Guarded], tools: Tools) -> Retrying:
    return Retrying(
        one.asking,
        timer=tools.timer,
        waits_s=tools.patience.waits_s,
        has_other=lambda: any(other.breaker.has_way for other in others),
    )
