"""Every attempt is written down: for the bill, for the figures, and in the log."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import structlog

from relove_adapters import metrics
from relove_adapters.llm.asking import A, Asking, Provider, Question
from relove_adapters.llm.limited import ModelSilent
from relove_adapters.llm.prices import MICRO, Prices
from relove_adapters.llm.timer import Timer
from relove_core.clock import Clock
from relove_core.ids import UserId
from relove_core.llm import ModelFailed, ModelMisconfigured, NothingHeard, Purpose, Usage
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()


class CallOutcome(StrEnum):
    """What became of an attempt; an answer that is to be mended is named by what is wrong with it."""

    OK = "ok"
    SHAPE = "shape"
    REFUSAL = "refusal"
    LANGUAGE = "language"
    REPEATED = "repeated"
    BRIEF = "brief"
    UNHEARD = "unheard"
    """A sound without words."""
    SILENT = "silent"
    FAILED = "failed"
    MISCONFIGURED = "misconfigured"
    CANCELLED = "cancelled"
    BROKEN = "broken"
    """Our own mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One attempt. ``cost`` in millionths of a dollar; of an answer that nobody got it is not known, and 0."""

    person: UserId
    purpose: Purpose
    provider: str
    usage: Usage
    cost: int
    outcome: CallOutcome
    took_ms: int
    at: datetime


class CallBook(Protocol):
    async def record(self, call: Call) -> None:
        """Write the attempt down, and charge it to the person and to all, on its day by UTC.

        Raises:
            StorageUnavailable: it is not written.
        """
        ...


class Metered:
    def __init__(
        self, inner: Asking, *, provider: Provider, book: CallBook, prices: Prices, clock: Clock, timer: Timer
    ) -> None:
        self._inner = inner
        self._provider = provider
        self._book = book
        self._prices = prices
        self._clock = clock
        self._timer = timer

    async def ask(self, question: Question[A], *, until: float) -> A:
        began = self._timer.now()
        try:
            answer = await self._inner.ask(question, until=until)
        except BaseException as e:
            await self._note(question, _usage_of(e, question), _outcome_of(e), self._timer.now() - began)
            raise
        await self._note(question, answer.usage, CallOutcome.OK, self._timer.now() - began)
        return answer

    async def _note(self, question: Question[A], usage: Usage | None, outcome: CallOutcome, took_s: float) -> None:
        now = self._clock.now()
        used = replace(usage or Usage(model=""), model=self._provider.model)
        call = Call(
            person=question.person,
            purpose=question.purpose,
            provider=self._provider.name,
            usage=used,
            cost=self._prices.cost(self._provider.model, used, on=now.date()),
            outcome=outcome,
            took_ms=round(took_s * 1000),
            at=now,
        )
        _show(call)
        try:
            await self._book.record(call)
        except StorageUnavailable:
            log.warning("llm.books_out_of_reach", user_id=call.person)


def _usage_of(error: BaseException, question: Question[A]) -> Usage | None:
    """Silence is listened to at the price of words."""
    if isinstance(error, NothingHeard):
        return error.usage or question.likely_usage
    return error.usage if isinstance(error, ModelFailed) else None


def _outcome_of(error: BaseException) -> CallOutcome:
    match error:
        case NothingHeard():
            return CallOutcome.UNHEARD
        case ModelSilent():
            return CallOutcome.SILENT
        case ModelFailed():
            return CallOutcome(error.repair.value) if error.repair else CallOutcome.FAILED
        case ModelMisconfigured():
            return CallOutcome.MISCONFIGURED
        case asyncio.CancelledError():
            return CallOutcome.CANCELLED
        case _:
            return CallOutcome.BROKEN


def _show(call: Call) -> None:
    labels = (call.purpose.value, call.provider)
    metrics.llm_calls.labels(*labels).inc()
    metrics.llm_seconds.labels(*labels).observe(call.took_ms / 1000)
    if call.outcome is not CallOutcome.OK:
        metrics.llm_errors.labels(*labels, call.outcome.value).inc()
    metrics.llm_tokens.labels(*labels, "prompt").inc(call.usage.prompt_tokens)
    metrics.llm_tokens.labels(*labels, "completion").inc(call.usage.completion_tokens)
    metrics.llm_cost_usd.labels(*labels).inc(call.cost / MICRO)
    log.info(
        "llm.called",
        user_id=call.person,
        purpose=call.purpose.value,
        provider=call.provider,
        model=call.usage.model,
        outcome=call.outcome.value,
        tokens=call.usage.prompt_tokens + call.usage.completion_tokens,
        took_ms=call.took_ms,
    )
